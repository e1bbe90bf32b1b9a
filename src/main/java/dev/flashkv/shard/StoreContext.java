package dev.flashkv.shard;

import dev.flashkv.command.Monitoring;
import dev.flashkv.command.PubSub;
import dev.flashkv.command.Tracking;
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
 * @param monitoring what is watched of the store's own work
 * @param pubSub who is told what happens to keys, among others
 * @param tracking who is told when what he has read is modified
 * @param pause lets commands wait
 * @param blocked who waits at a blocking command
 * @param clock where all time comes from
 * @param expiry how expired keys are swept
 */
public record StoreContext(
        ShardMap map,
        Limits limits,
        MemoryLedger memory,
        CommandStatistics statistics,
        Monitoring monitoring,
        PubSub pubSub,
        Tracking tracking,
        Pause pause,
        Blocked blocked,
        Clock clock,
        ExpirySettings expiry) {

    /** The context of a new store. */
    public static StoreContext create(ShardMap map, Limits limits, Clock clock, ExpirySettings expiry) {
        Monitoring monitoring = new Monitoring();
        return new StoreContext(
                map,
                limits,
                new MemoryLedger(map.shardCount(), limits),
                new CommandStatistics(monitoring),
                monitoring,
                new PubSub(),
                new Tracking(limits.tracking()),
                new Pause(clock),
                new Blocked(),
                clock,
                expiry);
    }
}
