package dev.flashkv.bytes;

/**
 * The spellings of floating-point numbers that C's {@code strtod} takes to their last byte, as C11 7.22.1.3 has them:
 * an optional sign, then {@code inf} or {@code infinity} in any case, or decimal digits with an optional point and
 * exponent ({@code e}), or {@code 0x} and hexadecimal digits with an optional point and binary exponent ({@code p}).
 * Redis accepts those but for leading white space and NaN. None here is its own judge of range.
 */
final class FloatSyntax {

    /** What a text is the spelling of. */
    enum Form {
        NOT_A_NUMBER,
        DECIMAL,
        HEXADECIMAL,
        INFINITY
    }

    private FloatSyntax() {}

    /** What the text is, all of it. O(n), no allocation. */
    static Form formOf(Bytes text) {
        int start = magnitudeStart(text);
        if (isWord(text, start, "inf") || isWord(text, start, "infinity")) {
            return Form.INFINITY;
        }
        boolean hexadecimal = hasHexadecimalPrefix(text, start);
        int at = hexadecimal ? start + 2 : start;
        int radix = hexadecimal ? 16 : 10;
        int afterWhole = afterDigits(text, at, radix);
        int digits = afterWhole - at;
        at = afterWhole;
        if (at < text.length() && text.byteAt(at) == '.') {
            int afterFraction = afterDigits(text, at + 1, radix);
            digits += afterFraction - (at + 1);
            at = afterFraction;
        }
        if (digits == 0 || !isExponentOrEnd(text, at, hexadecimal ? 'p' : 'e')) {
            return Form.NOT_A_NUMBER;
        }
        return hexadecimal ? Form.HEXADECIMAL : Form.DECIMAL;
    }

    /** Where the number goes on behind its sign, if it has one: 0 or 1. */
    static int magnitudeStart(Bytes text) {
        return !text.isEmpty() && (text.byteAt(0) == '-' || text.byteAt(0) == '+') ? 1 : 0;
    }

    /** Whether the text begins with a minus sign. */
    static boolean isNegative(Bytes text) {
        return !text.isEmpty() && text.byteAt(0) == '-';
    }

    /** Where the exponent's letter stands in a decimal or hexadecimal number, or the text's length if it has none. */
    static int exponentStart(Bytes text, Form form) {
        int letter = form == Form.HEXADECIMAL ? 'p' : 'e';
        int at = 0;
        while (at < text.length() && (text.byteAt(at) | 0x20) != letter) {
            at++;
        }
        return at;
    }

    /** Whether a decimal or hexadecimal number's digits, those of its exponent aside, are all zero. */
    static boolean isZero(Bytes text, Form form) {
        int end = exponentStart(text, form);
        int at = magnitudeStart(text) + (form == Form.HEXADECIMAL ? 2 : 0);
        while (at < end && (text.byteAt(at) == '0' || text.byteAt(at) == '.')) {
            at++;
        }
        return at == end;
    }

    private static boolean isWord(Bytes text, int start, String word) {
        return text.length() - start == word.length()
                && text.slice(start, text.length()).equalsIgnoreCase(word);
    }

    /* "0x" alone is no prefix to strtod, but then no digit follows and the number is refused either way. */
    private static boolean hasHexadecimalPrefix(Bytes text, int start) {
        return text.length() - start > 2 && text.byteAt(start) == '0' && (text.byteAt(start + 1) | 0x20) == 'x';
    }

    private static int afterDigits(Bytes text, int start, int radix) {
        int at = start;
        while (at < text.length() && isDigit(text.byteAt(at), radix)) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b, int radix) {
        int lower = b | 0x20;
        return (b >= '0' && b <= '9') || (radix == 16 && lower >= 'a' && lower <= 'f');
    }

    private static boolean isExponentOrEnd(Bytes text, int start, char letter) {
        if (start == text.length()) {
            return true;
        }
        if ((text.byteAt(start) | 0x20) != letter) {
            return false;
        }
        int at = start + 1;
        if (at < text.length() && (text.byteAt(at) == '-' || text.byteAt(at) == '+')) {
            at++;
        }
        return at < text.length() && afterDigits(text, at, 10) == text.length();
    }
}
