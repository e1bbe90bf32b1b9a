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

    /** The shortest element of a list that is never packed with others, in bytes: Redis' default. */
    public static final long PACKED_BYTES_DEFAULT = 1L << 30;

    private volatile int databaseCount = DATABASE_COUNT_DEFAULT;
    /** How slowly use counters grow: Redis' default. */
    public static final int LFU_LOG_FACTOR_DEFAULT = 10;

    /** Every how many minutes use counters shrink by one: Redis' default. */
    public static final int LFU_DECAY_MINUTES_DEFAULT = 1;

    /** How long commands may wait for eviction, from 0 to 100: Redis' default. */
    public static final int EVICTION_TENACITY_DEFAULT = 10;

    private static final long NANOS_PER_TENACITY = 50_000;
    private static final int TENACITY_LINEAR_MAX = 10;
    private static final double TENACITY_GROWTH = 1.15;
    private static final int TENACITY_UNLIMITED = 100;

    private volatile long memoryBytesMax;
    private volatile EvictionPolicy evictionPolicy = EvictionPolicy.NOEVICTION;
    private volatile int evictionSamples = EVICTION_SAMPLES_DEFAULT;
    private volatile int lfuLogFactor = LFU_LOG_FACTOR_DEFAULT;
    private volatile int lfuDecayMinutes = LFU_DECAY_MINUTES_DEFAULT;
    private volatile int evictionTenacity = EVICTION_TENACITY_DEFAULT;
    private volatile long bulkBytesMax = BULK_BYTES_DEFAULT;
    private volatile long packedBytesMax = PACKED_BYTES_DEFAULT;
    private volatile boolean activeExpiry = true;
    private volatile int eventClasses;
    private final TrackingTerms tracking = new TrackingTerms();

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

    /** How many keys are looked at to choose one for eviction, at least 1; more than 64 are not. */
    public int evictionSamples() {
        return evictionSamples;
    }

    /** Sets {@link #evictionSamples()}; at least 1. */
    public void evictionSamples(int samples) {
        evictionSamples = samples;
    }

    /** The larger, the more uses it takes for a key's use counter to grow; not negative. */
    public int lfuLogFactor() {
        return lfuLogFactor;
    }

    /** Sets {@link #lfuLogFactor()}; not negative. */
    public void lfuLogFactor(int factor) {
        lfuLogFactor = factor;
    }

    /** Every how many minutes the use counter of an idle key shrinks by one; 0 for never. */
    public int lfuDecayMinutes() {
        return lfuDecayMinutes;
    }

    /** Sets {@link #lfuDecayMinutes()}; not negative. */
    public void lfuDecayMinutes(int minutes) {
        lfuDecayMinutes = minutes;
    }

    /** How long commands may wait for eviction, from 0, hardly, to 100, without limit. */
    public int evictionTenacity() {
        return evictionTenacity;
    }

    /** Sets {@link #evictionTenacity()}; from 0 to 100. */
    public void evictionTenacity(int tenacity) {
        evictionTenacity = tenacity;
    }

    /**
     * What {@link #evictionTenacity()} comes to: how long evicting may hold up all commands at a time, in nanoseconds.
     */
    public long evictionNanosMax() {
        int tenacity = evictionTenacity;
        if (tenacity >= TENACITY_UNLIMITED) {
            return Long.MAX_VALUE;
        }
        return tenacity <= TENACITY_LINEAR_MAX
                ? tenacity * NANOS_PER_TENACITY
                : (long) (TENACITY_LINEAR_MAX
                        * NANOS_PER_TENACITY
                        * Math.pow(TENACITY_GROWTH, tenacity - TENACITY_LINEAR_MAX));
    }

    /** The longest string that may be stored or received, in bytes (proto-max-bulk-len). */
    public long bulkBytesMax() {
        return bulkBytesMax;
    }

    /** Sets {@link #bulkBytesMax()}; at least 1 MB, as Redis has it. */
    public void bulkBytesMax(long bytes) {
        bulkBytesMax = bytes;
    }

    /**
     * Elements of a list that long, in bytes, or longer are not packed with others where a list is written as bytes.
     */
    public long packedBytesMax() {
        return packedBytesMax;
    }

    /** Sets {@link #packedBytesMax()}; at least 1. */
    public void packedBytesMax(long bytes) {
        packedBytesMax = bytes;
    }

    /** Whether keys that are past their deadline are removed although nobody asks for them. */
    public boolean isActiveExpiry() {
        return activeExpiry;
    }

    /** Sets {@link #isActiveExpiry()}. */
    public void activeExpiry(boolean active) {
        activeExpiry = active;
    }

    /** On what terms it is remembered who has read which keys. */
    public TrackingTerms tracking() {
        return tracking;
    }

    /** Of which events somebody is to be told, as {@link KeyEvent#classes} has it; 0 for none. */
    public int eventClasses() {
        return eventClasses;
    }

    /** Sets {@link #eventClasses()}. */
    public void eventClasses(int classes) {
        eventClasses = classes;
    }
}
