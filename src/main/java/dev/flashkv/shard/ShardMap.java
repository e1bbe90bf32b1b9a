package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Slots;
import dev.flashkv.command.Command;

/**
 * Which shard has which key: each has a contiguous range of Redis Cluster's 16384 slots, so that keys with the same
 * {hash tag} share a shard.
 *
 * @param shardCount how many shards there are, 1 to {@value #SHARD_COUNT_MAX}
 */
public record ShardMap(int shardCount) {
    /** More shards than this would cost more than they could bring. */
    public static final int SHARD_COUNT_MAX = 1024;

    /** Refuses a count out of range. */
    public ShardMap {
        if (shardCount < 1 || shardCount > SHARD_COUNT_MAX) {
            throw new IllegalArgumentException("shards must be 1 to " + SHARD_COUNT_MAX + ", not " + shardCount);
        }
    }

    /** The shard of {@code key}, from 0 on. O(length of the key or its hash tag). */
    public int shardOf(Bytes key) {
        return shardOfSlot(Slots.slotOf(key));
    }

    /** The shard where the command begins, which must have a key: that of the first. */
    public int shardOf(Command command) {
        return shardOfSlot(command.slot());
    }

    /** The shard of that slot. With 64 shards it is {@code slot >>> 8}. */
    public int shardOfSlot(int slot) {
        return slot * shardCount / Slots.SLOT_COUNT;
    }
}
