package dev.flashkv.keyspace;

/**
 * What happened in one keyspace, or in several together, since start or CONFIG RESETSTAT.
 *
 * @param keys the keys there are now, those included that are past their deadline but not yet removed
 * @param getOperations keys looked up for reading
 * @param setOperations values stored or changed
 * @param deleteOperations keys that a command asked to delete, existing or not
 * @param hits reads that found their key
 * @param expired keys removed because their deadline had passed
 * @param evicted keys removed to make room
 * @param keysWithDeadline the keys with a TTL there are now
 */
public record Statistics(
        long keys,
        long getOperations,
        long setOperations,
        long deleteOperations,
        long hits,
        long expired,
        long evicted,
        long keysWithDeadline) {

    /** Nothing happened. */
    public static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0, 0, 0);

    /** Reads that found no key. */
    public long misses() {
        return getOperations - hits;
    }

    /** Both together. */
    public Statistics plus(Statistics other) {
        return new Statistics(
                keys + other.keys,
                getOperations + other.getOperations,
                setOperations + other.setOperations,
                deleteOperations + other.deleteOperations,
                hits + other.hits,
                expired + other.expired,
                evicted + other.evicted,
                keysWithDeadline + other.keysWithDeadline);
    }
}
