package dev.flashkv.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in byte arrays, the lowest byte first. */
final class LittleEndian {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** The eight bytes at {@code at}. */
    static long getLong(byte[] array, int at) {
        return (long) LONG.get(array, at);
    }

    /** The first {@code count} bytes at {@code at}, 1 to 8, as a number with its sign. */
    static long getSigned(byte[] array, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (array[at + i] & 0xff);
        }
        int unused = Long.SIZE - count * Byte.SIZE;
        return value << unused >> unused;
    }

    /** The first {@code count} bytes at {@code at}, 1 to 7, as a number without a sign. */
    static long getUnsigned(byte[] array, int at, int count) {
        return getSigned(array, at, count) & ((1L << (count * Byte.SIZE)) - 1);
    }
}
