package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one keyspace in all their orders, by key, dense and by deadline, and the account of what they take.
 */
final class Entries {

    /*
     * Invariants:
     * - map, dense and (for those with a deadline) expiry hold the same entries;
     * - heapBytes and payloadBytes are the sums over all entries, each as of when it was added or resized last.
     */

    private HashMap<KeyRef, Entry> map = new HashMap<>();
    private final Probe probe = new Probe();
    private DenseEntries dense = new DenseEntries();
    private ExpiryIndex expiry = new ExpiryIndex();
    private long heapBytes;
    private long payloadBytes;

    /*
     * The entry the command looked up last: it often goes on with the key it has just looked at. Not an earlier
     * command's: with many keys that is another one, and comparing with it would wait for memory.
     */
    private @Nullable Entry last;

    /** What the command before has looked up is not what this one will. */
    void commandBegins() {
        last = null;
    }

    // ---- by key ----

    /** The entry of {@code key}, past its deadline or not; null when there is none. */
    @Nullable
    Entry get(Bytes key) {
        Entry entry = last;
        if (entry == null || !entry.hasKey(key)) {
            entry = map.get(probe.at(key));
            if (entry != null) {
                last = entry;
            }
        }
        return entry;
    }

    /** Whether there is an entry of {@code key}, past its deadline or not. */
    boolean contains(Bytes key) {
        return map.containsKey(probe.at(key));
    }

    /** The entry found or added last by the running command; null when it has been removed since. */
    @Nullable
    Entry last() {
        return last;
    }

    /** Adds an entry, whose key there must not be yet. */
    void add(Entry entry) {
        dense.add(entry);
        try {
            map.put(entry, entry);
        } catch (OutOfMemoryError e) {
            // Both or neither: an embedded store may go on after this.
            map.remove(entry);
            dense.remove(entry);
            throw e;
        }
        last = entry;
        heapBytes += entry.heapBytes();
        payloadBytes += entry.payloadBytes();
    }

    /** Removes an entry, with its deadline. */
    @SuppressWarnings("ReferenceEquality") // it is about this very entry
    void remove(Entry entry) {
        clearDeadline(entry);
        if (entry == last) {
            last = null;
        }
        map.remove(entry);
        dense.remove(entry);
        heapBytes -= entry.heapBytes();
        payloadBytes -= entry.payloadBytes();
    }

    /** The value of an entry has changed, which took so much before. */
    void resized(Entry entry, long heapBytesBefore, long payloadBytesBefore) {
        heapBytes += entry.heapBytes() - heapBytesBefore;
        payloadBytes += entry.payloadBytes() - payloadBytesBefore;
    }

    /** Removes all. O(1) beside the garbage collection it causes. */
    void clear() {
        last = null;
        map = new HashMap<>(); // clear() would keep the table, and take time for each of its slots
        dense = new DenseEntries();
        expiry = new ExpiryIndex();
        heapBytes = 0;
        payloadBytes = 0;
    }

    // ---- dense ----

    /** How many there are. */
    int size() {
        return dense.size();
    }

    /** The one at that place of the dense order, from 0 to {@link #size()}, exclusive. */
    Entry at(int index) {
        return dense.get(index);
    }

    // ---- by deadline ----

    /** How many have a deadline. */
    int sizeWithDeadline() {
        return expiry.size();
    }

    /** One of those with a deadline, from 0, which is the next to expire, to {@link #sizeWithDeadline()}, exclusive. */
    Entry withDeadlineAt(int index) {
        return expiry.get(index);
    }

    /** The earliest deadline in Unix milliseconds, or {@link Long#MAX_VALUE} when there is none. */
    long earliestDeadlineMillis() {
        return expiry.earliestMillis();
    }

    /** How far off deadlines are at {@code nowMillis}, on average over some of them; 0 without any. */
    double averageLeftMillis(long nowMillis) {
        return expiry.averageLeftMillis(nowMillis);
    }

    /** The entry's deadline in Unix milliseconds, or {@link Keyspace#NO_DEADLINE}. */
    long deadlineMillis(Entry entry) {
        return entry.hasDeadline() ? expiry.deadlineMillis(entry) : Keyspace.NO_DEADLINE;
    }

    /** Whether the entry's deadline has passed: at the deadline itself it is still there, as Redis has it. */
    boolean isPastDeadline(Entry entry, long nowMillis) {
        return entry.hasDeadline() && expiry.deadlineMillis(entry) < nowMillis;
    }

    /** Gives the entry a deadline or another one. */
    void deadline(Entry entry, long deadlineMillis) {
        if (!entry.hasDeadline()) {
            heapBytes += ExpiryIndex.BYTES_PER_DEADLINE;
        }
        expiry.put(entry, deadlineMillis);
    }

    /** Takes the entry's deadline away, if it has one. */
    void clearDeadline(Entry entry) {
        if (entry.hasDeadline()) {
            expiry.remove(entry);
            heapBytes -= ExpiryIndex.BYTES_PER_DEADLINE;
        }
    }

    // ---- the account ----

    /** The estimated heap that all take with their part of the indexes, in bytes. */
    long heapBytes() {
        return heapBytes;
    }

    /** The bytes of user data in all. */
    long payloadBytes() {
        return payloadBytes;
    }

    /** The estimated heap that one takes with its part of the indexes, in bytes. */
    long heapBytesOf(Entry entry) {
        return entry.heapBytes() + (entry.hasDeadline() ? ExpiryIndex.BYTES_PER_DEADLINE : 0);
    }

    /** What of {@link #heapBytes()} the deadlines take. */
    long deadlineBytes() {
        return expiry.size() * ExpiryIndex.BYTES_PER_DEADLINE;
    }
}
