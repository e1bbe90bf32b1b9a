package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;

/**
 * Writes a listpack: elements one after the other, integers and short strings with little around them. Its header has
 * the total length and the number of elements; each element ends with its own length, to be read from behind.
 */
final class ListpackWriter {
    private static final int COUNT_UNKNOWN = 0xffff;
    private static final int INTEGER_LENGTH_MAX = 20;

    private final ByteSink out = new ByteSink(0);
    private int count;

    ListpackWriter() {
        clear();
    }

    /** Makes it empty. */
    void clear() {
        out.clear();
        out.putLittleEndian(0, Listpack.HEADER_BYTES);
        count = 0;
    }

    /** How many bytes an element takes. O(1). */
    static long lengthOf(Bytes element) {
        long length = element.length() <= INTEGER_LENGTH_MAX && Numbers.isLong(element)
                ? integerLength(Numbers.parseLong(element))
                : stringHeaderLength(element.length()) + (long) element.length();
        return length + Listpack.bytesBehind(length);
    }

    /** Adds an element after the others. */
    void add(Bytes element) {
        int from = out.length();
        if (element.length() <= INTEGER_LENGTH_MAX && Numbers.isLong(element)) {
            putInteger(Numbers.parseLong(element));
        } else {
            putString(element);
        }
        putLengthBehind(out.length() - from);
        count++;
    }

    /** Writes it, finished, as a string. It is of no further use until cleared. */
    void writeTo(RdbWriter writer) {
        out.put(Listpack.END);
        out.setLittleEndian(0, out.length(), Integer.BYTES);
        out.setLittleEndian(Integer.BYTES, Math.min(count, COUNT_UNKNOWN), Short.BYTES);
        writer.putString(out.array(), 0, out.length());
    }

    private static int integerLength(long number) {
        if (number >= 0 && number < 1 << 7) {
            return 1;
        }
        if (number >= -(1 << 12) && number < 1 << 12) {
            return 2;
        }
        if (number == (short) number) {
            return 1 + Short.BYTES;
        }
        if (number >= -(1 << 23) && number < 1 << 23) {
            return 1 + 3;
        }
        return 1 + (number == (int) number ? Integer.BYTES : Long.BYTES);
    }

    private void putInteger(long number) {
        int length = integerLength(number);
        switch (length) {
            case 1 -> out.put((int) number);
            case 2 -> {
                out.put(Listpack.INT_13 | ((int) (number >> 8) & 0x1f));
                out.put((int) number);
            }
            default -> {
                out.put(firstByteOf(length));
                out.putLittleEndian(number, length - 1);
            }
        }
    }

    private static int firstByteOf(int integerLength) {
        return switch (integerLength) {
            case 1 + Short.BYTES -> Listpack.INT_16;
            case 1 + 3 -> Listpack.INT_24;
            case 1 + Integer.BYTES -> Listpack.INT_32;
            default -> Listpack.INT_64;
        };
    }

    private static int stringHeaderLength(int length) {
        if (length < 1 << 6) {
            return 1;
        }
        return length < 1 << 12 ? 2 : 1 + Integer.BYTES;
    }

    private void putString(Bytes string) {
        int length = string.length();
        switch (stringHeaderLength(length)) {
            case 1 -> out.put(Listpack.STRING_6 | length);
            case 2 -> {
                out.put(Listpack.STRING_12 | length >> 8);
                out.put(length);
            }
            default -> {
                out.put(Listpack.STRING_32);
                out.putLittleEndian(length, Integer.BYTES);
            }
        }
        out.put(string);
    }

    /** Seven bits a byte, the highest first; all but the first have their upper bit set. */
    private void putLengthBehind(long length) {
        int bytes = Listpack.bytesBehind(length);
        for (int i = bytes - 1; i >= 0; i--) {
            int bits = (int) (length >> (i * 7)) & 0x7f;
            out.put(i == bytes - 1 ? bits : bits | 0x80);
        }
    }
}
