package dev.flashkv.keyspace;

/**
 * The limits that commands obey. One object serves all shards and may be changed while they run (CONFIG SET); a
 * command sees a change at the latest when it begins.
 */
public final class Limits {
    /** The longest string that may be stored or received, in bytes: 512 MB, Redis' default. */
    public static final long BULK_BYTES_DEFAULT = 512L * 1024 * 1024;

    /** How many keys are sampled for each that is evicted: Redis' default. */
    public static final int EVICTION_SAMPLES_DEFAULT = 5;

    /** How many databases there are: Redis' default. */
    public static final int DATABASE_COUNT_DEFAULT = 16;

    private volatile int databaseCount = DATABASE_COUNT_DEFAULT;
    private volatile long memoryBytesMax;
    private volatile EvictionPolicy evictionPolicy = EvictionPolicy.NOEVICTION;
    private volatile int evictionSamples = EVICTION_SAMPLES_DEFAULT;
    private volatile long bulkBytesMax = BULK_BYTES_DEFAULT;

    /** How many databases there are; they are numbered from 0 on. */
    public int databaseCount() {
        return databaseCount;
    }

    /** Sets {@link #databaseCount()}; at least 1. */
    public void databaseCount(int count) {
        databaseCount = count;
    }

    /** The memory that keys and values of all shards may take together, in bytes; 0 means no limit. */
    public long memoryBytesMax() {
        return memoryBytesMax;
    }

    /** Sets {@link #memoryBytesMax()}; not negative. */
    public void memoryBytesMax(long bytes) {
        memoryBytesMax = bytes;
    }

    /** What happens at that limit. */
    public EvictionPolicy evictionPolicy() {
        return evictionPolicy;
    }

    /** Sets {@link #evictionPolicy()}. */
    public void evictionPolicy(EvictionPolicy policy) {
        evictionPolicy = policy;
    }

    /** How many keys are looked at to choose one for eviction, at least 1. */
    public int evictionSamples() {
        return evictionSamples;
    }

    /** Sets {@link #evictionSamples()}; at least 1. */
    public void evictionSamples(int samples) {
        evictionSamples = samples;
    }

    /** The longest string that may be stored or received, in bytes (proto-max-bulk-len). */
    public long bulkBytesMax() {
        return bulkBytesMax;
    }

    /** Sets {@link #bulkBytesMax()}; at least 1 MB, as Redis has it. */
    public void bulkBytesMax(long bytes) {
        bulkBytesMax = bytes;
    }
}
