package dev.flashkv.rdb;

/**
 * The cyclic redundancy check of 64 bits that Redis protects its files and payloads with: the polynomial that David T.
 * Jones proposed, bits in reflected order, nothing inverted. Its value for {@code 123456789} is {@code
 * e9c6d914c4b8d9ca}.
 */
public final class Crc64 {

    /*
     * TABLES[k][b] is the remainder of byte b with k zero bytes after it, so that eight bytes at once are eight
     * independent look-ups.
     */

    /** The polynomial ad93d23594c935a9 with its bits in reverse. */
    private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;

    private static final int WIDTH = Long.BYTES;
    private static final long[][] TABLES = new long[WIDTH][256];

    static {
        for (int b = 0; b < 256; b++) {
            long remainder = b;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder >>> 1) ^ ((remainder & 1) == 0 ? 0 : POLYNOMIAL);
            }
            TABLES[0][b] = remainder;
        }
        for (int k = 1; k < WIDTH; k++) {
            for (int b = 0; b < 256; b++) {
                long before = TABLES[k - 1][b];
                TABLES[k][b] = (before >>> 8) ^ TABLES[0][(int) before & 0xff];
            }
        }
    }

    private Crc64() {}

    /** The check of {@code length} bytes of the array from {@code offset} on; 0 of none. O(length). */
    public static long of(byte[] array, int offset, int length) {
        long crc = 0;
        int at = offset;
        int end = offset + length;
        for (; end - at >= WIDTH; at += WIDTH) {
            long next = crc ^ LittleEndian.getLong(array, at);
            crc = 0;
            for (int k = WIDTH - 1; k >= 0; k--) {
                crc ^= TABLES[k][(int) next & 0xff];
                next >>>= 8;
            }
        }
        for (; at < end; at++) {
            crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ array[at]) & 0xff];
        }
        return crc;
    }
}
