package dev.flashkv.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * FlashKV and redis-server side by side, driven by redis-benchmark in alternating rounds after a warm-up: throughput,
 * processor time and waiting times under each load, what a key takes in memory, how long a start takes. Prints Markdown
 * and writes {@code target/benchmark.json}, which has every round.
 *
 * <p>System properties, all optional: {@code bench.launcher}, {@code bench.jvm} (JVM options besides the launcher's),
 * {@code bench.options} (FlashKV's options), {@code bench.redis} (the binary), {@code bench.rounds}, {@code
 * bench.tests}, {@code bench.pipelines}, {@code bench.clients}, {@code bench.values} (lists with commas), {@code
 * bench.scale} (part of the usual number of requests), {@code bench.memory} (false leaves the memory measurement out),
 * {@code bench.starts} (how many starts are timed).
 */
public final class SideBySide {
    private static final int WARM_UP_REQUESTS = 1_000_000;
    private static final int CLIENTS_PER_WARM_UP = 50;
    private static final String TESTS = "ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,lrange_100,mset";

    private SideBySide() {}

    /** Runs all that the system properties ask for. */
    public static void main(String[] args) throws IOException {
        String starts = starts(Integer.getInteger("bench.starts", 5));
        try (ServerProcess flashKv = BenchSettings.startFlashKv();
                ServerProcess redis = BenchSettings.startRedis()) {
            String circumstances = BenchSettings.circumstances(flashKv, redis);
            System.out.printf("%s%n%n", circumstances);
            warmUp(flashKv);
            warmUp(redis);
            String loads = compare(flashKv, redis);
            String memory = Boolean.parseBoolean(System.getProperty("bench.memory", "true"))
                    ? memory(flashKv, redis, false) + ",\n  " + memory(flashKv, redis, true)
                    : "";
            String json = String.format(
                    Locale.ROOT,
                    "{\"circumstances\":\"%s\",%n \"startMillis\":%s,%n \"bytesPerKey\":[%s],%n \"loads\":%s}%n",
                    circumstances.replace("\\", "\\\\").replace("\"", "\\\""),
                    starts,
                    memory,
                    loads);
            Files.writeString(Path.of("target", "benchmark.json"), json);
        }
    }

    /** Times starts from the start of the process to the first PONG; says so as JSON. */
    private static String starts(int count) throws IOException {
        List<Double> flashKv = new ArrayList<>();
        List<Double> redis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (ServerProcess started = BenchSettings.startFlashKv()) {
                flashKv.add(started.untilFirstPong().toNanos() / 1e6);
            }
            try (ServerProcess started = BenchSettings.startRedis()) {
                redis.add(started.untilFirstPong().toNanos() / 1e6);
            }
        }
        if (count > 0) {
            System.out.printf(
                    Locale.ROOT,
                    "Start to first PONG, median of %d: FlashKV %.0f ms, redis-server %.0f ms%n%n",
                    count,
                    Rounds.median(flashKv),
                    Rounds.median(redis));
        }
        return String.format("{\"flashkv\":%s,\"redis\":%s}", flashKv, redis);
    }

    private static void warmUp(ServerProcess server) throws IOException {
        for (String test : List.of("set", "get", "incr")) {
            new Load(test, 16, 50, 3, WARM_UP_REQUESTS).run(server);
            new Load(test, 1, 50, 3, WARM_UP_REQUESTS / 20).run(server);
        }
    }

    private static String compare(ServerProcess flashKv, ServerProcess redis) throws IOException {
        int rounds = Integer.getInteger("bench.rounds", 5);
        List<String> rows = new ArrayList<>();
        System.out.println(Comparison.markdownHeads());
        for (Load load : loads()) {
            Load warmUp = load.atLeast(WARM_UP_REQUESTS / (load.pipeline() == 1 ? 10 : 1) / costOf(load.test()));
            for (ServerProcess server : List.of(flashKv, redis)) {
                warmUp.prepare(server);
                // Every run opens its clients anew: many must have been opened until that is compiled, too.
                for (int run = 0; run < Math.max(1, load.clients() / CLIENTS_PER_WARM_UP); run++) {
                    warmUp.run(server);
                }
            }
            Comparison comparison = new Comparison(load);
            comparison.run(flashKv, redis, rounds);
            System.out.println(comparison.markdownRow());
            rows.add(comparison.json());
        }
        return "[\n  " + String.join(",\n  ", rows) + "]";
    }

    private static List<Load> loads() {
        List<Load> loads = new ArrayList<>();
        for (String test : BenchSettings.words("bench.tests", TESTS)) {
            for (int valueBytes : BenchSettings.numbers("bench.values", "3")) {
                for (int clients : BenchSettings.numbers("bench.clients", "50")) {
                    for (int depth : BenchSettings.numbers("bench.pipelines", "1,16,64")) {
                        double usual = depth == 1 ? 100_000 : depth * 62_500.0;
                        int requests = (int) Math.max(1000, usual * BenchSettings.scale() / costOf(test));
                        loads.add(new Load(test, depth, clients, valueBytes, requests).bounded());
                    }
                }
            }
        }
        return loads;
    }

    /** How many simple commands one of that test is worth, roughly, so that rounds take about the same time. */
    private static int costOf(String test) {
        return test.startsWith("lrange") ? 10 : test.equals("mset") ? 5 : 1;
    }

    /** Measures what keys take, prints it, and says it as JSON. */
    private static String memory(ServerProcess flashKv, ServerProcess redis, boolean withTtl) throws IOException {
        double bytes = MemoryPerKey.measure(flashKv, withTtl);
        double redisBytes = MemoryPerKey.measure(redis, withTtl);
        System.out.printf(
                Locale.ROOT,
                "%nBytes per key, 1,000,000 keys of 12 bytes with values of 3%s: FlashKV %.0f, redis-server %.0f, "
                        + "ratio %.2f%n",
                withTtl ? " and a TTL" : "",
                bytes,
                redisBytes,
                bytes / redisBytes);
        return String.format(
                Locale.ROOT, "{\"ttl\":%b,\"flashkv\":%.1f,\"redis\":%.1f}", withTtl, bytes, redisBytes);
    }
}
