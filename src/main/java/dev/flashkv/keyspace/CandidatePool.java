package dev.flashkv.keyspace;

/**
 * The best candidates for eviction of all that were offered so far. What did not win this time is not forgotten, so a
 * handful of samples for each eviction comes close to an exact order.
 */
final class CandidatePool {

    /** As many as Redis keeps. */
    static final int SIZE_MAX = 16;

    /* Slots up to size, ascending by evictability. */
    private final Keyspace[] keyspaces = new Keyspace[SIZE_MAX];
    private final Entry[] entries = new Entry[SIZE_MAX];
    private final long[] evictabilities = new long[SIZE_MAX];
    private int size;

    /** Takes a candidate in unless it is there already, or the pool is full of better ones. O({@link #SIZE_MAX}). */
    @SuppressWarnings("ReferenceEquality") // it is about this very entry
    void offer(Keyspace keyspace, Entry entry, long evictability) {
        if (size == SIZE_MAX && evictability <= evictabilities[0]) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (entries[i] == entry) {
                return;
            }
        }
        int place;
        if (size < SIZE_MAX) {
            place = size++;
            while (place > 0 && evictabilities[place - 1] > evictability) {
                move(place - 1, place);
                place--;
            }
        } else {
            place = 0;
            while (place + 1 < size && evictabilities[place + 1] < evictability) {
                move(place + 1, place);
                place++;
            }
        }
        keyspaces[place] = keyspace;
        entries[place] = entry;
        evictabilities[place] = evictability;
    }

    /** Evicts the best candidate and returns the bytes freed; 0 when there is none. */
    long evictBest() {
        if (size == 0) {
            return 0;
        }
        size--;
        return keyspaces[size].evict(entries[size]);
    }

    private void move(int from, int to) {
        keyspaces[to] = keyspaces[from];
        entries[to] = entries[from];
        evictabilities[to] = evictabilities[from];
    }
}
