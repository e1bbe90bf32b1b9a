package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.data.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One key with its value. The {@link Keyspace} owns every entry and is the only one to change it.
 */
final class Entry extends KeyRef {

    /*
     * Every field is paid for by every key: with a 12-byte header these five make 32 bytes. Neither the value nor the
     * deadline is among them. A short string lies behind the key in the key's own array: a GET touches no more memory
     * than it takes to find the key. The deadline lives in the expiry index, at deadlineIndex, so that keys without a
     * TTL don't pay for one. The two times are 32 bits wide: creation in seconds; access in milliseconds that wrap
     * every 49.7 days, which is enough to tell which of two keys has been idle for longer, or as a Frequency: see
     * UseClock.
     */

    /** What an entry takes on the heap besides its array and its value: object, HashMap node, table, index. */
    static final long OVERHEAD_BYTES =
            HeapLayout.object(5L * Integer.BYTES) + HeapLayout.object(4L * Integer.BYTES) + 8 + 5;

    /** {@link #deadlineIndex} of an entry that never expires. */
    static final int NO_DEADLINE = -1;

    /** A key with a value that its array does not hold: a list, or a string that is long or changes in place. */
    private static final class KeyAndValue {
        static final long HEAP_BYTES = HeapLayout.object(2L * HeapLayout.REFERENCE_BYTES);

        final byte[] array;
        Value value;

        KeyAndValue(byte[] array, Value value) {
            this.array = array;
            this.value = value;
        }
    }

    /* The KeyArray alone if it holds the value, otherwise a KeyAndValue. */
    private Object content;

    private final int createdSeconds;
    /** Where the dense array of entries has this one. */
    int denseIndex;
    /** Where the expiry index has this entry's deadline, or {@link #NO_DEADLINE}. */
    int deadlineIndex = NO_DEADLINE;
    /** The low 32 bits of the last use's time in milliseconds, or a {@link Frequency}: {@link UseClock} knows. */
    int access;

    Entry(Bytes key, Value value, long nowMillis) {
        this.content = contentOf(KeyArray.of(key, value), value);
        this.createdSeconds = (int) (nowMillis / 1000);
        this.access = (int) nowMillis;
    }

    private static Object contentOf(byte[] array, Value value) {
        return KeyArray.hasValue(array) ? array : new KeyAndValue(array, value);
    }

    private byte[] array() {
        return content instanceof byte[] array ? array : ((KeyAndValue) content).array;
    }

    Bytes key() {
        return KeyArray.key(array());
    }

    int keyLength() {
        return KeyArray.keyLength(array());
    }

    boolean hasKey(Bytes other) {
        return KeyArray.hasKey(array(), other);
    }

    /** The value: the one stored if that may change in place, otherwise one made for the occasion. */
    Value value() {
        return content instanceof byte[] array ? KeyArray.value(array) : ((KeyAndValue) content).value;
    }

    /** Whether {@code value} may be what {@link #value} has returned: an object must be the very one stored. */
    @SuppressWarnings("ReferenceEquality") // it is about this very value
    boolean mayHold(Value value) {
        return content instanceof KeyAndValue pair ? pair.value == value : KeyArray.takes(value);
    }

    ValueType type() {
        return content instanceof KeyAndValue pair ? pair.value.type() : ValueType.STRING;
    }

    /** The value's bytes, a view of them where possible; null if it is no string. */
    @Nullable
    Bytes string() {
        if (content instanceof byte[] array) {
            return KeyArray.string(array);
        }
        return ((KeyAndValue) content).value instanceof StringValue string ? string.bytes() : null;
    }

    /** Replaces the value; {@code viewed} says whether there may be views of it still to be read. */
    void setValue(Value value, boolean viewed) {
        if (content instanceof byte[] array) {
            if (!KeyArray.overwrite(array, value, !viewed)) {
                content = contentOf(KeyArray.withValue(array, value), value);
            }
            return;
        }
        KeyAndValue pair = (KeyAndValue) content;
        if (KeyArray.takes(value)) {
            content = KeyArray.withValue(pair.array, value);
        } else {
            pair.value = value;
        }
    }

    boolean isVacant() {
        return content instanceof KeyAndValue pair && pair.value.isVacant();
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
        if (content instanceof byte[] array) {
            return (long) KeyArray.keyLength(array) + KeyArray.stringLength(array);
        }
        KeyAndValue pair = (KeyAndValue) content;
        return KeyArray.keyLength(pair.array) + pair.value.payloadBytes();
    }

    long heapBytes() {
        if (content instanceof byte[] array) {
            return OVERHEAD_BYTES + HeapLayout.byteArray(array.length);
        }
        KeyAndValue pair = (KeyAndValue) content;
        return OVERHEAD_BYTES
                + HeapLayout.byteArray(pair.array.length)
                + KeyAndValue.HEAP_BYTES
                + pair.value.heapBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry ? hasKey(entry.key()) : other instanceof Probe && other.equals(this);
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }
}
