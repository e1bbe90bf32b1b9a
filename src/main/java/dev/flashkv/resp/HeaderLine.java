package dev.flashkv.resp;

/**
 * One header line of a multibulk request, such as {@code *3} or {@code $12}, read a few bytes at a time: it keeps what
 * the bytes meant, not the bytes, so a line costs no memory however slowly or however long it comes.
 */
final class HeaderLine {

    /*
     * redis-server looks for the CR with strchr(3) and skips whatever byte follows it: the line ends one byte after its
     * first CR, be that byte LF or not; a line that ends in LF alone does not end; and a NUL before the CR hides it, so
     * that the line never ends and is refused when it has become too long.
     *
     * The number is what redis-server's string2ll takes: no plus sign, no leading zeros, no "-0", a signed 64-bit
     * integer. It is accumulated negatively, for the negative range is the larger one.
     */

    private final int bytesMax;

    private int size;
    private byte marker;
    private long negated;
    private boolean minus;
    private boolean malformed;
    private boolean hidden;
    private boolean returned;
    private boolean ended;

    /** A line that may have {@code bytesMax} bytes before its CR. */
    HeaderLine(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether no byte of the line has been read. */
    boolean isEmpty() {
        return size == 0 && !returned;
    }

    /** Reads on from {@code from}, to the end of the line or to {@code to}; returns where it stopped. */
    int read(byte[] chunk, int from, int to) {
        int at = from;
        while (at < to && !ended && !isTooLong()) {
            byte next = chunk[at++];
            if (returned) {
                ended = true;
            } else if (next == '\r' && !hidden) {
                returned = true;
            } else {
                accept(next);
            }
        }
        return at;
    }

    private void accept(byte next) {
        if (size == 0) {
            marker = next;
        } else if (size == 1 && next == '-') {
            minus = true;
        } else {
            acceptDigit(next - '0');
        }
        hidden |= next == 0;
        size++;
    }

    private void acceptDigit(int digit) {
        boolean first = size == (minus ? 2 : 1);
        boolean surplusZero = first ? minus && digit == 0 : negated == 0;
        if (digit < 0 || digit > 9 || surplusZero || negated < (Long.MIN_VALUE + digit) / 10) {
            malformed = true;
        } else {
            negated = negated * 10 - digit;
        }
    }

    /** Whether the whole line has been read, with the byte after its CR. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether more bytes than allowed came before a CR. */
    boolean isTooLong() {
        return size > bytesMax;
    }

    /** The line's first byte, which tells its kind; CR if the line has nothing before that. */
    byte marker() {
        return size == 0 ? (byte) '\r' : marker;
    }

    /** Whether all after the marker is an integer as Redis writes them. */
    boolean isNumber() {
        return !malformed && size > (minus ? 2 : 1) && (minus || negated != Long.MIN_VALUE);
    }

    /** That integer; only meaningful if {@link #isNumber()}. */
    long number() {
        return minus ? negated : -negated;
    }

    /** Makes it a line of which nothing has been read. */
    void reset() {
        size = 0;
        negated = 0;
        minus = false;
        malformed = false;
        hidden = false;
        returned = false;
        ended = false;
    }
}
