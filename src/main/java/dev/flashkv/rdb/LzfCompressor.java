package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes LZF; see {@link Lzf} for the format. That leaves it to the writer which references it makes: this one makes
 * those that redis-server makes, so that what it writes is the same. One at a time; what it remembers is reused.
 */
final class LzfCompressor {

    /*
     * For each hash of three bytes it is known where they were seen last, and that is taken for a reference if they are
     * still equal there. Inside a reference only the last two positions are remembered.
     *
     * Positions are kept with base added, which grows with each use: what is below it is from before and counts as
     * unseen.
     */

    private static final int HASH_BITS = 16;
    private static final int LITERALS_MAX = 32;
    private static final int DISTANCE_MAX = 1 << 13;
    private static final int MATCH_MIN = 3;
    private static final int MATCH_MAX = 264;
    private static final int MATCH_SHORT_MAX = 8;
    private static final int CODE_LONG = 7;

    /** What compressing must save at least, in bytes. */
    private static final int SAVED_MIN = 4;

    /** How far beyond its first two bytes a match may go before its greatest length is looked at. */
    private static final int UNCHECKED_BYTES = 16;

    private final int[] seen = new int[1 << HASH_BITS];
    private int base = 1;

    private byte[] in = new byte[0];
    private int start;
    private int end;
    private int at;

    private byte[] out = new byte[0];
    private int outLengthMax;
    private int written;
    private int literals;

    /**
     * The bytes compressed, or null where redis-server would not compress them, as that saves too little. O(length).
     * Valid until the next call.
     */
    @Nullable
    Bytes compress(byte[] array, int offset, int length) {
        in = array;
        start = offset;
        at = offset;
        end = offset + length;
        outLengthMax = length - SAVED_MIN;
        written = 0;
        if (outLengthMax <= 0) {
            return null;
        }
        // The last group of literals may need a byte before it is known to be too much.
        if (out.length <= outLengthMax) {
            out = new byte[outLengthMax + 1];
        }
        if (base > Integer.MAX_VALUE - length) {
            Arrays.fill(seen, 0);
            base = 1;
        }
        boolean fits = compress();
        base += length;
        return fits ? Bytes.wrap(out, 0, written) : null;
    }

    private boolean compress() {
        beginLiterals();
        while (at < end - 2) {
            int slot = slotAt(at);
            int reference = seen[slot] - base + start;
            see(slot, at);
            if (isMatch(reference)) {
                int length = matchLength(reference);
                if (!putReference(at - reference - 1, length)) {
                    return false;
                }
                at += length;
                if (at < end - 2) {
                    see(slotAt(at - 2), at - 2);
                    see(slotAt(at - 1), at - 1);
                }
            } else if (written >= outLengthMax) {
                return false;
            } else {
                putLiteral();
            }
        }
        if (written + 3 > outLengthMax) {
            return false;
        }
        while (at < end) {
            putLiteral();
        }
        endLiterals();
        return true;
    }

    private int slotAt(int position) {
        int three = (in[position] & 0xff) << 16 | (in[position + 1] & 0xff) << 8 | (in[position + 2] & 0xff);
        return ((three >>> (24 - HASH_BITS)) - three * 5) & ((1 << HASH_BITS) - 1);
    }

    private void see(int slot, int position) {
        seen[slot] = position - start + base;
    }

    /** Never the very first byte: Redis does not refer to that. */
    private boolean isMatch(int reference) {
        return reference > start
                && at - reference <= DISTANCE_MAX
                && in[reference] == in[at]
                && in[reference + 1] == in[at + 1]
                && in[reference + 2] == in[at + 2];
    }

    private int matchLength(int reference) {
        int lengthMax = Math.min(end - at - 2, MATCH_MAX);
        int length = MATCH_MIN - 1;
        if (lengthMax > UNCHECKED_BYTES) {
            int unchecked = length + UNCHECKED_BYTES;
            while (length < unchecked) {
                length++;
                if (in[reference + length] != in[at + length]) {
                    return length;
                }
            }
        }
        do {
            length++;
        } while (length < lengthMax && in[reference + length] == in[at + length]);
        return length;
    }

    private void beginLiterals() {
        literals = 0;
        written++;
    }

    private void endLiterals() {
        if (literals == 0) {
            written--;
        } else {
            out[written - literals - 1] = (byte) (literals - 1);
        }
    }

    private void putLiteral() {
        out[written++] = in[at++];
        literals++;
        if (literals == LITERALS_MAX) {
            endLiterals();
            beginLiterals();
        }
    }

    /** Says whether there was room. */
    private boolean putReference(int distance, int length) {
        if (written - (literals == 0 ? 1 : 0) + 4 >= outLengthMax) {
            return false;
        }
        endLiterals();
        int code = length - 2;
        if (length <= MATCH_SHORT_MAX) {
            out[written++] = (byte) (code << 5 | distance >> 8);
        } else {
            out[written++] = (byte) (CODE_LONG << 5 | distance >> 8);
            out[written++] = (byte) (code - CODE_LONG);
        }
        out[written++] = (byte) distance;
        beginLiterals();
        return true;
    }
}
