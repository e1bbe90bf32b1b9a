package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import java.util.function.Consumer;

/**
 * The reader of ziplists, which lists were kept as before Redis 7. The header has the total length, the last element's
 * place and the number of elements; each element begins with the length of the one before it.
 */
final class Ziplist {
    private static final int END = 0xff;
    private static final int LONG_LENGTH_BEFORE = 0xfe;
    private static final int COUNT_UNKNOWN = 0xffff;

    // ---- an element's first byte; the strings' have the upper bits of the length ----

    private static final int STRING_14 = 0x40;
    private static final int STRING_32 = 0x80;
    private static final int INT_16 = 0xc0;
    private static final int INT_32 = 0xd0;
    private static final int INT_64 = 0xe0;
    private static final int INT_24 = 0xf0;
    private static final int INT_8 = 0xfe;
    /** These and those between are the numbers 0 to 12. */
    private static final int SMALLEST = 0xf1;

    private static final int LARGEST = 0xfd;

    private Ziplist() {}

    /**
     * Passes all elements to {@code elements}, as views where they are strings. O(n).
     *
     * @throws RdbFormatException if the bytes are not a ziplist from the first to the last; some elements may have been
     *     passed on
     */
    static void read(Bytes ziplist, Consumer<Bytes> elements) throws RdbFormatException {
        ByteSource in = new ByteSource(ziplist);
        if (in.nextUnsignedLittleEndian(Integer.BYTES) != ziplist.length()) {
            throw new RdbFormatException("ziplist of another length");
        }
        long lastPlace = in.nextUnsignedLittleEndian(Integer.BYTES);
        long announced = in.nextUnsignedLittleEndian(Short.BYTES);
        long count = 0;
        int place = ziplist.length() - in.remaining();
        int lengthBefore = 0;
        while (in.peek() != END) {
            place = ziplist.length() - in.remaining();
            if (nextLengthBefore(in) != lengthBefore) {
                throw new RdbFormatException("wrong length before a ziplist element");
            }
            elements.accept(nextElement(in));
            lengthBefore = ziplist.length() - in.remaining() - place;
            count++;
        }
        if (in.remaining() != 1 || place != lastPlace || (announced != COUNT_UNKNOWN && announced != count)) {
            throw new RdbFormatException("ziplist with another number of elements");
        }
    }

    private static long nextLengthBefore(ByteSource in) throws RdbFormatException {
        int first = in.next();
        return first < LONG_LENGTH_BEFORE ? first : in.nextUnsignedLittleEndian(Integer.BYTES);
    }

    private static Bytes nextElement(ByteSource in) throws RdbFormatException {
        int first = in.next();
        if (first < STRING_14) {
            return in.next(first);
        }
        if (first < STRING_32) {
            return in.next((first & 0x3f) << 8 | in.next());
        }
        if (first < INT_16) {
            return in.next(in.nextBigEndian(Integer.BYTES));
        }
        if (first >= SMALLEST && first <= LARGEST) {
            return Bytes.of(first - SMALLEST);
        }
        return switch (first) {
            case INT_8 -> Bytes.of(in.nextLittleEndian(Byte.BYTES));
            case INT_16 -> Bytes.of(in.nextLittleEndian(Short.BYTES));
            case INT_24 -> Bytes.of(in.nextLittleEndian(3));
            case INT_32 -> Bytes.of(in.nextLittleEndian(Integer.BYTES));
            case INT_64 -> Bytes.of(in.nextLittleEndian(Long.BYTES));
            default -> throw new RdbFormatException("unknown ziplist element");
        };
    }
}
