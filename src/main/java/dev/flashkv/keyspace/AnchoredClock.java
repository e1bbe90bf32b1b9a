package dev.flashkv.keyspace;

import java.util.concurrent.TimeUnit;

/**
 * The production clock: the wall's time when it was made, plus what the monotonic clock has counted since. When
 * somebody sets the wall clock, TTLs go on undisturbed.
 */
final class AnchoredClock implements Clock {
    private final long anchorNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();

    @Override
    public long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos());
    }

    @Override
    public long nowNanos() {
        return anchorNanos + System.nanoTime();
    }
}
