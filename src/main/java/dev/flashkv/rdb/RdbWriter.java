package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import org.jspecify.annotations.Nullable;

/** Writes RDB's building blocks: lengths and strings. */
final class RdbWriter {
    /** Strings up to this length are never compressed. */
    private static final int UNCOMPRESSED_LENGTH_MAX = 20;

    /** Strings up to this length may be written as integers; longer ones don't fit 32 bits. */
    private static final int INTEGER_LENGTH_MAX = 11;

    private final ByteSink out;
    private @Nullable LzfCompressor compressor;

    RdbWriter(ByteSink out) {
        this.out = out;
    }

    /** A length: the shorter, the fewer bytes. */
    void putLength(long length) {
        if (length < 1 << 6) {
            out.put((int) length);
        } else if (length < 1 << 14) {
            out.put(RdbCode.LENGTH_14_BITS | (int) (length >> 8));
            out.put((int) length);
        } else if (length <= 0xffff_ffffL) {
            out.put(RdbCode.LENGTH_32_BITS);
            out.putBigEndian(length, Integer.BYTES);
        } else {
            out.put(RdbCode.LENGTH_64_BITS);
            out.putBigEndian(length, Long.BYTES);
        }
    }

    /** A string, in the fewest bytes: as an integer, compressed, or as it is. */
    void putString(Bytes string) {
        putString(string.array(), string.arrayOffset(), string.length());
    }

    /** A string that is a range of an array. */
    void putString(byte[] array, int offset, int length) {
        if (length <= INTEGER_LENGTH_MAX && Numbers.isLong(array, offset, length)) {
            long number = Numbers.parseLong(array, offset, length);
            if (number == (int) number) {
                putInteger((int) number);
                return;
            }
        }
        Bytes compressed = length > UNCOMPRESSED_LENGTH_MAX ? compressor().compress(array, offset, length) : null;
        if (compressed == null) {
            putLength(length);
            out.put(array, offset, length);
        } else {
            out.put(RdbCode.ENCODED | RdbCode.LZF);
            putLength(compressed.length());
            putLength(length);
            out.put(compressed);
        }
    }

    private void putInteger(int number) {
        if (number == (byte) number) {
            out.put(RdbCode.ENCODED | RdbCode.INT_8);
            out.put(number);
        } else if (number == (short) number) {
            out.put(RdbCode.ENCODED | RdbCode.INT_16);
            out.putLittleEndian(number, Short.BYTES);
        } else {
            out.put(RdbCode.ENCODED | RdbCode.INT_32);
            out.putLittleEndian(number, Integer.BYTES);
        }
    }

    private LzfCompressor compressor() {
        LzfCompressor it = compressor;
        if (it == null) {
            it = new LzfCompressor();
            compressor = it;
        }
        return it;
    }
}
