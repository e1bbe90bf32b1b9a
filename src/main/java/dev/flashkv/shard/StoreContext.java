package dev.flashkv.shard;

import dev.flashkv.keyspace.Clock;
import dev.flashkv.keyspace.ExpirySettings;
import dev.flashkv.keyspace.Limits;

/**
 * What all shards of a store share. Thread-safe.
 *
 * @param map which shard has which key
 * @param limits obeyed by commands, live
 * @param memory what each shard takes
 * @param statistics what commands were called
 * @param clock where all time comes from
 * @param expiry how expired keys are swept
 */
public record StoreContext(
        ShardMap map,
        Limits limits,
        MemoryLedger memory,
        CommandStatistics statistics,
        Clock clock,
        ExpirySettings expiry) {

    /** The context of a new store. */
    public static StoreContext create(ShardMap map, Limits limits, Clock clock, ExpirySettings expiry) {
        return new StoreContext(
                map, limits, new MemoryLedger(map.shardCount(), limits), new CommandStatistics(), clock, expiry);
    }
}
