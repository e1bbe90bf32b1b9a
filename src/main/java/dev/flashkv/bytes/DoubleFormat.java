package dev.flashkv.bytes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Doubles as C's {@code printf("%.17g")} writes them, which is how redis-server 7.0.15 prints scores: 17 significant
 * digits, rounded half to even from the exact binary value, without trailing zeros; with an exponent of at least two
 * digits if that is below -4 or above 16.
 *
 * <p>Cost: O(1) and tens of nanoseconds for integers and for anything from 0.01 to 10^17; arithmetic on numbers of up
 * to 1,100 digits for the rest, some microseconds.
 */
final class DoubleFormat {

    private static final int DIGITS = 17;
    private static final long TEN_TO_16 = 10_000_000_000_000_000L;
    private static final long TEN_TO_17 = 100_000_000_000_000_000L;
    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    /* Sign, 17 digits, the point and an exponent such as e-308; or "-0.000" before 17 digits. */
    private static final int LENGTH_MAX = 24;

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        long power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private DoubleFormat() {}

    /** The number in a new array; {@code inf}, {@code -inf} and {@code nan} for what is not finite. */
    static byte[] format(double value) {
        if (!Double.isFinite(value)) {
            String word = Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
            return word.getBytes(StandardCharsets.US_ASCII);
        }
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        double magnitude = Math.abs(value);
        if (magnitude < TEN_TO_17 && magnitude == (long) magnitude) {
            return magnitude == 0 && negative ? new byte[] {'-', '0'} : Numbers.formatLong((long) value);
        }
        return magnitude >= 0.01 && magnitude < TEN_TO_16
                ? formatFraction(magnitude, negative)
                : formatAny(magnitude, negative);
    }

    /*
     * A magnitude from 0.01 to 10^16 that is not an integer, hence below 2^53. It is m * 2^-shift with m of 53 bits;
     * scaled by a power of ten of up to 60 bits it fits into 128 bits, and its top is the 17 digits.
     */
    private static byte[] formatFraction(double magnitude, boolean negative) {
        int exponent = exponentOf(magnitude);
        int scale = DIGITS - 1 - exponent;
        long bits = Double.doubleToRawLongBits(magnitude);
        long m = (bits & 0x000f_ffff_ffff_ffffL) | 0x0010_0000_0000_0000L;
        int shift = 52 - Math.getExponent(magnitude);
        long high = Math.multiplyHigh(m, POWERS_OF_TEN[scale]);
        long low = m * POWERS_OF_TEN[scale];
        long digits = high << (Long.SIZE - shift) | low >>> shift;
        long rest = low << (Long.SIZE - shift);
        // The rest's top bit is the half; unsigned, exactly the half is Long.MIN_VALUE.
        if (rest < 0 && (rest != Long.MIN_VALUE || (digits & 1) == 1)) {
            digits++;
        }
        // No double in this range is so near below a power of ten that 17 digits would round up to it.
        return layOut(digits, exponent, negative);
    }

    /* The decimal exponent of a magnitude from 0.01 to 10^16. No double lies between 0.1 (or 0.01) and its literal. */
    private static int exponentOf(double magnitude) {
        if (magnitude < 1) {
            return magnitude < 0.1 ? -2 : -1;
        }
        long whole = (long) magnitude;
        int exponent = 0;
        while (whole >= POWERS_OF_TEN[exponent + 1]) {
            exponent++;
        }
        return exponent;
    }

    private static byte[] formatAny(double magnitude, boolean negative) {
        BigDecimal rounded = new BigDecimal(magnitude).round(ROUNDING);
        int exponent = rounded.precision() - rounded.scale() - 1;
        long digits = rounded.movePointLeft(exponent - (DIGITS - 1)).longValueExact();
        return layOut(digits, exponent, negative);
    }

    /* The number whose 17 digits these are, the first of which counts 10^exponent. */
    private static byte[] layOut(long digits17, int exponent, boolean negative) {
        long digits = digits17;
        while (digits % 10 == 0) {
            digits /= 10;
        }
        byte[] target = new byte[LENGTH_MAX];
        int at = 0;
        if (negative) {
            target[at++] = '-';
        }
        if (exponent >= DIGITS || exponent < -4) {
            at = withPoint(digits, 1, target, at);
            target[at++] = 'e';
            target[at++] = (byte) (exponent < 0 ? '-' : '+');
            if (Math.abs(exponent) < 10) {
                target[at++] = '0';
            }
            at = Numbers.write(Math.abs(exponent), target, at);
        } else if (exponent >= 0) {
            at = withPoint(digits, exponent + 1, target, at);
        } else {
            target[at++] = '0';
            target[at++] = '.';
            for (int zeros = -1 - exponent; zeros > 0; zeros--) {
                target[at++] = '0';
            }
            at = Numbers.write(digits, target, at);
        }
        return Arrays.copyOf(target, at);
    }

    /* Writes the digits with a point after as many, unless it would come last. Returns the position after. */
    private static int withPoint(long digits, int whole, byte[] target, int position) {
        int end = Numbers.write(digits, target, position);
        int point = position + whole;
        if (point >= end) {
            // Integers below 10^17 never come here, so there are no zeros to add.
            return end;
        }
        System.arraycopy(target, point, target, point + 1, end - point);
        target[point] = '.';
        return end + 1;
    }
}
