package dev.flashkv.keyspace;

/**
 * Where all time comes from. Every TTL, idle time and blocking timeout is measured on one clock, which tests may own.
 * Implementations are thread-safe, and their time never goes backwards.
 */
@FunctionalInterface
public interface Clock {
    /** The time in milliseconds since the Unix epoch. */
    long nowMillis();

    /** A clock set by the wall once, now, that then runs on without it: a step of the wall never expires a key. */
    static Clock anchored() {
        return new AnchoredClock();
    }
}
