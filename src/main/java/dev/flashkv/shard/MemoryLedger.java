package dev.flashkv.shard;

import dev.flashkv.keyspace.Limits;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What each shard takes, published by the shards themselves, and what they take together. Thread-safe, no locks. */
public final class MemoryLedger {

    /* Each figure has a cache line of its own: a shard that publishes must not slow down its neighbours. */
    private static final int STRIDE = 8;

    private final AtomicLongArray published;
    private final AtomicLong peakBytes = new AtomicLong();
    private final int shardCount;
    private final Limits limits;

    MemoryLedger(int shardCount, Limits limits) {
        this.published = new AtomicLongArray(shardCount * STRIDE);
        this.shardCount = shardCount;
        this.limits = limits;
    }

    /** Publishes what one shard takes; only its owner may. */
    void publish(int shard, long heapBytes) {
        published.setRelease(shard * STRIDE, heapBytes);
    }

    /** What all shards take, in bytes; as of a moment ago for those that are busy. O(shards). */
    public long totalBytes() {
        long total = 0;
        for (int shard = 0; shard < shardCount; shard++) {
            total += published.getAcquire(shard * STRIDE);
        }
        return total;
    }

    /** Looks what all shards take together, and remembers it if it is the most so far. O(shards). */
    public void notePeak() {
        peakBytes.accumulateAndGet(totalBytes(), Math::max);
    }

    /** The most that all shards have taken together, now or at the times {@link #notePeak} was called. O(shards). */
    public long peakBytes() {
        notePeak();
        return peakBytes.get();
    }

    /** By how many bytes the limit is exceeded; 0 or less when it is not, or when there is none. */
    long excessBytes() {
        long limit = limits.memoryBytesMax();
        return limit == 0 ? 0 : totalBytes() - limit;
    }
}
