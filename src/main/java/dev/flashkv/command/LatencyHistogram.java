package dev.flashkv.command;

/**
 * How long calls took: counts in buckets, four to each power of two of nanoseconds, so a bucket's bounds are within a
 * fifth of any value in it.
 *
 * <p>After the idea of HdrHistogram (Gil Tene), whose precision of a thousandth nobody needs here.
 */
public final class LatencyHistogram {
    /** How many buckets there are: up to 2^41 ns, over half an hour. */
    public static final int BUCKETS = 160;

    private static final int SUB_BUCKET_BITS = 2;

    private static final long FIRST_BOUND_NANOS = 1024;
    /* Redis' histograms tell 1/128 of a power of two apart, and name a bucket by its upper end. */
    private static final long ROUNDING_DIVISOR = 128;

    private final long[] counts;

    /** Those counts, one for each bucket; not to be changed afterwards. */
    public LatencyHistogram(long[] counts) {
        this.counts = counts;
    }

    /** The bucket for something that took {@code nanos}; negative counts as 0, and what is too long as the longest. */
    public static int bucketOf(long nanos) {
        long value = Math.max(nanos, 1L << SUB_BUCKET_BITS);
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int sub = (int) (value >>> (exponent - SUB_BUCKET_BITS)) & ((1 << SUB_BUCKET_BITS) - 1);
        return Math.min(((exponent - SUB_BUCKET_BITS) << SUB_BUCKET_BITS) + sub, BUCKETS - 1);
    }

    /** The longest time that falls into {@code bucket}, in nanoseconds. */
    public static long highestNanosOf(int bucket) {
        int shift = bucket >>> SUB_BUCKET_BITS;
        long sub = (1L << SUB_BUCKET_BITS) + (bucket & ((1 << SUB_BUCKET_BITS) - 1));
        return ((sub + 1) << shift) - 1;
    }

    /** How many calls there were. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** How many calls took no longer than {@code nanos}, to the precision of the buckets. */
    public long countUpTo(long nanos) {
        long total = 0;
        for (int bucket = 0; bucket < counts.length && highestNanosOf(bucket) <= nanos; bucket++) {
            total += counts[bucket];
        }
        return total;
    }

    /**
     * Calls {@code visitor} for each power of two of {@value #FIRST_BOUND_NANOS} ns and up that has calls between the
     * one before and itself: with the bound in microseconds, rounded as a histogram of two decimal digits does, and the
     * number of all calls up to there.
     */
    void forEachPowerOfTwo(PowerVisitor visitor) {
        long total = total();
        long before = 0;
        for (long bound = FIRST_BOUND_NANOS; before < total && bound > 0; bound <<= 1) {
            // What is too long for any bucket counts in the last one.
            long upTo = bound > highestNanosOf(BUCKETS - 1) ? total : countUpTo(bound);
            if (upTo > before) {
                visitor.visit((bound + bound / ROUNDING_DIVISOR - 1) / 1000, upTo);
            }
            before = upTo;
        }
    }

    /** See {@link #forEachPowerOfTwo}. */
    @FunctionalInterface
    interface PowerVisitor {
        void visit(long boundMicros, long calls);
    }

    /** The time that {@code percentile} percent of the calls did not exceed, in nanoseconds; 0 without calls. */
    public long percentileNanos(double percentile) {
        long wanted = Math.max(1, (long) Math.ceil(total() * percentile / 100));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return highestNanosOf(bucket);
            }
        }
        return 0;
    }
}
