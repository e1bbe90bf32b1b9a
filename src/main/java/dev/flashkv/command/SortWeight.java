package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;

/** What SORT orders elements by, as a number. */
final class SortWeight {
    private SortWeight() {}

    /**
     * The number that a weight is, or NaN when it is none. As C's {@code strtod} reads it: blanks may stand before it,
     * a NUL ends it, nothing at all is 0; it is none if it is too large, or too small for all of its digits to count.
     */
    static double numberIn(Bytes weight) {
        int end = SortPattern.textEnd(weight);
        int from = 0;
        while (from < end && isBlank(weight.byteAt(from))) {
            from++;
        }
        if (from == end) {
            return end == 0 ? 0 : Double.NaN;
        }
        Bytes digits = weight.slice(from, end);
        double number = Numbers.parseDoubleOrNaN(digits);
        boolean rounded = number != 0 && Math.abs(number) < Double.MIN_NORMAL && !isHexadecimal(digits);
        return rounded ? Double.NaN : number;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private static boolean isHexadecimal(Bytes digits) {
        for (int i = 0; i < Math.min(3, digits.length()); i++) {
            if (digits.byteAt(i) == 'x' || digits.byteAt(i) == 'X') {
                return true;
            }
        }
        return false;
    }
}
