package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;

/** Bytes being read one after the other, never beyond their end. */
final class ByteSource {
    private final byte[] array;
    private final int end;
    private int at;

    ByteSource(Bytes bytes) {
        this.array = bytes.array();
        this.at = bytes.arrayOffset();
        this.end = at + bytes.length();
    }

    int remaining() {
        return end - at;
    }

    int next() throws RdbFormatException {
        return array[advance(1)] & 0xff;
    }

    /** The next byte, from 0 to 255, without moving on. */
    int peek() throws RdbFormatException {
        check(1);
        return array[at] & 0xff;
    }

    /** A view of the next {@code count} bytes. */
    Bytes next(long count) throws RdbFormatException {
        check(count);
        return Bytes.wrap(array, advance((int) count), (int) count);
    }

    /** The next {@code count} bytes, 1 to 8, the lowest first, as a number with its sign. */
    long nextLittleEndian(int count) throws RdbFormatException {
        return LittleEndian.getSigned(array, advance(count), count);
    }

    /** The next {@code count} bytes, 1 to 7, the lowest first, as a number without a sign. */
    long nextUnsignedLittleEndian(int count) throws RdbFormatException {
        return LittleEndian.getUnsigned(array, advance(count), count);
    }

    /** The next {@code count} bytes, 1 to 8, the highest first; what is left of eight bytes is zero. */
    long nextBigEndian(int count) throws RdbFormatException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << Byte.SIZE | next();
        }
        return value;
    }

    private int advance(int count) throws RdbFormatException {
        check(count);
        at += count;
        return at - count;
    }

    private void check(long count) throws RdbFormatException {
        if (count < 0 || count > remaining()) {
            throw new RdbFormatException("ends too early");
        }
    }
}
