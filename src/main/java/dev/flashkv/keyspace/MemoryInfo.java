package dev.flashkv.keyspace;

/**
 * What keys and values take.
 *
 * @param keys the live keys
 * @param nominalBytes the simple figure: for each live key its length, its value's and 64 bytes
 * @param heapBytes the figure that the memory limit goes by: an estimate of the heap that all keys, values and their
 *     indexes take, kept up to date with every change
 */
public record MemoryInfo(long keys, long nominalBytes, long heapBytes) {
    /** What {@link #nominalBytes()} adds for every key. */
    static final int NOMINAL_OVERHEAD_BYTES = 64;

    /** Nothing. */
    public static final MemoryInfo NONE = new MemoryInfo(0, 0, 0);

    /** Both together. */
    public MemoryInfo plus(MemoryInfo other) {
        return new MemoryInfo(keys + other.keys, nominalBytes + other.nominalBytes, heapBytes + other.heapBytes);
    }
}
