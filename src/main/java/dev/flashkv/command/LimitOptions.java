package dev.flashkv.command;

import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.keyspace.Limits;
import java.util.Objects;

/** The directives whose values are kept in {@link Limits}, where keyspaces see them. */
public final class LimitOptions {
    private LimitOptions() {}

    /** Lets {@code limits} follow the options. */
    public static void bind(ConfigOptions options, Limits limits) {
        options.get("databases").bind(value -> limits.databaseCount((int) value.number()));
        options.get("maxmemory").bind(value -> limits.memoryBytesMax(value.number()));
        options.get("maxmemory-policy")
                .bind(value -> limits.evictionPolicy(Objects.requireNonNull(EvictionPolicy.of(value.text()))));
        options.get("maxmemory-samples").bind(value -> limits.evictionSamples((int) value.number()));
        options.get("maxmemory-eviction-tenacity").bind(value -> limits.evictionTenacity((int) value.number()));
        options.get("lfu-log-factor").bind(value -> limits.lfuLogFactor((int) value.number()));
        options.get("lfu-decay-time").bind(value -> limits.lfuDecayMinutes((int) value.number()));
        options.get("notify-keyspace-events").bind(value -> limits.eventClasses((int) value.number()));
        options.get("tracking-table-max-keys").bind(value -> limits.tracking().keysMax(value.number()));
        options.get("proto-max-bulk-len").bind(value -> limits.bulkBytesMax(value.number()));
    }

    /** The eviction policies in Redis' order, as redis.conf spells them. */
    static String[] policyNames() {
        return EvictionPolicy.redisNames().toArray(String[]::new);
    }
}
