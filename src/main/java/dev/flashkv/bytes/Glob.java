package dev.flashkv.bytes;

/**
 * Redis' glob patterns over binary strings, as KEYS, SCAN, PSUBSCRIBE and CONFIG GET match them.
 *
 * <ul>
 *   <li>{@code *} stands for any bytes, none included, and {@code ?} for any one byte.
 *   <li>{@code [abc]} stands for one byte of those, {@code [a-z]} for one in the range (whose ends may come in either
 *       order), {@code [^...]} for one byte not listed. In a class, a backslash makes the next byte an ordinary one.
 *   <li>A backslash makes the next byte an ordinary one; at the pattern's end it is one itself.
 *   <li>Any other byte stands for itself.
 * </ul>
 *
 * <p>Redis' peculiarities are kept, redis-server 7.0.15 being the reference: a class without its {@code ]} reaches to
 * the end of the pattern; the end of a range may be a {@code ]} or a backslash; range ends are compared as signed
 * bytes; only the empty pattern matches the empty text. (That KEYS and the SCAN family find the empty key with {@code
 * *} is their doing: they do not match at all when the pattern is just that. PSUBSCRIBE does, and {@code *} misses the
 * empty channel.)
 *
 * <p>Cost: at most O(pattern x text), usually O(text); no recursion, no allocation. When a byte does not match, only
 * the last {@code *} needs to take one more byte: what lies before it already matched with the fewest bytes possible.
 */
public final class Glob {

    private static final int NO_MATCH = -1;

    private Glob() {}

    /** Whether {@code pattern} matches the whole of {@code text}. */
    public static boolean matches(Bytes pattern, Bytes text) {
        return matches(pattern, text, false);
    }

    /**
     * Whether {@code pattern} matches the whole of {@code text} if ASCII letters are equal to their other case. As in
     * Redis, a byte escaped within a class is compared exactly.
     */
    public static boolean matchesIgnoreCase(Bytes pattern, Bytes text) {
        return matches(pattern, text, true);
    }

    private static boolean matches(Bytes patternBytes, Bytes textBytes, boolean ignoreCase) {
        byte[] pattern = patternBytes.array();
        int at = patternBytes.arrayOffset();
        int patternEnd = at + patternBytes.length();
        byte[] text = textBytes.array();
        int textAt = textBytes.arrayOffset();
        int textEnd = textAt + textBytes.length();
        if (textAt == textEnd) {
            return at == patternEnd;
        }

        int afterStar = NO_MATCH;
        int starTextEnd = textAt;
        while (textAt < textEnd) {
            if (at < patternEnd) {
                if (pattern[at] == '*') {
                    afterStar = ++at;
                    starTextEnd = textAt;
                    if (at == patternEnd) {
                        return true;
                    }
                    continue;
                }
                int next = step(pattern, at, patternEnd, text[textAt], ignoreCase);
                if (next != NO_MATCH) {
                    at = next;
                    textAt++;
                    continue;
                }
            }
            if (afterStar == NO_MATCH) {
                return false;
            }
            at = afterStar;
            textAt = ++starTextEnd;
        }
        while (at < patternEnd && pattern[at] == '*') {
            at++;
        }
        return at == patternEnd;
    }

    /* Where the pattern goes on if its element at this place, not a star, matches the byte; else NO_MATCH. */
    private static int step(byte[] pattern, int at, int end, byte b, boolean ignoreCase) {
        byte first = pattern[at];
        if (first == '?') {
            return at + 1;
        }
        if (first == '[') {
            return stepClass(pattern, at + 1, end, b, ignoreCase);
        }
        int literal = first == '\\' && at + 1 < end ? at + 1 : at;
        return same(pattern[literal], b, ignoreCase) ? literal + 1 : NO_MATCH;
    }

    /* As step, for the class whose first byte after the bracket is at this place. */
    private static int stepClass(byte[] pattern, int start, int end, byte b, boolean ignoreCase) {
        int at = start;
        boolean negated = at < end && pattern[at] == '^';
        if (negated) {
            at++;
        }
        boolean found = false;
        while (at < end && pattern[at] != ']') {
            byte item = pattern[at];
            if (item == '\\' && at + 1 < end) {
                found |= pattern[at + 1] == b;
                at += 2;
            } else if (at + 2 < end && pattern[at + 1] == '-') {
                found |= inRange(item, pattern[at + 2], b, ignoreCase);
                at += 3;
            } else {
                found |= same(item, b, ignoreCase);
                at++;
            }
        }
        if (found == negated) {
            return NO_MATCH;
        }
        return at < end ? at + 1 : end;
    }

    private static boolean inRange(byte one, byte other, byte b, boolean ignoreCase) {
        int low = Math.min(one, other);
        int high = Math.max(one, other);
        // The ends are ordered first and lowered then, so that [Z-a] is empty when case is ignored. So it is in Redis.
        return ignoreCase ? toLower(low) <= toLower(b) && toLower(b) <= toLower(high) : low <= b && b <= high;
    }

    private static boolean same(byte one, byte other, boolean ignoreCase) {
        return one == other || (ignoreCase && toLower(one) == toLower(other));
    }

    private static int toLower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
