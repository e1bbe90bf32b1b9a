package dev.flashkv.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

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
    private static final double SCALE = Double.parseDouble(System.getProperty("bench.scale", "1"));
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

    private record Round(double requestsPerSecond, double cpuMicros, double p50Millis, double p99Millis) {}

    private final ServerProcess flashKv;
    private final ServerProcess redis;
    private final int pipeline;
    private final Map<RequestMix, List<Round>> ofFlashKv = new EnumMap<>(RequestMix.class);
    private final Map<RequestMix, List<Round>> ofRedis = new EnumMap<>(RequestMix.class);

    private MultiKey(ServerProcess flashKv, ServerProcess redis, int pipeline) {
        this.flashKv = flashKv;
        this.redis = redis;
        this.pipeline = pipeline;
    }

    /** Runs all that the system properties ask for. */
    public static void main(String[] args) throws IOException {
        Path launcher = Path.of(System.getProperty("bench.launcher", "target/flashkv")).toAbsolutePath();
        String jvm = System.getProperty("bench.jvm", "");
        List<String> options = words(System.getProperty("bench.options", ""), " ");
        List<String> json = new ArrayList<>();
        try (ServerProcess flashKv = ServerProcess.flashKv(launcher, jvm, options);
                ServerProcess redis = ServerProcess.redis(System.getProperty("bench.redis", "redis-server"))) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d processors, Java %s, %d clients, %d rounds, FlashKV with [%s] %s%n",
                    LocalDate.now(ZoneOffset.UTC),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"),
                    CLIENTS,
                    ROUNDS,
                    jvm,
                    options);
            for (ServerProcess each : List.of(flashKv, redis)) {
                for (RequestMix mix : COMPARED) {
                    new LoadGenerator(mix, 16, CLIENTS, scaled(300_000)).run(each.port());
                    new LoadGenerator(mix, 1, CLIENTS, scaled(30_000)).run(each.port());
                }
            }
            for (String pipeline : words(System.getProperty("bench.pipelines", "1,16"), ",")) {
                MultiKey comparison = new MultiKey(flashKv, redis, Integer.parseInt(pipeline));
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
        return Math.max(1000, (long) (requests * SCALE));
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

    private void measure(ServerProcess server, RequestMix mix, Map<RequestMix, List<Round>> rounds) throws IOException {
        long cost = mix == RequestMix.SINGLE ? 1 : mix.name().startsWith("TENTH") ? 2 : 5;
        long requests = scaled((pipeline == 1 ? 100_000 : 1_000_000) / cost);
        long before = server.cpuNanos();
        LoadGenerator.Result result = new LoadGenerator(mix, pipeline, CLIENTS, requests).run(server.port());
        double cpuMicros = (server.cpuNanos() - before) / 1000.0 / requests;
        rounds.computeIfAbsent(mix, none -> new ArrayList<>())
                .add(new Round(result.requestsPerSecond(), cpuMicros, result.p50Millis(), result.p99Millis()));
    }

    private void print() {
        System.out.printf(
                "%nPipeline %d; a transaction is one request%n%n"
                        + "| requests | FlashKV /s | redis /s | ratio (min–max) | CPU µs: FlashKV | redis | ratio "
                        + "| p50 ms | redis | p99 ms | redis |%n|---|---|---|---|---|---|---|---|---|---|---|%n",
                pipeline);
        COMPARED.forEach(mix -> System.out.println(row(mix)));
        System.out.println();
        System.out.println(loss("FlashKV", ofFlashKv));
        System.out.println(loss("redis-server", ofRedis));
    }

    private String row(RequestMix mix) {
        List<Double> ratios = ratios(mix);
        double cpu = median(ofFlashKv, mix, Round::cpuMicros);
        double redisCpu = median(ofRedis, mix, Round::cpuMicros);
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.2f (%.2f–%.2f) | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
                mix.name().toLowerCase(Locale.ROOT),
                median(ofFlashKv, mix, Round::requestsPerSecond),
                median(ofRedis, mix, Round::requestsPerSecond),
                Comparison.median(ratios),
                ratios.get(0),
                ratios.get(ratios.size() - 1),
                cpu,
                redisCpu,
                cpu / redisCpu,
                median(ofFlashKv, mix, Round::p50Millis),
                median(ofRedis, mix, Round::p50Millis),
                median(ofFlashKv, mix, Round::p99Millis),
                median(ofRedis, mix, Round::p99Millis));
    }

    /** How much is left of single keys; the second figure leaves out what a MSET costs that holds nothing. */
    private static String loss(String server, Map<RequestMix, List<Round>> rounds) {
        double alone = median(rounds, RequestMix.SINGLE, Round::requestsPerSecond);
        double beside = SINGLES * median(rounds, RequestMix.TENTH_MSET_10, Round::requestsPerSecond);
        double besideOnOne = SINGLES * median(rounds, RequestMix.TENTH_MSET_10_ON_ONE, Round::requestsPerSecond);
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

    private List<Double> ratios(RequestMix mix) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ratios.add(ofFlashKv.get(mix).get(i).requestsPerSecond
                    / ofRedis.get(mix).get(i).requestsPerSecond);
        }
        return ratios.stream().sorted().toList();
    }

    private static double median(
            Map<RequestMix, List<Round>> rounds, RequestMix mix, ToDoubleFunction<Round> figure) {
        return Comparison.median(
                rounds.get(mix).stream().mapToDouble(figure).boxed().toList());
    }

    private List<String> json() {
        return COMPARED.stream()
                .map(mix -> String.format(
                        Locale.ROOT,
                        "{\"requests\":\"%s\",\"pipeline\":%d,\"clients\":%d,\"ratios\":%s,\"flashkv\":%s,\"redis\":%s}",
                        mix.name().toLowerCase(Locale.ROOT),
                        pipeline,
                        CLIENTS,
                        ratios(mix),
                        json(ofFlashKv.get(mix)),
                        json(ofRedis.get(mix))))
                .toList();
    }

    private static String json(List<Round> rounds) {
        return rounds.stream()
                .map(round -> String.format(
                        Locale.ROOT,
                        "{\"requestsPerSecond\":%.0f,\"cpuMicros\":%.3f,\"p50Millis\":%.3f,\"p99Millis\":%.3f}",
                        round.requestsPerSecond,
                        round.cpuMicros,
                        round.p50Millis,
                        round.p99Millis))
                .toList()
                .toString();
    }

    private static List<String> words(String text, String separator) {
        return Arrays.stream(text.split(separator)).filter(word -> !word.isBlank()).toList();
    }
}
