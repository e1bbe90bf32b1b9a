package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import java.util.function.Consumer;

/** A listpack's layout, and its reader; {@link ListpackWriter} writes it. */
final class Listpack {
    /** The total length in four bytes and the number of elements in two. */
    static final int HEADER_BYTES = 6;

    /** One without elements. */
    static final int EMPTY_BYTES = HEADER_BYTES + 1;

    /** The last byte. */
    static final int END = 0xff;

    // ---- an element's first byte; below 128 it is the element, a number ----

    static final int STRING_6 = 0x80;
    static final int INT_13 = 0xc0;
    static final int STRING_12 = 0xe0;
    static final int STRING_32 = 0xf0;
    static final int INT_16 = 0xf1;
    static final int INT_24 = 0xf2;
    static final int INT_32 = 0xf3;
    static final int INT_64 = 0xf4;

    private static final int COUNT_UNKNOWN = 0xffff;

    private Listpack() {}

    /**
     * How many bytes an element's length takes behind the element: seven bits in each, and Redis leaves the last value
     * unused.
     */
    static int bytesBehind(long length) {
        if (length <= 127) {
            return 1;
        }
        int bytes = 2;
        while (bytes < 5 && length >= (1L << (bytes * 7)) - 1) {
            bytes++;
        }
        return bytes;
    }

    /**
     * Passes all elements to {@code elements}, as views where they are strings. O(n).
     *
     * @throws RdbFormatException if the bytes are not a listpack from the first to the last; some elements may have
     *     been passed on
     */
    static void read(Bytes listpack, Consumer<Bytes> elements) throws RdbFormatException {
        ByteSource in = new ByteSource(listpack);
        if (in.nextUnsignedLittleEndian(Integer.BYTES) != listpack.length()) {
            throw new RdbFormatException("listpack of another length");
        }
        long announced = in.nextUnsignedLittleEndian(Short.BYTES);
        long count = 0;
        while (in.peek() != END) {
            int before = in.remaining();
            Bytes element = nextElement(in);
            checkLengthBehind(in, before - in.remaining());
            elements.accept(element);
            count++;
        }
        if (in.remaining() != 1 || (announced != COUNT_UNKNOWN && announced != count)) {
            throw new RdbFormatException("listpack with another number of elements");
        }
    }

    private static Bytes nextElement(ByteSource in) throws RdbFormatException {
        int first = in.next();
        if (first < STRING_6) {
            return Bytes.of(first);
        }
        if (first < INT_13) {
            return in.next(first & 0x3f);
        }
        if (first < STRING_12) {
            // Thirteen bits with a sign.
            return Bytes.of(((first & 0x1f) << 8 | in.next()) << 19 >> 19);
        }
        if (first < STRING_32) {
            return in.next((first & 0x0f) << 8 | in.next());
        }
        return switch (first) {
            case STRING_32 -> in.next(in.nextUnsignedLittleEndian(Integer.BYTES));
            case INT_16 -> Bytes.of(in.nextLittleEndian(Short.BYTES));
            case INT_24 -> Bytes.of(in.nextLittleEndian(3));
            case INT_32 -> Bytes.of(in.nextLittleEndian(Integer.BYTES));
            case INT_64 -> Bytes.of(in.nextLittleEndian(Long.BYTES));
            default -> throw new RdbFormatException("unknown listpack element");
        };
    }

    private static void checkLengthBehind(ByteSource in, long length) throws RdbFormatException {
        int bytes = bytesBehind(length);
        long found = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.next();
            if ((next >= 0x80) == (i == 0)) {
                throw new RdbFormatException("unreadable length behind a listpack element");
            }
            found = found << 7 | (next & 0x7f);
        }
        if (found != length) {
            throw new RdbFormatException("wrong length behind a listpack element");
        }
    }
}
