package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The longest sequence of bytes that two strings have in common, in order but with gaps. Of several that are as long,
 * the one that Redis finds.
 */
final class CommonSubsequence {

    /*
     * The textbook's table of lengths: that of prefixes i and j is one more than that of i-1 and j-1 if they end in the
     * same byte, else the longer of those of i-1 and j, and of i and j-1. Only one of its rows is kept. What is needed
     * to walk back through the table, one bit for each pair, is which of the two was longer.
     */

    /** The most pairs of positions for which there is memory. */
    static final int PAIRS_MAX = Integer.MAX_VALUE;

    /**
     * A part of both strings that lies in one piece.
     *
     * @param first where it begins in the first string
     * @param second where it begins in the second string
     * @param length how long it is in bytes
     */
    record Range(int first, int second, int length) {}

    private final Bytes bytes;
    private final List<Range> ranges;

    private CommonSubsequence(Bytes bytes, List<Range> ranges) {
        this.bytes = bytes;
        this.ranges = ranges;
    }

    /** Its length. O(n·m), and memory for one integer for each byte of the shorter string. */
    static int lengthOf(Bytes first, Bytes second) {
        return lengths(first, second, null);
    }

    /**
     * The sequence. O(n·m), and memory for one bit for each pair of positions, of which there must not be more than
     * {@link #PAIRS_MAX}.
     */
    static CommonSubsequence of(Bytes first, Bytes second) {
        boolean firstIsLonger = first.length() > second.length();
        BitSet dropFirst = new BitSet();
        byte[] common = new byte[lengths(first, second, dropFirst)];
        List<Range> ranges = new ArrayList<>();
        int left = common.length;
        int i = first.length();
        int j = second.length();
        int run = 0;
        while (i > 0 && j > 0) {
            if (first.byteAt(i - 1) == second.byteAt(j - 1)) {
                i--;
                j--;
                run++;
                common[--left] = first.byteAt(i);
                continue;
            }
            endRun(ranges, i, j, run);
            run = 0;
            if (dropFirst.get(firstIsLonger ? (i - 1) * second.length() + j - 1 : (j - 1) * first.length() + i - 1)) {
                i--;
            } else {
                j--;
            }
        }
        endRun(ranges, i, j, run);
        return new CommonSubsequence(Bytes.wrap(common), ranges);
    }

    private static void endRun(List<Range> ranges, int first, int second, int length) {
        if (length > 0) {
            ranges.add(new Range(first, second, length));
        }
    }

    /**
     * Goes through the table, row by row of the longer string, and returns its last length. In {@code dropFirst} it
     * notes where the first string's last byte is the one to do without.
     */
    private static int lengths(Bytes first, Bytes second, @Nullable BitSet dropFirst) {
        boolean firstIsLonger = first.length() > second.length();
        Bytes longer = firstIsLonger ? first : second;
        Bytes shorter = firstIsLonger ? second : first;
        int[] row = new int[shorter.length() + 1];
        for (int i = 0; i < longer.length(); i++) {
            byte b = longer.byteAt(i);
            int diagonal = 0;
            for (int j = 0; j < shorter.length(); j++) {
                // What is best without the longer string's last byte, and without the shorter one's.
                int withoutLonger = row[j + 1];
                int withoutShorter = row[j];
                if (shorter.byteAt(j) == b) {
                    row[j + 1] = diagonal + 1;
                } else {
                    row[j + 1] = Math.max(withoutLonger, withoutShorter);
                    boolean drop = firstIsLonger ? withoutLonger > withoutShorter : withoutShorter > withoutLonger;
                    if (drop && dropFirst != null) {
                        dropFirst.set(i * shorter.length() + j);
                    }
                }
                diagonal = withoutLonger;
            }
        }
        return row[shorter.length()];
    }

    /** The sequence's bytes. */
    Bytes bytes() {
        return bytes;
    }

    /** The pieces that it consists of, the last one first. */
    List<Range> ranges() {
        return ranges;
    }
}
