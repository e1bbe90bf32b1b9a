package dev.flashkv.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One load on both servers in alternating rounds: what is compared was measured within the same minute. */
final class Comparison {

    /** One round on one server. */
    record Round(Load.Result result, double cpuMicros) {}

    private final Load load;
    private final List<Round> flashKv = new ArrayList<>();
    private final List<Round> redis = new ArrayList<>();

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

    private Round measure(ServerProcess server) throws IOException {
        long before = server.cpuNanos();
        Load.Result result = load.run(server.port());
        return new Round(result, (server.cpuNanos() - before) / 1000.0 / load.requests());
    }

    private List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < flashKv.size(); i++) {
            ratios.add(flashKv.get(i).result.requestsPerSecond() / redis.get(i).result.requestsPerSecond());
        }
        return ratios.stream().sorted().toList();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    static String markdownHeader() {
        return """
                | test | pipeline | clients | value B | FlashKV /s | redis /s | ratio (min–max) \
                | CPU µs: FlashKV | redis | ratio | p50 ms | redis | p99 ms | redis |
                |---|---|---|---|---|---|---|---|---|---|---|---|---|---|""";
    }

    String markdownRow() {
        List<Double> ratios = ratios();
        double cpu = median(flashKv, Round::cpuMicros);
        double redisCpu = median(redis, Round::cpuMicros);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %,.0f | %,.0f | %.2f (%.2f–%.2f) | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
                load.test(),
                load.pipeline(),
                load.clients(),
                load.valueBytes(),
                median(flashKv, round -> round.result.requestsPerSecond()),
                median(redis, round -> round.result.requestsPerSecond()),
                median(ratios),
                ratios.get(0),
                ratios.get(ratios.size() - 1),
                cpu,
                redisCpu,
                cpu / redisCpu,
                median(flashKv, round -> round.result.p50Millis()),
                median(redis, round -> round.result.p50Millis()),
                median(flashKv, round -> round.result.p99Millis()),
                median(redis, round -> round.result.p99Millis()));
    }

    String json() {
        List<Double> ratios = ratios();
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
                median(ratios),
                json(flashKv),
                json(redis));
    }

    private static String json(List<Round> rounds) {
        return rounds.stream()
                .map(round -> String.format(
                        Locale.ROOT,
                        "{\"requestsPerSecond\":%.0f,\"cpuMicros\":%.3f,\"p50Millis\":%.3f,\"p99Millis\":%.3f}",
                        round.result.requestsPerSecond(),
                        round.cpuMicros,
                        round.result.p50Millis(),
                        round.result.p99Millis()))
                .toList()
                .toString();
    }
}
