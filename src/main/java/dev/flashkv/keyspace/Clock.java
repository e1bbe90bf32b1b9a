package dev.flashkv.keyspace;

import java.util.concurrent.TimeUnit;

/**
 * Where all time comes from. Every TTL, idle time and blocking timeout is measured on one clock, which tests may own.
 * Implementations are thread-safe, and their time never goes backwards.
 */
@FunctionalInterface
public interface Clock {
    /** The time in milliseconds since the Unix epoch. */
    long nowMillis();

    /**
     * The same time in nanoseconds, as fine as the clock has it: for how long something took. {@link #nowMillis()} is
     * this divided by a million.
     */
    default long nowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(nowMillis());
    }

    /** A clock set by the wall once, now, that then runs on without it: a step of the wall never expires a key. */
    static Clock anchored() {
        return new AnchoredClock();
    }
}
