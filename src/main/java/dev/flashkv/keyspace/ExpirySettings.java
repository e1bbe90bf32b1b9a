package dev.flashkv.keyspace;

/**
 * How a shard sweeps its expired keys.
 *
 * @param baseIntervalMillis how long after its first key with a TTL a shard sweeps for the first time, at the latest
 * @param minIntervalMillis the shortest time from one sweep to the next: while work is left, or a deadline is near
 * @param maxIntervalMillis the longest time from one sweep to the next while there are keys with a TTL
 * @param keysPerSweepMax the most keys that one sweep removes: it bounds how long a sweep keeps commands waiting
 */
public record ExpirySettings(
        long baseIntervalMillis, long minIntervalMillis, long maxIntervalMillis, int keysPerSweepMax) {

    /** The defaults of reference.conf. */
    public static final ExpirySettings DEFAULTS = new ExpirySettings(100, 10, 1000, 1000);

    /** Refuses intervals out of order. */
    public ExpirySettings {
        if (minIntervalMillis < 1 || minIntervalMillis > baseIntervalMillis || baseIntervalMillis > maxIntervalMillis) {
            throw new IllegalArgumentException(
                    "expiry intervals must be 1 ms <= min-interval <= base-interval <= max-interval");
        }
        if (keysPerSweepMax < 1) {
            throw new IllegalArgumentException("expiry keys-per-sweep must be at least 1");
        }
    }

    /**
     * When to sweep next.
     *
     * @param earliestDeadlineMillis the earliest deadline of any key, or {@link Long#MAX_VALUE}
     * @param nowMillis the present time
     * @param first whether no sweep has been planned yet
     * @return the delay in milliseconds, or -1 when no key has a TTL
     */
    public long nextSweepMillis(long earliestDeadlineMillis, long nowMillis, boolean first) {
        if (earliestDeadlineMillis == Long.MAX_VALUE) {
            return -1;
        }
        // A key is expired once its deadline has passed: one millisecond after it.
        long untilDue = earliestDeadlineMillis - nowMillis + 1;
        return Math.max(minIntervalMillis, Math.min(untilDue, first ? baseIntervalMillis : maxIntervalMillis));
    }
}
