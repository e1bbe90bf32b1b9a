package dev.flashkv.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the system properties ask for, as far as several benchmarks understand it. */
final class BenchSettings {
    private static final Path LAUNCHER =
            Path.of(System.getProperty("bench.launcher", "target/flashkv")).toAbsolutePath();
    private static final String JVM = System.getProperty("bench.jvm", "");
    private static final List<String> OPTIONS = Arrays.stream(
                    System.getProperty("bench.options", "").split(" "))
            .filter(word -> !word.isBlank())
            .toList();
    private static final String REDIS = System.getProperty("bench.redis", "redis-server");

    private BenchSettings() {}

    /** Starts FlashKV: {@code bench.launcher} with {@code bench.jvm} and {@code bench.options}. */
    static ServerProcess startFlashKv() throws IOException {
        return ServerProcess.flashKv(LAUNCHER, JVM, OPTIONS);
    }

    /** Starts redis-server: {@code bench.redis}. */
    static ServerProcess startRedis() throws IOException {
        return ServerProcess.redis(REDIS);
    }

    /** The part of the usual number of requests that is sent: {@code bench.scale}. */
    static double scale() {
        return Double.parseDouble(System.getProperty("bench.scale", "1"));
    }

    /** The property's words, which commas separate. */
    static List<String> words(String property, String byDefault) {
        return Arrays.stream(System.getProperty(property, byDefault).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The property's numbers, which commas separate. */
    static List<Integer> numbers(String property, String byDefault) {
        return words(property, byDefault).stream().map(Integer::valueOf).toList();
    }

    /** When and on what the two are measured: the day, the machine, the versions, how FlashKV was started. */
    static String circumstances(ServerProcess flashKv, ServerProcess redis) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %s %s with %d processors, %s %s, FlashKV %s with [%s] %s, redis-server %s",
                LocalDate.now(ZoneOffset.UTC),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                flashKv.info("server", "flashkv_version"),
                JVM,
                OPTIONS,
                redis.info("server", "redis_version"));
    }
}
