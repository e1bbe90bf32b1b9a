package dev.flashkv.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How long a client that asks for small values waits while others do what is heavy, FlashKV and redis-server side by
 * side in alternating rounds. Each round has all that is compared, idle times included, on a store of a million keys,
 * which are loaded in the first round and whenever the round before has left fewer.
 * Prints a Markdown table.
 *
 * <pre>{@code
 * mvn -P bench -DskipTests package exec:exec@others
 * }</pre>
 *
 * <p>System properties, all optional: {@code bench.launcher}, {@code bench.jvm} (JVM options besides the launcher's),
 * {@code bench.options} (FlashKV's options), {@code bench.redis} (the binary), {@code bench.rounds}, {@code
 * bench.warmup} (rounds), {@code bench.keys}, {@code bench.seconds} (of one measurement), {@code bench.beside} (some of
 * {@link Disturbance}).
 */
public final class OthersLatency {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int KEYS = Integer.getInteger("bench.keys", 1_000_000);
    private static final long NANOS = Long.getLong("bench.seconds", 3) * 1_000_000_000L;
    private static final int WARM_UP_ROUNDS = Integer.getInteger("bench.warmup", 2);
    private static final List<Disturbance> COMPARED = Arrays.stream(Disturbance.values())
            .filter(each -> System.getProperty("bench.beside", each.name()).contains(each.name()))
            .toList();

    private final ServerProcess server;
    private final Map<Disturbance, List<PacedReader.Result>> results = new EnumMap<>(Disturbance.class);

    private OthersLatency(ServerProcess server) {
        this.server = server;
    }

    /** Runs all that the system properties ask for. */
    public static void main(String[] args) throws Exception {
        try (ServerProcess flashKvProcess = BenchSettings.startFlashKv();
                ServerProcess redisProcess = BenchSettings.startRedis()) {
            OthersLatency flashKv = new OthersLatency(flashKvProcess);
            OthersLatency redis = new OthersLatency(redisProcess);
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                flashKv.measure(NANOS / 2);
                redis.measure(NANOS / 2);
            }
            flashKv.results.clear();
            redis.results.clear();
            for (int round = 0; round < ROUNDS; round++) {
                List<OthersLatency> order = round % 2 == 0 ? List.of(flashKv, redis) : List.of(redis, flashKv);
                for (OthersLatency each : order) {
                    each.measure(NANOS);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d rounds, %d keys, a GET every %d µs%n%n"
                            + "| beside | p50 ms: FlashKV | redis | p99 ms | redis | max ms | redis | times |%n"
                            + "|---|---|---|---|---|---|---|---|%n",
                    BenchSettings.circumstances(flashKvProcess, redisProcess),
                    ROUNDS,
                    KEYS,
                    PacedReader.INTERVAL_NANOS / 1000);
            COMPARED.forEach(each -> System.out.println(row(each, flashKv, redis)));
        }
    }

    private void measure(long nanos) throws IOException, InterruptedException {
        for (Disturbance disturbance : COMPARED) {
            try (Disturber disturber = new Disturber(server.port(), KEYS)) {
                disturber.prepare(disturbance);
                try (PacedReader reader = new PacedReader(server.port(), KEYS)) {
                    Thread disturbing = disturber.start(disturbance);
                    PacedReader.Result result = reader.run(Math.min(nanos, Disturber.nanosMax(disturbance)));
                    disturber.stop();
                    disturbing.join();
                    results.computeIfAbsent(disturbance, none -> new ArrayList<>())
                            .add(result.with(disturber.times()));
                }
            }
        }
    }

    private static String row(Disturbance disturbance, OthersLatency flashKv, OthersLatency redis) {
        return String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.3f | %.1f | %.1f | %.0f, %.0f |",
                disturbance,
                flashKv.median(disturbance, PacedReader.Result::p50Millis),
                redis.median(disturbance, PacedReader.Result::p50Millis),
                flashKv.median(disturbance, PacedReader.Result::p99Millis),
                redis.median(disturbance, PacedReader.Result::p99Millis),
                flashKv.median(disturbance, PacedReader.Result::maxMillis),
                redis.median(disturbance, PacedReader.Result::maxMillis),
                flashKv.median(disturbance, PacedReader.Result::times),
                redis.median(disturbance, PacedReader.Result::times));
    }

    private double median(Disturbance disturbance, ToDoubleFunction<PacedReader.Result> figure) {
        return Rounds.median(results.get(disturbance).stream()
                .mapToDouble(figure)
                .boxed()
                .toList());
    }
}
