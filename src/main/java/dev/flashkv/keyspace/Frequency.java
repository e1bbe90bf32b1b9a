package dev.flashkv.keyspace;

import java.util.SplittableRandom;

/**
 * How often a key is used, as Redis' LFU policies count it: a logarithm of 8 bits that grows with uses and falls with
 * time. It shares 32 bits with the time of the last use.
 */
final class Frequency {

    /*
     * Bits 0 to 7: the counter. Bits 8 to 31: when it was updated last, in 256ths of a minute since the epoch, which
     * wrap every 45.5 days; the upper 16 of them are the minutes, from which Redis' decay is reckoned. The lower 8 make
     * one difference: of keys with equal counters, the one unused for longer goes first, where Redis leaves it to
     * chance.
     */

    /** The counter of a new key: it is not to go before it had its chance. */
    static final int INITIAL = 5;

    /** The largest counter. */
    static final int MAX = 255;

    private static final int COUNTER_BITS = 8;
    private static final int TICK_MASK = 0xffffff;
    private static final int MINUTE_MASK = 0xffff;
    private static final int TICKS_PER_MINUTE = 256;
    private static final int MILLIS_PER_MINUTE = 60_000;

    private Frequency() {}

    /** The access field of a key with that counter, used now. */
    static int field(int counter, long nowMillis) {
        return (int) tick(nowMillis) << COUNTER_BITS | counter;
    }

    /** The counter, less one for every {@code decayMinutes} since its last update; 0 minutes means no decay. */
    static int counter(int field, long nowMillis, int decayMinutes) {
        int counter = field & MAX;
        if (decayMinutes == 0) {
            return counter;
        }
        int minutes = minute(tick(nowMillis)) - minute(field >>> COUNTER_BITS) & MINUTE_MASK;
        return Math.max(0, counter - minutes / decayMinutes);
    }

    /**
     * The access field after another use of the key. The counter grows with a probability of 1 in {@code (counter -
     * INITIAL) * logFactor + 1}, and always up to {@link #INITIAL}.
     */
    static int afterUse(int field, long nowMillis, Limits limits, SplittableRandom random) {
        int counter = counter(field, nowMillis, limits.lfuDecayMinutes());
        if (counter < MAX) {
            long oneIn = Math.max(0, counter - INITIAL) * (long) limits.lfuLogFactor() + 1;
            if (oneIn == 1 || random.nextLong(oneIn) == 0) {
                counter++;
            }
        }
        return field(counter, nowMillis);
    }

    /** How long ago the last use was, in milliseconds modulo 45.5 days, by steps of a quarter of a second. */
    static long idleMillis(int field, long nowMillis) {
        return idleTicks(field, nowMillis) * MILLIS_PER_MINUTE / TICKS_PER_MINUTE;
    }

    /** The larger, the sooner the key may go: the rarely used before the often used, then the longest unused. */
    static long evictability(int field, long nowMillis, int decayMinutes) {
        return (long) (MAX - counter(field, nowMillis, decayMinutes)) << Integer.SIZE | idleTicks(field, nowMillis);
    }

    private static long idleTicks(int field, long nowMillis) {
        return tick(nowMillis) - (field >>> COUNTER_BITS) & TICK_MASK;
    }

    private static long tick(long nowMillis) {
        return nowMillis * TICKS_PER_MINUTE / MILLIS_PER_MINUTE;
    }

    private static int minute(long tick) {
        return (int) (tick / TICKS_PER_MINUTE) & MINUTE_MASK;
    }
}
