package dev.flashkv.bytes;

import java.util.Objects;

/**
 * Redis Cluster's key slots: the CRC16 of a key, or of its hash tag, modulo {@link #SLOT_COUNT}. Keys with the same
 * hash tag, such as {@code {user:1}:name} and {@code {user:1}:mail}, have the same slot.
 *
 * <p>Source: the Redis Cluster specification, "Key distribution model" and "Hash tags". The CRC is XMODEM's:
 * polynomial x^16 + x^12 + x^5 + 1, initially zero, neither reflected nor inverted.
 */
public final class Slots {

    /** How many slots there are. */
    public static final int SLOT_COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;

    /*
     * At [n * 256 + value]: the CRC of a byte of that value and n zero bytes after it. The CRC of several bytes is the
     * exclusive or of what each contributes, so four table entries at once replace a chain of four, each of which would
     * wait for the one before.
     */
    private static final char[] CRCS = new char[4 * 256];

    static {
        for (int value = 0; value < 256; value++) {
            int crc = value << 8;
            for (int zeros = 0; zeros < 4; zeros++) {
                crc = afterEightBits(crc);
                CRCS[zeros * 256 + value] = (char) crc;
            }
        }
    }

    private static int afterEightBits(int before) {
        int crc = before;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
        }
        return crc & 0xffff;
    }

    private Slots() {}

    /** The slot of {@code key}, 0 to {@code SLOT_COUNT - 1}. O(n), no allocation. */
    public static int slotOf(Bytes key) {
        return slotOf(key.array(), key.arrayOffset(), key.length());
    }

    /**
     * The slot of the key in a range of an array, 0 to {@code SLOT_COUNT - 1}. O(n), no allocation.
     *
     * <p>The hash tag is what lies between the first <code>{</code> and the first <code>}</code> after it. Without such
     * a pair, or with nothing between, the whole key counts.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the array
     */
    public static int slotOf(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        int end = offset + length;
        int open = indexOf('{', array, offset, end);
        if (open < end) {
            int close = indexOf('}', array, open + 1, end);
            if (close < end && close > open + 1) {
                return crc16(array, open + 1, close) & (SLOT_COUNT - 1);
            }
        }
        return crc16(array, offset, end) & (SLOT_COUNT - 1);
    }

    /** CRC16-XMODEM of the bytes from {@code from} to {@code end}, exclusive. */
    static int crc16(byte[] array, int from, int end) {
        int crc = 0;
        int at = from;
        for (; at <= end - 4; at += 4) {
            crc = CRCS[768 | ((crc >>> 8 ^ array[at]) & 0xff)]
                    ^ CRCS[512 | ((crc ^ array[at + 1]) & 0xff)]
                    ^ CRCS[256 | (array[at + 2] & 0xff)]
                    ^ CRCS[array[at + 3] & 0xff];
        }
        for (; at < end; at++) {
            crc = (crc << 8 ^ CRCS[(crc >>> 8 ^ array[at]) & 0xff]) & 0xffff;
        }
        return crc;
    }

    /* Where the character first occurs, or end. */
    private static int indexOf(char wanted, byte[] array, int from, int end) {
        int at = from;
        while (at < end && array[at] != wanted) {
            at++;
        }
        return at;
    }
}
