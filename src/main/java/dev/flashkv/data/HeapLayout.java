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

    /** An array of that many references, in bytes. */
    public static long referenceArray(long length) {
        return align(ARRAY_HEADER_BYTES + length * REFERENCE_BYTES);
    }

    private static long align(long bytes) {
        return (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    }
}
