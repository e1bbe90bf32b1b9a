package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;

/** Bytes being written one after the other, into an array that grows. */
final class ByteSink {
    private static final int CAPACITY_MIN = 64;

    private byte[] array;
    private int length;

    ByteSink(int capacity) {
        array = new byte[Math.max(CAPACITY_MIN, capacity)];
    }

    int length() {
        return length;
    }

    byte[] array() {
        return array;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    void clear() {
        length = 0;
    }

    void put(int b) {
        reserve(1);
        array[length++] = (byte) b;
    }

    void put(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, array, length, count);
        length += count;
    }

    void put(Bytes bytes) {
        put(bytes.array(), bytes.arrayOffset(), bytes.length());
    }

    /** The low {@code count} bytes of {@code value}, the lowest first. */
    void putLittleEndian(long value, int count) {
        for (int i = 0; i < count; i++) {
            put((int) (value >>> (i * Byte.SIZE)));
        }
    }

    /** The low {@code count} bytes of {@code value}, the highest first. */
    void putBigEndian(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            put((int) (value >>> (i * Byte.SIZE)));
        }
    }

    /** Writes the low {@code count} bytes of {@code value} over those at {@code at}, the lowest first. */
    void setLittleEndian(int at, long value, int count) {
        for (int i = 0; i < count; i++) {
            array[at + i] = (byte) (value >>> (i * Byte.SIZE));
        }
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > array.length) {
            // An array can't be quite as long as an int can say.
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, array.length * 2L);
            array = Arrays.copyOf(array, Math.max(needed, doubled));
        }
    }
}
