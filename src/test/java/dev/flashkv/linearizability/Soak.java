package dev.flashkv.linearizability;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long concurrent clients are let loose, and with which seed: some seconds in all, or what {@code
 * -Dflashkv.soak.seconds=N} and {@code -Dflashkv.seed=N} say. What clients send follows from the seed; how they come in
 * each other's way does not.
 */
public final class Soak {
    private static final Long SECONDS = Long.getLong("flashkv.soak.seconds");

    private final long seed = Long.getLong("flashkv.seed", new Random().nextInt(Integer.MAX_VALUE));
    private final long endNanos;
    private volatile boolean failed;

    /** From now on, for that long unless the property says otherwise. */
    public Soak(long usualMillis) {
        long nanos = SECONDS == null ? TimeUnit.MILLISECONDS.toNanos(usualMillis) : TimeUnit.SECONDS.toNanos(SECONDS);
        endNanos = System.nanoTime() + nanos;
    }

    /** Where everything random begins. */
    public long seed() {
        return seed;
    }

    /** Whether it has been long enough, or something has failed. */
    public boolean isOver() {
        return isOver(true);
    }

    /** Whether it has been long enough and {@code enough} has happened, or something has failed. */
    public boolean isOver(boolean enough) {
        return failed || (enough && System.nanoTime() >= endNanos);
    }

    /** Nobody needs to go on. */
    void fail() {
        failed = true;
    }

    /** Says what has been done, to whoever wanted it to take a certain time. */
    public void report(String done) {
        if (SECONDS != null) {
            System.out.println(done + "; " + this);
        }
    }

    @Override
    public String toString() {
        return "-Dflashkv.seed=" + seed;
    }
}
