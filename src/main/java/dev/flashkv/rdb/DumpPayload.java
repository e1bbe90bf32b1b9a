package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.Value;

/**
 * What DUMP yields and RESTORE takes: a value in RDB's format, followed by the format's version in two bytes and the
 * {@link Crc64} of all that, both with the lowest byte first.
 */
public final class DumpPayload {
    private static final int VERSION_BYTES = 2;
    private static final int CHECK_BYTES = Long.BYTES;
    private static final int FOOTER_BYTES = VERSION_BYTES + CHECK_BYTES;

    private DumpPayload() {}

    /**
     * A value's payload. O(n).
     *
     * @param packedBytesMax elements of a list that long, in bytes, or longer are written as they are, not packed
     * @throws ArithmeticException if it would be longer than an array can be
     */
    public static Bytes of(Value value, long packedBytesMax) {
        ByteSink out = new ByteSink(0);
        RdbObject.write(value, packedBytesMax, out);
        out.putLittleEndian(RdbCode.VERSION, VERSION_BYTES);
        out.putLittleEndian(Crc64.of(out.array(), 0, out.length()), CHECK_BYTES);
        return Bytes.wrap(out.array(), 0, out.length());
    }

    /** How many bytes of a payload are the value itself: neither its type nor what follows it. O(n). */
    public static int contentLength(Bytes payload) {
        return payload.length() - 1 - FOOTER_BYTES;
    }

    /**
     * The nodes that a list is written as.
     *
     * @param count how many they are
     * @param bytes what they take together, before anything is compressed
     */
    public record Nodes(int count, long bytes) {}

    /** The nodes of a list, which must not be empty; {@code packedBytesMax} as {@link #of} has it. O(n). */
    public static Nodes nodesOf(ListValue list, long packedBytesMax) {
        return RdbObject.nodesOf(list, packedBytesMax);
    }

    /** Whether these bytes have a payload's end: a version that is known, and the right check. O(n). */
    public static boolean isIntact(Bytes payload) {
        int checked = payload.length() - CHECK_BYTES;
        int from = payload.arrayOffset();
        return payload.length() >= FOOTER_BYTES
                && LittleEndian.getUnsigned(payload.array(), from + checked - VERSION_BYTES, VERSION_BYTES)
                        <= RdbCode.VERSION
                && LittleEndian.getLong(payload.array(), from + checked) == Crc64.of(payload.array(), from, checked);
    }

    /**
     * The value of an intact payload, copied. What may follow the value is ignored, as Redis does. O(n).
     *
     * @param stringLengthMax the longest string allowed, in bytes
     * @throws RdbFormatException if it has none
     */
    public static Value read(Bytes payload, long stringLengthMax) throws RdbFormatException {
        return RdbObject.read(
                new ByteSource(payload.slice(0, Math.max(0, payload.length() - FOOTER_BYTES))), stringLengthMax);
    }
}
