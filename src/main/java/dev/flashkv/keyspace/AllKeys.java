package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ValueType;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All keys of one keyspace together: how many there are and what they take, each in turn, a few at a time, those whose
 * time is up. {@link Keyspace} is about one key by its name. As of now, always: it holds nothing of its own.
 */
public final class AllKeys {
    private final Keyspace keyspace;
    private final Entries entries;

    AllKeys(Keyspace keyspace, Entries entries) {
        this.keyspace = keyspace;
        this.entries = entries;
    }

    // ---- how many, and what they take ----

    /** How many keys there are, those included that are past their deadline but not yet removed. O(1). */
    public int size() {
        return entries.size();
    }

    /** The estimated heap that all keys and values take, in bytes; what the memory limit goes by. O(1). */
    public long heapBytes() {
        return entries.heapBytes();
    }

    /** What of {@link #heapBytes()} the deadlines take. O(1). */
    public long deadlineBytes() {
        return entries.deadlineBytes();
    }

    /** The bytes of user data in all keys and values. O(1). */
    public long payloadBytes() {
        return entries.payloadBytes();
    }

    /** What keys and values take, exact as of now: removes all that is past its deadline first. */
    public MemoryInfo memoryInfo() {
        sweep(Integer.MAX_VALUE);
        long keys = entries.size();
        long nominalBytes = entries.payloadBytes() + keys * MemoryInfo.NOMINAL_OVERHEAD_BYTES;
        return new MemoryInfo(keys, nominalBytes, entries.heapBytes());
    }

    // ---- each in turn ----

    /** Calls {@code visitor} with every live key, in no order. O(n). The visitor must not change the keyspace. */
    public void forEach(Consumer<Bytes> visitor) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.at(i);
            if (!keyspace.isPastDeadline(entry)) {
                visitor.accept(entry.key());
            }
        }
    }

    /**
     * Visits up to {@code countMax} keys with their values' types, downwards from position {@code from} (exclusive),
     * and returns the position to go on from; 0 when the scan is complete. A scan that starts at {@link
     * Integer#MAX_VALUE} and goes on until 0 visits every key at least once that is there throughout, whatever else
     * comes and goes.
     */
    public int scan(int from, int countMax, BiConsumer<Bytes, ValueType> visitor) {
        int position = Math.min(from, entries.size());
        int end = Math.max(0, position - countMax);
        while (position > end) {
            // An expired key is met but left for the sweep: removing it here would move entries under the scan.
            Entry entry = entries.at(--position);
            if (!keyspace.isPastDeadline(entry)) {
                visitor.accept(entry.key(), entry.type());
            }
        }
        return position;
    }

    /**
     * The key at a place among them, from 0 to {@link #size()}, exclusive; null when it has expired, and is removed
     * then. O(1).
     */
    public @Nullable Bytes at(int index) {
        Entry entry = entries.at(index);
        return keyspace.expireIfDue(entry) ? null : entry.key();
    }

    // ---- those that expire ----

    /** The earliest deadline of any key in Unix milliseconds, or {@link Long#MAX_VALUE} when no key has one. O(1). */
    public long earliestDeadlineMillis() {
        return entries.earliestDeadlineMillis();
    }

    /**
     * How long the keys with a deadline have still to live, on average, in milliseconds; 0 without any. An estimate
     * from some dozens of them, exact when there are no more. O(1).
     */
    public double averageTtlMillis() {
        return entries.averageLeftMillis(keyspace.nowMillis());
    }

    /**
     * Removes up to {@code keysMax} keys that are past their deadline, the earliest first, and says how many. O(log n)
     * for each.
     */
    public int sweep(int keysMax) {
        long nowMillis = keyspace.nowMillis();
        int removed = 0;
        while (removed < keysMax && entries.earliestDeadlineMillis() < nowMillis) {
            keyspace.expireIfDue(entries.withDeadlineAt(0));
            removed++;
        }
        return removed;
    }
}
