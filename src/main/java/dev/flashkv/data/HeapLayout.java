package dev.flashkv.data;

/**
 * What objects take on the heap of a 64-bit JVM with compressed references: the figures that memory accounting adds
 * up. An estimate by construction: other layouts (JDK 25's compact object headers, heaps over 32 GB) differ somewhat.
 */
public final class HeapLayout {
    /** One reference, in bytes. */
    public static final int REFERENCE_BYTES = 4;

    private static final int OBJECT_HEADER_BYTES = 12;
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int ALIGNMENT_BYTES = 8;

    private HeapLayout() {}

    /** An object whose fields take {@code fieldBytes}, in bytes. */
    public static long object(long fieldBytes) {
        return align(OBJECT_HEADER_BYTES + fieldBytes);
    }

    /** A byte array of that length, in bytes. */
    public static long byteArray(long length) {
        return align(ARRAY_HEADER_BYTES + length);
    }

    /** A string of that length with an array of its own, in bytes. */
    public static long string(long length) {
        return object(REFERENCE_BYTES + 3L * Integer.BYTES) + byteArray(length);
    }

    /** An array of that many references, in bytes. */
    public static long referenceArray(long length) {
        return align(ARRAY_HEADER_BYTES + length * REFERENCE_BYTES);
    }

    /**
     * What a map or set of Java's takes for each of its elements, in bytes, without the key and the value: its node and
     * its part of the table, which has between one and three references for an element.
     */
    public static long mapNode() {
        return object(5L * REFERENCE_BYTES + Integer.BYTES) + 2L * REFERENCE_BYTES;
    }

    /** A set of one element that may get more, in bytes, without the element. */
    public static long setOfOne() {
        long map = object(6L * REFERENCE_BYTES + 4L * Integer.BYTES + 1);
        return object(REFERENCE_BYTES) + map + mapNode();
    }

    private static long align(long bytes) {
        return (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }
}
