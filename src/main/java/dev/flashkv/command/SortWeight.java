package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An element with what SORT orders it by.
 *
 * @param element the element
 * @param text the weight as text, where that counts; null when there is none
 * @param number the weight as a number, where that counts; 0 when there is none
 */
record SortWeight(Bytes element, @Nullable Bytes text, double number) {

    /** By number; of equal numbers by the elements' bytes, so that the order does not depend on what it was. */
    static final Comparator<SortWeight> NUMERICAL = (a, b) -> {
        // Not Double.compare, for which -0 is less than 0.
        if (a.number < b.number) {
            return -1;
        }
        return a.number > b.number ? 1 : a.element.compareTo(b.element);
    };

    /** By text, none before any. What is equal keeps its order. */
    static final Comparator<SortWeight> ALPHABETICAL =
            Comparator.comparing(SortWeight::text, Comparator.nullsFirst(Comparator.naturalOrder()));

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
