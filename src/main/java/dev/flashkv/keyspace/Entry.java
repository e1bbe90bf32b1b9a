package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.data.Value;
import java.util.Arrays;

/**
 * One key with its value. The {@link Keyspace} owns every entry and is the only one to change it.
 */
final class Entry extends KeyRef {

    /*
     * Every field is paid for by every key: with a 12-byte header these six make 40 bytes. The deadline is not among
     * them. It lives in the expiry index, at deadlineIndex, so that keys without a TTL don't pay for one. The two
     * times are 32 bits wide: creation in seconds; access in milliseconds that wrap every 49.7 days, which is enough
     * to tell which of two keys has been idle for longer, or as a Frequency: see UseClock.
     */

    /** What an entry takes on the heap besides its key's array and its value: object, HashMap node, table, index. */
    static final long OVERHEAD_BYTES =
            HeapLayout.object(6L * Integer.BYTES) + HeapLayout.object(4L * Integer.BYTES) + 8 + 5;

    /** {@link #deadlineIndex} of an entry that never expires. */
    static final int NO_DEADLINE = -1;

    private final byte[] key;
    private final int createdSeconds;
    Value value;
    /** Where the dense array of entries has this one. */
    int denseIndex;
    /** Where the expiry index has this entry's deadline, or {@link #NO_DEADLINE}. */
    int deadlineIndex = NO_DEADLINE;
    /** The low 32 bits of the last use's time in milliseconds, or a {@link Frequency}: {@link UseClock} knows. */
    int access;

    Entry(Bytes key, Value value, long nowMillis) {
        this.key = key.toByteArray();
        this.value = value;
        this.createdSeconds = (int) (nowMillis / 1000);
        this.access = (int) nowMillis;
    }

    Bytes key() {
        return Bytes.wrap(key);
    }

    int keyLength() {
        return key.length;
    }

    boolean hasKey(Bytes other) {
        int from = other.arrayOffset();
        return key.length == other.length()
                && Arrays.equals(key, 0, key.length, other.array(), from, from + key.length);
    }

    boolean hasDeadline() {
        return deadlineIndex != NO_DEADLINE;
    }

    /** Seconds since the Unix epoch, as of the first time this key got a value since it last did not exist. */
    long createdSeconds() {
        return Integer.toUnsignedLong(createdSeconds);
    }

    /** How long ago the last use was, in milliseconds modulo 49.7 days, unless uses are counted. */
    long idleMillis(long nowMillis) {
        return Integer.toUnsignedLong((int) nowMillis - access);
    }

    long payloadBytes() {
        return key.length + value.payloadBytes();
    }

    long heapBytes() {
        return OVERHEAD_BYTES + HeapLayout.byteArray(key.length) + value.heapBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry
                ? Arrays.equals(key, entry.key)
                : other instanceof Probe && other.equals(this);
    }

    @Override
    public int hashCode() {
        return Bytes.wrap(key).hashCode();
    }
}
