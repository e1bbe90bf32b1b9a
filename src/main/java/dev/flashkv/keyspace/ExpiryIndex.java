package dev.flashkv.keyspace;

import dev.flashkv.data.HeapLayout;
import java.util.Arrays;

/**
 * The deadlines of those keys that have one, the earliest at hand: O(1) to look at, O(log n) to add, change or remove.
 */
final class ExpiryIndex {

    /*
     * A heap with four children to a node: half as deep as a binary one, and the children's deadlines share a cache
     * line. Deadlines stand beside the entries in an array of their own, so comparing them touches no entry; each
     * entry knows its place, so any of them can be moved or removed and nothing stale ever stays behind.
     */

    /** What a deadline takes on the heap, in bytes, on average over the arrays' spare room. */
    static final long BYTES_PER_DEADLINE = (HeapLayout.REFERENCE_BYTES + Long.BYTES) * 5 / 4;

    private static final int ARITY_SHIFT = 2;
    private static final int CAPACITY_MIN = 16;
    private static final int AVERAGE_SAMPLES = 64;

    private Entry[] entries = new Entry[CAPACITY_MIN];
    private long[] deadlines = new long[CAPACITY_MIN];
    private int size;

    int size() {
        return size;
    }

    /** The earliest deadline in Unix milliseconds, or {@link Long#MAX_VALUE} when there is none. */
    long earliestMillis() {
        return size == 0 ? Long.MAX_VALUE : deadlines[0];
    }

    /** The entry with the earliest deadline; there must be one. */
    Entry earliest() {
        return entries[0];
    }

    /**
     * One of the entries with a deadline, from 0, the earliest, to {@link #size()}, exclusive, otherwise in no order.
     */
    Entry get(int index) {
        return entries[index];
    }

    /**
     * How far off the deadlines are at {@code nowMillis}, on average over some of them, all around the heap; 0 without
     * any.
     */
    double averageLeftMillis(long nowMillis) {
        int step = Math.max(1, size / AVERAGE_SAMPLES);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < size; i += step) {
            sum += Math.max(0, deadlines[i] - nowMillis);
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The deadline of an entry that has one. */
    long deadlineMillis(Entry entry) {
        return deadlines[entry.deadlineIndex];
    }

    /** Gives the entry a deadline or another one. */
    void put(Entry entry, long deadlineMillis) {
        if (!entry.hasDeadline()) {
            if (size == entries.length) {
                int capacity = size + (size >> 1);
                entries = Arrays.copyOf(entries, capacity);
                deadlines = Arrays.copyOf(deadlines, capacity);
            }
            siftUp(size++, entry, deadlineMillis);
        } else {
            sift(entry.deadlineIndex, entry, deadlineMillis);
        }
    }

    /** Takes the entry's deadline away, if it has one. */
    @SuppressWarnings("NullAway") // slots at and beyond size hold nothing, so that removed entries can be collected
    void remove(Entry entry) {
        if (!entry.hasDeadline()) {
            return;
        }
        int hole = entry.deadlineIndex;
        entry.deadlineIndex = Entry.NO_DEADLINE;
        Entry last = entries[--size];
        entries[size] = null;
        if (hole < size) {
            sift(hole, last, deadlines[size]);
        }
        if (entries.length > CAPACITY_MIN && size < entries.length / 4) {
            int capacity = Math.max(CAPACITY_MIN, entries.length / 2);
            entries = Arrays.copyOf(entries, capacity);
            deadlines = Arrays.copyOf(deadlines, capacity);
        }
    }

    private void sift(int hole, Entry entry, long deadlineMillis) {
        if (hole > 0 && deadlineMillis < deadlines[(hole - 1) >> ARITY_SHIFT]) {
            siftUp(hole, entry, deadlineMillis);
        } else {
            siftDown(hole, entry, deadlineMillis);
        }
    }

    private void siftUp(int hole, Entry entry, long deadlineMillis) {
        int at = hole;
        while (at > 0) {
            int parent = (at - 1) >> ARITY_SHIFT;
            if (deadlines[parent] <= deadlineMillis) {
                break;
            }
            place(at, entries[parent], deadlines[parent]);
            at = parent;
        }
        place(at, entry, deadlineMillis);
    }

    private void siftDown(int hole, Entry entry, long deadlineMillis) {
        int at = hole;
        int firstChild;
        while ((firstChild = (at << ARITY_SHIFT) + 1) < size) {
            int child = firstChild;
            int end = Math.min(firstChild + (1 << ARITY_SHIFT), size);
            for (int i = firstChild + 1; i < end; i++) {
                if (deadlines[i] < deadlines[child]) {
                    child = i;
                }
            }
            if (deadlineMillis <= deadlines[child]) {
                break;
            }
            place(at, entries[child], deadlines[child]);
            at = child;
        }
        place(at, entry, deadlineMillis);
    }

    private void place(int at, Entry entry, long deadlineMillis) {
        entries[at] = entry;
        deadlines[at] = deadlineMillis;
        entry.deadlineIndex = at;
    }
}
