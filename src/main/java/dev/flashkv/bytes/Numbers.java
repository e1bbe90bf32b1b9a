package dev.flashkv.bytes;

import java.util.Objects;

/**
 * Numbers as Redis reads and writes them. Reading is strict: one number has one spelling, and what is not exactly that
 * is not a number.
 */
public final class Numbers {

    /* The most bytes a long takes: a sign and 19 digits. */
    private static final int LONG_LENGTH_MAX = 20;

    /* (2^64 - 1) / 10: more than that cannot take another digit. */
    private static final long UNSIGNED_MAX_TENTH = 1_844_674_407_370_955_161L;

    /* The digits of 0 to 99: two divisions' worth of digits for one. */
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];

    /* 10^0 to 10^19; the last is above Long.MAX_VALUE and to be taken as unsigned. */
    private static final long[] POWERS_OF_TEN = new long[20];

    static {
        long power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private Numbers() {}

    /** The number's decimal digits in a new array of just their length. */
    public static byte[] formatLong(long value) {
        byte[] digits = new byte[lengthOf(value)];
        write(value, digits, 0);
        return digits;
    }

    /** How many bytes the number takes in decimal, its sign included: 1 to 20. O(1). */
    public static int lengthOf(long value) {
        // The magnitude is unsigned, so that Long.MIN_VALUE has one; zero counts as 1, which is as long.
        long magnitude = Math.abs(value) | 1;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
        // A number of so many bits has this many digits or one more: 1233 / 4096 is log10(2), a little too low.
        int digits = (bits * 1233) >>> 12;
        if (Long.compareUnsigned(magnitude, POWERS_OF_TEN[digits]) >= 0) {
            digits++;
        }
        return value < 0 ? digits + 1 : digits;
    }

    /**
     * Writes the number's decimal digits into {@code target} from {@code position} on. No allocation.
     *
     * @return the position after the last digit
     * @throws IndexOutOfBoundsException if {@code target} has no room for {@link #lengthOf} bytes there; some digits
     *     may have been written
     */
    public static int write(long value, byte[] target, int position) {
        int end = position + lengthOf(value);
        int at = end;
        // Negative numbers reach further than positive ones, so the digits are taken on that side of zero.
        long rest = value < 0 ? value : -value;
        while (rest <= -100) {
            long quotient = rest / 100;
            int pair = (int) (quotient * 100 - rest);
            target[--at] = ONES[pair];
            target[--at] = TENS[pair];
            rest = quotient;
        }
        int pair = (int) -rest;
        target[--at] = ONES[pair];
        if (pair >= 10) {
            target[--at] = TENS[pair];
        }
        if (value < 0) {
            target[--at] = '-';
        }
        return end;
    }

    /**
     * Whether these bytes are an integer of 64 bits just as {@link #formatLong} would write it: no plus sign, no
     * spaces, no leading zeros, no {@code -0}. At most 20 bytes are looked at.
     */
    public static boolean isLong(Bytes text) {
        return isLong(text.array(), text.arrayOffset(), text.length());
    }

    /**
     * As {@link #isLong(Bytes)}, of a range of an array.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the array
     */
    public static boolean isLong(byte[] array, int offset, int length) {
        return negated(array, offset, length) <= 0;
    }

    /**
     * The integer that these bytes spell.
     *
     * @throws NumberFormatException unless {@link #isLong(Bytes)}
     */
    public static long parseLong(Bytes text) {
        return parseLong(text.array(), text.arrayOffset(), text.length());
    }

    /**
     * As {@link #parseLong(Bytes)}, of a range of an array.
     *
     * @throws NumberFormatException unless {@link #isLong(byte[], int, int)}
     * @throws IndexOutOfBoundsException if the range does not lie within the array
     */
    public static long parseLong(byte[] array, int offset, int length) {
        long negated = negated(array, offset, length);
        if (negated > 0) {
            throw new NumberFormatException("not an integer of 64 bits");
        }
        return array[offset] == '-' ? negated : -negated;
    }

    /*
     * Minus the integer's magnitude, or 1 if the bytes are not an integer: a magnitude negated is never positive, and
     * that side of zero has room for Long.MIN_VALUE.
     */
    private static long negated(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        if (length == 0 || length > LONG_LENGTH_MAX) {
            return 1;
        }
        int end = offset + length;
        boolean minus = array[offset] == '-';
        int at = minus ? offset + 1 : offset;
        if (at == end) {
            return 1;
        }
        int first = array[at] - '0';
        if (first < 1 || first > 9) {
            return first == 0 && length == 1 ? 0 : 1;
        }
        long negated = -first;
        while (++at < end) {
            int digit = array[at] - '0';
            if (digit < 0 || digit > 9 || negated < Long.MIN_VALUE / 10) {
                return 1;
            }
            negated = negated * 10 - digit;
            if (negated > 0) {
                return 1;
            }
        }
        return minus || negated != Long.MIN_VALUE ? negated : 1;
    }

    /**
     * Whether Redis takes these bytes for a SCAN cursor, an integer of 64 bits without a sign as C's {@code strtoul}
     * reads it. It is lenient: nothing at all is 0, leading zeros and one sign may stand before the digits (minus
     * counting down from 2^64), and a zero byte ends the number whatever follows.
     */
    public static boolean isUnsignedLong(Bytes text) {
        int at = cursorDigits(text);
        int end = cursorEnd(text);
        if (at == end) {
            return end == 0;
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = text.byteAt(at) - '0';
            if (digit < 0 || digit > 9 || value < 0 || value > UNSIGNED_MAX_TENTH) {
                return false;
            }
            value = value * 10 + digit;
            if (Long.compareUnsigned(value, digit) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The cursor that these bytes spell, as a long whose bits are the unsigned number's.
     *
     * @throws NumberFormatException unless {@link #isUnsignedLong}
     */
    public static long parseUnsignedLong(Bytes text) {
        if (!isUnsignedLong(text)) {
            throw new NumberFormatException("not an unsigned integer of 64 bits");
        }
        long value = 0;
        int end = cursorEnd(text);
        for (int at = cursorDigits(text); at < end; at++) {
            value = value * 10 + (text.byteAt(at) - '0');
        }
        return end > 0 && text.byteAt(0) == '-' ? -value : value;
    }

    private static int cursorDigits(Bytes text) {
        boolean sign = !text.isEmpty() && (text.byteAt(0) == '-' || text.byteAt(0) == '+');
        return sign ? 1 : 0;
    }

    private static int cursorEnd(Bytes text) {
        int end = 0;
        while (end < text.length() && text.byteAt(end) != 0) {
            end++;
        }
        return end;
    }

    /**
     * Whether Redis takes these bytes for a double, as scores and most float arguments are read: all that C's {@code
     * strtod} reads in decimal ({@code 1}, {@code +.5}, {@code 1.e3}), hexadecimal ({@code 0x1.8p-1}) and as infinity
     * ({@code -inf}, {@code Infinity}), but no white space, no NaN, nothing too large for a double and nothing but zero
     * that would round to zero. As costly as {@link #parseDouble}.
     */
    public static boolean isDouble(Bytes text) {
        return !Double.isNaN(parseDoubleOrNaN(text));
    }

    /**
     * The double nearest to what these bytes spell; {@code -0} keeps its sign.
     *
     * @throws NumberFormatException unless {@link #isDouble}
     */
    public static double parseDouble(Bytes text) {
        double value = parseDoubleOrNaN(text);
        if (Double.isNaN(value)) {
            throw new NumberFormatException("not a number, or out of a double's range");
        }
        return value;
    }

    /** As {@link #parseDouble}, but NaN unless {@link #isDouble}: both answers for the cost of one. */
    public static double parseDoubleOrNaN(Bytes text) {
        long negated = negated(text.array(), text.arrayOffset(), text.length());
        if (negated <= 0) {
            return text.byteAt(0) == '-' ? negated : -negated;
        }
        FloatSyntax.Form form = FloatSyntax.formOf(text);
        if (form == FloatSyntax.Form.NOT_A_NUMBER) {
            return Double.NaN;
        }
        if (form == FloatSyntax.Form.INFINITY) {
            return FloatSyntax.isNegative(text) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        String spelling = text.toString();
        if (form == FloatSyntax.Form.HEXADECIMAL && FloatSyntax.exponentStart(text, form) == text.length()) {
            // Java insists on a hexadecimal number's exponent, C does not.
            spelling += "p0";
        }
        double value = Double.parseDouble(spelling);
        boolean vanished = value == 0 && !FloatSyntax.isZero(text, form);
        return Double.isInfinite(value) || vanished ? Double.NaN : value;
    }

    /**
     * The number as Redis prints doubles in both protocols, C's {@code %.17g}: up to 17 significant digits without
     * trailing zeros, such as {@code 3}, {@code 3.1400000000000001}, {@code 1e+20}, {@code -0}; {@code inf}, {@code
     * -inf} and {@code nan} for what is not finite.
     *
     * @return a new array of 1 to 24 bytes
     */
    public static byte[] formatDouble(double value) {
        return DoubleFormat.format(value);
    }
}
