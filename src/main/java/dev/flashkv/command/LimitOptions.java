package dev.flashkv.command;

import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.keyspace.Limits;
import java.util.Arrays;
import java.util.Comparator;

/** The directives whose values are kept in {@link Limits}, where keyspaces see them. */
public final class LimitOptions {
    private LimitOptions() {}

    /** Lets {@code limits} follow the options. */
    public static void bind(ConfigOptions options, Limits limits) {
        options.get("databases").bind(value -> limits.databaseCount((int) value.number()));
        options.get("maxmemory").bind(value -> limits.memoryBytesMax(value.number()));
        options.get("maxmemory-policy").bind(value -> limits.evictionPolicy(policies()[(int) value.number()]));
        options.get("maxmemory-samples").bind(value -> limits.evictionSamples((int) value.number()));
        options.get("proto-max-bulk-len").bind(value -> limits.bulkBytesMax(value.number()));
    }

    /** The eviction policies in Redis' order, as redis.conf spells them. */
    static String[] policyNames() {
        return Arrays.stream(policies()).map(EvictionPolicy::redisName).toArray(String[]::new);
    }

    private static EvictionPolicy[] policies() {
        // Redis names the one that is none last.
        return Arrays.stream(EvictionPolicy.values())
                .sorted(Comparator.comparing(policy -> policy == EvictionPolicy.NOEVICTION))
                .toArray(EvictionPolicy[]::new);
    }
}
