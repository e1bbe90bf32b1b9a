package dev.flashkv.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A binary-safe string: any bytes, of any length including zero. Keys, values and command arguments are {@code Bytes}.
 *
 * <p>Instances are read-only views over a range of an array. A view made by {@link #wrap} shares that array: whoever
 * keeps it beyond the current command must keep {@link #detached()} instead, or it would pin a whole network chunk.
 *
 * <p>Equality is by content. The order of {@link #compareTo} is Redis' own: bytes as unsigned numbers, the shorter
 * first among equals.
 */
public final class Bytes implements Comparable<Bytes> {

    /*
     * The hash is SipHash-1-3 under a key drawn at process start, so nobody outside can construct keys that collide
     * in a HashMap; being Comparable to itself lets HashMap order even those that do. It is kept once it has been
     * asked for: a command's key is looked up two or three times. As with String, threads may race to compute it, and
     * all come to the same.
     */

    /** The empty string. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    /* 0 until it has been asked for. */
    private int hash;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** A view of the whole array, which the caller must not change any more. O(1). */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /**
     * A view of {@code length} bytes of the array from {@code offset}. O(1).
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the array
     */
    public static Bytes wrap(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Bytes(array, offset, length);
    }

    /** The text's UTF-8 bytes, detached. */
    public static Bytes of(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The number's decimal digits as Redis prints them: no plus sign, no leading zeros. */
    public static Bytes of(long number) {
        return wrap(Numbers.formatLong(number));
    }

    /** How many bytes there are, 0 to {@link Integer#MAX_VALUE}. O(1). */
    public int length() {
        return length;
    }

    /** Whether there are no bytes. O(1). */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * The byte at {@code index}, signed as Java has it. O(1).
     *
     * @throws IndexOutOfBoundsException if {@code index} is not within [0, length)
     */
    public byte byteAt(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /**
     * A view of the bytes from {@code from} (inclusive) to {@code to} (exclusive); it shares this one's array. O(1).
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= length}
     */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new Bytes(array, offset + from, to - from);
    }

    /** These bytes in an array of their own and nothing else: this very object when that is so already, else a copy. */
    public Bytes detached() {
        return isDetached() ? this : wrap(toByteArray());
    }

    /**
     * Whether these are all the bytes of their array, as those of {@link #detached} are: nobody writes to such an array
     * any more, so whoever has them may keep them. O(1).
     */
    public boolean isDetached() {
        return length == array.length;
    }

    /** A fresh copy in a new array. O(n). */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Copies all bytes into {@code target} from {@code position} on. */
    public void copyTo(byte[] target, int position) {
        System.arraycopy(array, offset, target, position, length);
    }

    /** The array behind this view, for code that must not copy. It is shared and never to be written. */
    public byte[] array() {
        return array;
    }

    /** Where this view begins in {@link #array()}. */
    public int arrayOffset() {
        return offset;
    }

    /** A read-only buffer over these bytes. O(1). */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /**
     * Whether these bytes spell {@code asciiWord} but for the case of ASCII letters, as command and option names are
     * compared. O(n), no allocation.
     */
    public boolean equalsIgnoreCase(String asciiWord) {
        if (length != asciiWord.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (toLower(array[offset + i]) != toLower((byte) asciiWord.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int toLower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /** Unsigned lexicographic order; at most min(length) comparisons. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && length == that.length
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    /** A hash under this process' secret key: it differs from one process to the next. */
    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = SipHash.hash32(array, offset, length);
            hash = known;
        }
        return known;
    }

    /** The bytes decoded as UTF-8; malformed input becomes U+FFFD. For messages and callers that know it is text. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
