package dev.flashkv.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * FlashKV and redis-server side by side, driven by redis-benchmark in alternating rounds after a warm-up. Prints a
 * Markdown table and writes {@code target/benchmark.json}.
 *
 * <p>System properties, all optional: {@code bench.launcher}, {@code bench.jvm} (JVM options besides the launcher's),
 * {@code bench.options} (FlashKV's options), {@code bench.redis} (the binary), {@code bench.rounds}, {@code
 * bench.tests}, {@code bench.pipelines}, {@code bench.clients}, {@code bench.values} (lists with commas), {@code
 * bench.scale} (part of the usual number of requests), {@code bench.memory} (false leaves the memory measurement out).
 */
public final class SideBySide {
    private static final int WARM_UP_REQUESTS = 1_000_000;

    private SideBySide() {}

    /** Runs all that the system properties ask for. */
    public static void main(String[] args) throws IOException {
        Path launcher = Path.of(System.getProperty("bench.launcher", "target/flashkv")).toAbsolutePath();
        String jvm = System.getProperty("bench.jvm", "");
        List<String> options = words(System.getProperty("bench.options", ""), " ");
        try (ServerProcess flashKv = ServerProcess.flashKv(launcher, jvm, options);
                ServerProcess redis = ServerProcess.redis(System.getProperty("bench.redis", "redis-server"))) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d processors, %s %s, FlashKV with [%s] %s%n%n",
                    LocalDate.now(ZoneOffset.UTC),
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.name"),
                    System.getProperty("java.version"),
                    jvm,
                    options);
            System.out.printf(
                    Locale.ROOT,
                    "Start to first PONG: FlashKV %d ms, redis-server %d ms%n%n",
                    flashKv.untilFirstPong().toMillis(),
                    redis.untilFirstPong().toMillis());
            warmUp(flashKv);
            warmUp(redis);
            String json = compare(flashKv, redis);
            Files.writeString(Path.of("target", "benchmark.json"), json);
            if (Boolean.parseBoolean(System.getProperty("bench.memory", "true"))) {
                System.out.println();
                System.out.println(memory(flashKv, redis, false));
                System.out.println(memory(flashKv, redis, true));
            }
        }
    }

    private static void warmUp(ServerProcess server) throws IOException {
        for (String test : List.of("set", "get", "incr")) {
            new Load(test, 16, 50, 3, WARM_UP_REQUESTS).run(server.port());
            new Load(test, 1, 50, 3, WARM_UP_REQUESTS / 20).run(server.port());
        }
    }

    private static String compare(ServerProcess flashKv, ServerProcess redis) throws IOException {
        int rounds = Integer.getInteger("bench.rounds", 5);
        List<String> rows = new ArrayList<>();
        System.out.println(Comparison.markdownHeader());
        for (Load load : loads()) {
            Load warmUp = load.atLeast(WARM_UP_REQUESTS / (load.pipeline() == 1 ? 10 : 1) / costOf(load.test()));
            warmUp.run(flashKv.port());
            warmUp.run(redis.port());
            Comparison comparison = new Comparison(load);
            comparison.run(flashKv, redis, rounds);
            System.out.println(comparison.markdownRow());
            rows.add(comparison.json());
        }
        return rows.stream().collect(Collectors.joining(",\n ", "[\n ", "\n]\n"));
    }

    private static List<Load> loads() {
        double scale = Double.parseDouble(System.getProperty("bench.scale", "1"));
        List<Load> loads = new ArrayList<>();
        for (String test : words(System.getProperty("bench.tests", "set,get,incr,lpush,lpop,lrange_100,mset"), ",")) {
            for (String value : words(System.getProperty("bench.values", "3"), ",")) {
                for (String clients : words(System.getProperty("bench.clients", "50"), ",")) {
                    for (String pipeline : words(System.getProperty("bench.pipelines", "1,16,64"), ",")) {
                        int depth = Integer.parseInt(pipeline);
                        double requests = (depth == 1 ? 100_000 : depth * 62_500.0) * scale / costOf(test);
                        loads.add(new Load(
                                test,
                                depth,
                                Integer.parseInt(clients),
                                Integer.parseInt(value),
                                (int) Math.max(1000, requests)));
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

    private static String memory(ServerProcess flashKv, ServerProcess redis, boolean withTtl) throws IOException {
        double bytes = MemoryPerKey.measure(flashKv, withTtl);
        double redisBytes = MemoryPerKey.measure(redis, withTtl);
        return String.format(
                Locale.ROOT,
                "Bytes per key, 1,000,000 keys of 12 bytes with values of 3%s: FlashKV %.0f, redis-server %.0f, ratio %.2f",
                withTtl ? " and a TTL" : "",
                bytes,
                redisBytes,
                bytes / redisBytes);
    }

    private static List<String> words(String text, String separator) {
        return Arrays.stream(text.split(separator)).filter(word -> !word.isBlank()).toList();
    }
}
