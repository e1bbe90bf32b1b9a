package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know of modified keys in one shard's part of a database: the watches of transactions, and those who wait
 * for a key to hold something. It belongs to the database's number: SWAPDB exchanges keys, not who looks at them.
 */
public final class KeySignals {

    /*
     * A watch that has tripped, or ended, may stay among the watches of its other keys until the next look at those, or
     * until so many have been added that looking at all of them costs no more than adding did.
     */

    private static final int PURGE_WATCHES_MIN = 64;

    private final int database;
    private final Queue<ReadyKey> ready;
    private final Map<Bytes, List<Watch>> watches = new HashMap<>();
    private final Map<Bytes, Set<Awaiter>> awaiters = new HashMap<>();
    private int watchCount;
    private int purgeWatchesAt = PURGE_WATCHES_MIN;

    /**
     * Nobody yet.
     *
     * @param database the number of the database
     * @param ready receives the awaited keys that are modified
     */
    KeySignals(int database, Queue<ReadyKey> ready) {
        this.database = database;
        this.ready = ready;
    }

    // ---- watching ----

    /** Adds a watch over {@code key}, which is kept; says whether it was not there yet. */
    boolean watch(Bytes key, Watch watch) {
        List<Watch> watching = watches.computeIfAbsent(key, k -> new ArrayList<>(1));
        if (watching.contains(watch)) {
            return false;
        }
        watching.add(watch);
        if (++watchCount >= purgeWatchesAt) {
            purgeWatches();
        }
        return true;
    }

    private void purgeWatches() {
        watchCount = 0;
        for (Iterator<List<Watch>> all = watches.values().iterator(); all.hasNext(); ) {
            List<Watch> watching = all.next();
            watching.removeIf(Watch::isSpent);
            watchCount += watching.size();
            if (watching.isEmpty()) {
                all.remove();
            }
        }
        purgeWatchesAt = Math.max(PURGE_WATCHES_MIN, 2 * watchCount);
    }

    /** How many watches there are, those included that have ended and not been forgotten yet. */
    int watchCount() {
        return watchCount;
    }

    private void trip(List<Watch> watching) {
        watchCount -= watching.size();
        watching.forEach(Watch::trip);
    }

    // ---- waiting ----

    /** Lets {@code awaiter} wait for {@code key}, which is kept, behind all who wait for it already. */
    public void await(Bytes key, Awaiter awaiter) {
        // One may wait for very many keys where nobody else does.
        awaiters.computeIfAbsent(key, k -> new LinkedHashSet<>(1)).add(awaiter);
    }

    /** Lets {@code awaiter} wait for {@code key} no longer. Nothing happens if it did not. O(1). */
    public void forget(Bytes key, Awaiter awaiter) {
        Set<Awaiter> waiting = awaiters.get(key);
        if (waiting != null && waiting.remove(awaiter) && waiting.isEmpty()) {
            awaiters.remove(key);
        }
    }

    /** Who waits for {@code key}, the first to come first; empty when nobody does. A view. */
    public Set<Awaiter> awaiting(Bytes key) {
        Set<Awaiter> waiting = awaiters.get(key);
        return waiting == null ? Set.of() : waiting;
    }

    /** How many places in queues there are. O(awaited keys). */
    int awaiterCount() {
        return awaiters.values().stream().mapToInt(Set::size).sum();
    }

    /** Drops the queue of {@code key} if it has become empty. */
    public void forgetIfNobody(Bytes key) {
        if (awaiting(key).isEmpty()) {
            awaiters.remove(key);
        }
    }

    // ---- signals ----

    /** A key has come, gone or changed. */
    void modified(Bytes key) {
        if (watchCount > 0) {
            List<Watch> watching = watches.remove(key);
            if (watching != null) {
                trip(watching);
            }
        }
        if (!awaiters.isEmpty() && awaiters.containsKey(key)) {
            ready.add(new ReadyKey(database, key.detached()));
        }
    }

    /** All keys of the database are about to go; {@code other}'s, if it is not null, come in their place. */
    void replaced(@Nullable Keyspace keyspace, @Nullable Keyspace other) {
        for (Iterator<Map.Entry<Bytes, List<Watch>>> all = watches.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Bytes, List<Watch>> each = all.next();
            boolean goes = keyspace != null && keyspace.holds(each.getKey());
            boolean comes = other != null && other.holdsLive(each.getKey());
            if (goes || comes) {
                trip(each.getValue());
                all.remove();
            }
        }
        if (other != null) {
            awaiters.keySet().forEach(key -> ready.add(new ReadyKey(database, key)));
        }
    }
}
