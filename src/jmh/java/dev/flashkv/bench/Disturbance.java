package dev.flashkv.bench;

/** What one client does that others might notice. */
enum Disturbance {
    /** Nothing. */
    IDLE("nothing"),
    /** Asks for large values and reads no reply until it is disconnected for that, again and again. */
    SLOW_READER("a slow reader"),
    /** Subscribes and reads no message, until it is disconnected for that, again and again. */
    SLOW_SUBSCRIBER("a slow subscriber"),
    /** Asks for all keys, twice a second. */
    KEYS("KEYS * twice a second"),
    /** As many keys again as there are fall due within one second. */
    EXPIRY("as many keys again, all due within a second"),
    /** Adds keys to a store that is at its maxmemory: 20,000 a second. */
    EVICTION("20,000 new keys a second at maxmemory"),
    /** Removes all keys, once. */
    FLUSHALL("FLUSHALL once");

    private final String description;

    Disturbance(String description) {
        this.description = description;
    }

    @Override
    public String toString() {
        return description;
    }
}
