package dev.flashkv.keyspace;

/** The counters of one keyspace, from the start or the last {@link #reset} on. */
final class Operations {
    long gets;
    long hits;
    long sets;
    long deletes;
    long expired;
    long evicted;

    /** Together with what there is now: {@code keys}, and how many of them have a TTL. */
    Statistics statistics(long keys, long keysWithDeadline) {
        return new Statistics(keys, gets, sets, deletes, hits, expired, evicted, keysWithDeadline);
    }

    void reset() {
        gets = 0;
        hits = 0;
        sets = 0;
        deletes = 0;
        expired = 0;
        evicted = 0;
    }
}
