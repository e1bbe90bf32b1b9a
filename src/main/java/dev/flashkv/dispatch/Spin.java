package dev.flashkv.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Looking for what is likely to come soon, before parking: to be woken takes a thread some tens of microseconds. */
public final class Spin {
    private static final long NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(20);

    /** How many threads may do so beside one that works: the processors there are but one. */
    public static final int THREADS_MAX = Runtime.getRuntime().availableProcessors() - 1;

    private Spin() {}

    /** Returns when {@code come} says so, or after 20 µs; at once where there is one processor only. */
    public static void until(BooleanSupplier come) {
        if (THREADS_MAX == 0) {
            return;
        }
        long beganNanos = System.nanoTime();
        while (!come.getAsBoolean() && System.nanoTime() - beganNanos < NANOS_MAX) {
            Thread.onSpinWait();
        }
    }
}
