package dev.flashkv.keyspace;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The production clock: the wall's time when it was made, plus what the monotonic clock has counted since. When
 * somebody sets the wall clock, TTLs go on undisturbed.
 */
final class AnchoredClock implements Clock {
    private final LongSupplier monotonicNanos;
    private final long anchorNanos;

    AnchoredClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /** A clock that reads {@code wallMillis} once, now, and {@code monotonicNanos} from now on. */
    AnchoredClock(LongSupplier wallMillis, LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
        this.anchorNanos = TimeUnit.MILLISECONDS.toNanos(wallMillis.getAsLong()) - monotonicNanos.getAsLong();
    }

    @Override
    public long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos());
    }

    @Override
    public long nowNanos() {
        return anchorNanos + monotonicNanos.getAsLong();
    }
}
