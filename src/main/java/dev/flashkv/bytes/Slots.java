package dev.flashkv.bytes;

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

    /* What the CRC's high byte contributes to the next CRC, for each of its values. */
    private static final char[] CRC_OF_BYTE = new char[256];

    static {
        for (int value = 0; value < CRC_OF_BYTE.length; value++) {
            int crc = value << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            CRC_OF_BYTE[value] = (char) crc;
        }
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
        for (int i = from; i < end; i++) {
            crc = (crc << 8 ^ CRC_OF_BYTE[(crc >>> 8 ^ array[i]) & 0xff]) & 0xffff;
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
