package dev.flashkv.keyspace;

import java.util.concurrent.TimeUnit;

/**
 * The production clock: the wall's time when it was made, plus what the monotonic clock has counted since. When
 * somebody sets the wall clock, TTLs go on undisturbed.
 */
final class AnchoredClock implements Clock {
    private final long anchorMillis = System.currentTimeMillis();
    private final long anchorNanos = System.nanoTime();

    @Override
    public long nowMillis() {
        return anchorMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - anchorNanos);
    }
}
