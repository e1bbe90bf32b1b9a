package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.keyspace.Limits;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options that are kept in {@link Limits}. */
final class LimitOptions {
    private static final long BULK_BYTES_MIN = 1024 * 1024;

    private LimitOptions() {}

    static List<ConfigOption> of(Limits limits) {
        return List.of(
                new ConfigOption("maxmemory", () -> Long.toString(limits.memoryBytesMax()), text -> {
                    long bytes = MemorySize.parse(text);
                    if (bytes < 0) {
                        return MemorySize.EXPECTED;
                    }
                    limits.memoryBytesMax(bytes);
                    return null;
                }),
                new ConfigOption(
                        "maxmemory-policy", () -> limits.evictionPolicy().redisName(), text -> setPolicy(limits, text)),
                new ConfigOption(
                        "maxmemory-samples",
                        () -> Integer.toString(limits.evictionSamples()),
                        text -> setSamples(limits, text)),
                new ConfigOption("proto-max-bulk-len", () -> Long.toString(limits.bulkBytesMax()), text -> {
                    long bytes = MemorySize.parse(text);
                    if (bytes < 0) {
                        return MemorySize.EXPECTED;
                    }
                    if (bytes < BULK_BYTES_MIN) {
                        return between(BULK_BYTES_MIN, Long.MAX_VALUE);
                    }
                    limits.bulkBytesMax(bytes);
                    return null;
                }));
    }

    private static @Nullable String setPolicy(Limits limits, String text) {
        for (EvictionPolicy policy : EvictionPolicy.values()) {
            if (policy.redisName().equalsIgnoreCase(text)) {
                limits.evictionPolicy(policy);
                return null;
            }
        }
        return "argument(s) must be one of the following: "
                + Arrays.stream(EvictionPolicy.values())
                        .sorted(Comparator.comparing(policy -> policy == EvictionPolicy.NOEVICTION))
                        .map(EvictionPolicy::redisName)
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable String setSamples(Limits limits, String text) {
        Bytes number = Bytes.of(text);
        if (!Numbers.isLong(number)) {
            return "argument couldn't be parsed into an integer";
        }
        long samples = Numbers.parseLong(number);
        if (samples < 1 || samples > Integer.MAX_VALUE) {
            return between(1, Integer.MAX_VALUE);
        }
        limits.evictionSamples((int) samples);
        return null;
    }

    private static String between(long min, long max) {
        return "argument must be between " + min + " and " + max + " inclusive";
    }
}
