package dev.flashkv.keyspace;

import java.util.Arrays;

/**
 * All entries of a keyspace without gaps, in no order: picking one at random is O(1), and so are adding and removing.
 *
 * <p>Removing moves the last entry into the gap. A scan that walks from the last index down therefore meets every
 * entry that stays throughout at least once: what moves comes from above, the part already scanned, or from the very
 * place the scan stands at. New entries are added above it and may be missed, as SCAN allows.
 */
final class DenseEntries {
    private static final int CAPACITY_MIN = 16;

    private Entry[] entries = new Entry[CAPACITY_MIN];
    private int size;

    int size() {
        return size;
    }

    Entry get(int index) {
        return entries[index];
    }

    void add(Entry entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size + (size >> 1));
        }
        entry.denseIndex = size;
        entries[size++] = entry;
    }

    @SuppressWarnings("NullAway") // slots at and beyond size hold nothing, so that removed entries can be collected
    void remove(Entry entry) {
        Entry last = entries[--size];
        entries[entry.denseIndex] = last;
        last.denseIndex = entry.denseIndex;
        entries[size] = null;
        if (entries.length > CAPACITY_MIN && size < entries.length / 4) {
            entries = Arrays.copyOf(entries, Math.max(CAPACITY_MIN, entries.length / 2));
        }
    }
}
