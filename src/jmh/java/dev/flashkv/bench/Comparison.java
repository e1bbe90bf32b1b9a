package dev.flashkv.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One load on both servers in alternating rounds: what is compared was measured within the same minute. */
final class Comparison {
    private final Load load;
    private final Rounds flashKv = new Rounds();
    private final Rounds redis = new Rounds();

    Comparison(Load load) {
        this.load = load;
    }

    void run(ServerProcess flashKvServer, ServerProcess redisServer, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            // The second of two loads finds a warmer machine: each server is the second as often as the first.
            if (round % 2 == 0) {
                flashKv.add(measure(flashKvServer));
                redis.add(measure(redisServer));
            } else {
                redis.add(measure(redisServer));
                flashKv.add(measure(flashKvServer));
            }
        }
    }

    private Rounds.Round measure(ServerProcess server) throws IOException {
        load.prepare(server);
        long before = server.cpuNanos();
        Load.Result result = load.run(server);
        double cpuMicros = (server.cpuNanos() - before) / 1000.0 / load.requests();
        return new Rounds.Round(result.requestsPerSecond(), cpuMicros, result.p50Millis(), result.p99Millis());
    }

    static String markdownHeads() {
        return Rounds.heads("| test | pipeline | clients | value B |", 4);
    }

    String markdownRow() {
        return String.format(
                        Locale.ROOT,
                        "| %s | %d | %d | %d |",
                        load.test(),
                        load.pipeline(),
                        load.clients(),
                        load.valueBytes())
                + Rounds.cells(flashKv, redis);
    }

    String json() {
        List<Double> ratios = flashKv.ratiosTo(redis);
        return String.format(
                Locale.ROOT,
                "{\"test\":\"%s\",\"pipeline\":%d,\"clients\":%d,\"valueBytes\":%d,\"requests\":%d,\"ratios\":%s,"
                        + "\"medianRatio\":%.4f,\"flashkv\":%s,\"redis\":%s}",
                load.test(),
                load.pipeline(),
                load.clients(),
                load.valueBytes(),
                load.requests(),
                ratios,
                Rounds.median(ratios),
                flashKv.json(),
                redis.json());
    }
}
