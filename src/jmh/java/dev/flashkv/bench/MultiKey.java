package dev.flashkv.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Work on several keys, FlashKV and redis-server side by side in alternating rounds: MSET and MGET of ten keys on ten
 * shards, transactions of five commands on one and on five; and what is left of the throughput of single keys while
 * every tenth command is a MSET of ten keys, on ten shards and, for comparison, on one. Prints Markdown tables and
 * writes {@code target/benchmark-multikey.json}. It has a load generator of its own, the same for both.
 *
 * <pre>{@code
 * mvn -P bench -DskipTests package exec:exec@multikey
 * }</pre>
 *
 * <p>System properties, all optional: {@code bench.launcher}, {@code bench.jvm} (JVM options besides the launcher's),
 * {@code bench.options} (FlashKV's options), {@code bench.redis} (the binary), {@code bench.rounds}, {@code
 * bench.pipelines}, {@code bench.clients} (one number), {@code bench.scale} (part of the usual number of requests,
 * warm-up included).
 */
public final class MultiKey {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int CLIENTS = Integer.getInteger("bench.clients", 50);
    private static final List<RequestMix> COMPARED = List.of(
            RequestMix.MSET_10,
            RequestMix.MSET_10_ON_ONE,
            RequestMix.MGET_10,
            RequestMix.EXEC_5_ON_ONE,
            RequestMix.EXEC_5_ON_FIVE,
            RequestMix.SINGLE,
            RequestMix.TENTH_MSET_10_ON_ONE,
            RequestMix.TENTH_MSET_10);

    /** The part of single-key commands in the mixes. */
    private static final double SINGLES = 0.9;

    private final ServerProcess flashKv;
    private final ServerProcess redis;
    private final int pipeline;
    private final Map<RequestMix, Rounds> ofFlashKv = new EnumMap<>(RequestMix.class);
    private final Map<RequestMix, Rounds> ofRedis = new EnumMap<>(RequestMix.class);

    private MultiKey(ServerProcess flashKv, ServerProcess redis, int pipeline) {
        this.flashKv = flashKv;
        this.redis = redis;
        this.pipeline = pipeline;
    }

    /** Runs all that the system properties ask for. */
    public static void main(String[] args) throws IOException {
        List<String> json = new ArrayList<>();
        try (ServerProcess flashKv = BenchSettings.startFlashKv();
                ServerProcess redis = BenchSettings.startRedis()) {
            System.out.printf(
                    "%s, %d clients, %d rounds%n",
                    BenchSettings.circumstances(flashKv, redis), CLIENTS, ROUNDS);
            for (ServerProcess each : List.of(flashKv, redis)) {
                for (RequestMix mix : COMPARED) {
                    new LoadGenerator(mix, 16, CLIENTS, scaled(300_000)).run(each.port());
                    new LoadGenerator(mix, 1, CLIENTS, scaled(30_000)).run(each.port());
                }
            }
            for (int pipeline : BenchSettings.numbers("bench.pipelines", "1,16")) {
                MultiKey comparison = new MultiKey(flashKv, redis, pipeline);
                comparison.run();
                comparison.print();
                json.addAll(comparison.json());
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(
                Path.of("target", "benchmark-multikey.json"), "[\n " + String.join(",\n ", json) + "\n]\n");
    }

    private static long scaled(long requests) {
        return Math.max(1000, (long) (requests * BenchSettings.scale()));
    }

    /** All mixes in each round, so that those that are set against each other were measured within the same minute. */
    private void run() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            for (RequestMix mix : COMPARED) {
                // The second of two loads finds a warmer machine: each server is the second as often as the first.
                if (round % 2 == 0) {
                    measure(flashKv, mix, ofFlashKv);
                    measure(redis, mix, ofRedis);
                } else {
                    measure(redis, mix, ofRedis);
                    measure(flashKv, mix, ofFlashKv);
                }
            }
        }
    }

    private void measure(ServerProcess server, RequestMix mix, Map<RequestMix, Rounds> rounds) throws IOException {
        long cost = mix == RequestMix.SINGLE ? 1 : mix.name().startsWith("TENTH") ? 2 : 5;
        long requests = scaled((pipeline == 1 ? 100_000 : 1_000_000) / cost);
        long before = server.cpuNanos();
        LoadGenerator.Result result = new LoadGenerator(mix, pipeline, CLIENTS, requests).run(server.port());
        double cpuMicros = (server.cpuNanos() - before) / 1000.0 / requests;
        rounds.computeIfAbsent(mix, none -> new Rounds())
                .add(new Rounds.Round(result.requestsPerSecond(), cpuMicros, result.p50Millis(), result.p99Millis()));
    }

    private void print() {
        System.out.printf("%nPipeline %d; a transaction is one request%n%n", pipeline);
        System.out.println(Rounds.heads("| requests |", 1));
        COMPARED.forEach(mix -> System.out.println(row(mix)));
        System.out.println();
        System.out.println(loss("FlashKV", ofFlashKv));
        System.out.println(loss("redis-server", ofRedis));
    }

    private String row(RequestMix mix) {
        return "| " + nameOf(mix) + " |" + Rounds.cells(ofFlashKv.get(mix), ofRedis.get(mix));
    }

    private static String nameOf(RequestMix mix) {
        return mix.name().toLowerCase(Locale.ROOT);
    }

    /** How much is left of single keys; the second figure leaves out what a MSET costs that holds nothing. */
    private static String loss(String server, Map<RequestMix, Rounds> rounds) {
        double alone = rounds.get(RequestMix.SINGLE).median(Rounds.Round::requestsPerSecond);
        double beside = SINGLES * rounds.get(RequestMix.TENTH_MSET_10).median(Rounds.Round::requestsPerSecond);
        double besideOnOne =
                SINGLES * rounds.get(RequestMix.TENTH_MSET_10_ON_ONE).median(Rounds.Round::requestsPerSecond);
        return String.format(
                Locale.ROOT,
                "%s: single-key commands alone %,.0f/s; with a tenth MSET of ten shards %,.0f/s, %.0f %% lost; "
                        + "with a tenth MSET of one shard %,.0f/s: %.0f %% lost to the shards being ten",
                server,
                alone,
                beside,
                100 * (1 - beside / alone),
                besideOnOne,
                100 * (1 - beside / besideOnOne));
    }

    private List<String> json() {
        return COMPARED.stream()
                .map(mix -> String.format(
                        Locale.ROOT,
                        "{\"requests\":\"%s\",\"pipeline\":%d,\"clients\":%d,\"ratios\":%s,\"flashkv\":%s,\"redis\":%s}",
                        nameOf(mix),
                        pipeline,
                        CLIENTS,
                        ofFlashKv.get(mix).ratiosTo(ofRedis.get(mix)),
                        ofFlashKv.get(mix).json(),
                        ofRedis.get(mix).json()))
                .toList();
    }
}
