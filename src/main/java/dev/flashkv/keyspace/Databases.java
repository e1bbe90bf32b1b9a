package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One shard's part of all databases. A database that nobody has used yet is not there and costs nothing; what a shard
 * does with all its databases, it does with those that are.
 */
public final class Databases {
    private final Limits limits;
    private final long seed;
    private @Nullable Keyspace[] keyspaces = new Keyspace[1];
    private @Nullable KeySignals[] signals = new KeySignals[0];
    private final Queue<ReadyKey> ready = new ArrayDeque<>();
    private final KeyEvents events;
    private final KeyReaders readers;
    private long nowMillis;

    /** No database in use yet. See {@link Keyspace} for {@code limits} and {@code seed}. */
    public Databases(Limits limits, long seed) {
        this.limits = limits;
        this.seed = seed;
        this.events = new KeyEvents(limits);
        this.readers = new KeyReaders(limits.tracking());
    }

    /** The keyspace of database {@code index}, from 0 on; made when it is not there yet. */
    public Keyspace get(int index) {
        Keyspace keyspace = getIfAny(index);
        return keyspace == null ? create(index) : keyspace;
    }

    private @Nullable Keyspace getIfAny(int index) {
        return index < keyspaces.length ? keyspaces[index] : null;
    }

    /**
     * Whether {@code key} is there in database {@code index}, past its deadline or not. Changes nothing and counts as
     * nothing: for whoever wants it to be in the processor's caches when a command comes to look.
     */
    public boolean holds(int index, Bytes key) {
        Keyspace keyspace = getIfAny(index);
        return keyspace != null && keyspace.holds(key);
    }

    /** Whether there is a keyspace of database {@code index}. */
    public boolean has(int index) {
        return getIfAny(index) != null;
    }

    /** A number above those of all databases there are. */
    public int end() {
        return keyspaces.length;
    }

    private Keyspace create(int index) {
        if (index >= keyspaces.length) {
            keyspaces = Arrays.copyOf(keyspaces, index + 1);
        }
        Keyspace keyspace = new Keyspace(limits, seed + index, new Listeners(events, readers));
        keyspace.listeners().database(index, existingSignals(index));
        keyspace.begin(nowMillis);
        keyspaces[index] = keyspace;
        return keyspace;
    }

    private @Nullable KeySignals existingSignals(int index) {
        return index < signals.length ? signals[index] : null;
    }

    /** Who wants to know of modified keys in database {@code index}. */
    public KeySignals signals(int index) {
        KeySignals existing = existingSignals(index);
        if (existing != null) {
            return existing;
        }
        if (index >= signals.length) {
            signals = Arrays.copyOf(signals, index + 1);
        }
        KeySignals made = new KeySignals(index, ready);
        signals[index] = made;
        get(index).listeners().database(index, made);
        return made;
    }

    /** What has happened to keys and has not been told yet. */
    public KeyEvents events() {
        return events;
    }

    /** Who has read which keys, and is to be told that they have been modified. */
    public KeyReaders readers() {
        return readers;
    }

    /** What is to be told of keys is collected in {@code place} from now on, until {@link #collectHere}. */
    public void collectAt(Databases place) {
        events.collectAt(place.events);
        readers.collectAt(place.readers);
    }

    /** What is to be told of keys is collected here from now on. */
    public void collectHere() {
        events.collectHere();
        readers.collectHere();
    }

    /** Whether somebody waits for {@code key} in database {@code index}. */
    public boolean isAwaited(int index, Bytes key) {
        KeySignals existing = existingSignals(index);
        return existing != null && !existing.awaiting(key).isEmpty();
    }

    /** How many places in queues there are, of those who wait for keys. O(awaited keys). */
    public int awaiterCount() {
        int count = 0;
        for (KeySignals each : signals) {
            count += each == null ? 0 : each.awaiterCount();
        }
        return count;
    }

    /** Whether an awaited key has been modified. */
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /** The awaited key that was modified before all others, which is forgotten; null when there is none. */
    public @Nullable ReadyKey pollReady() {
        return ready.poll();
    }

    /** Calls {@code visitor} with each keyspace there is, by ascending database. */
    public void forEach(Consumer<Keyspace> visitor) {
        for (Keyspace keyspace : keyspaces) {
            if (keyspace != null) {
                visitor.accept(keyspace);
            }
        }
    }

    /** Receives each database in turn. */
    @FunctionalInterface
    public interface Visitor {
        /** The database of that number. */
        void visit(int database, Keyspace keyspace);
    }

    /** Calls {@code visitor} with each database there is, by ascending number. */
    public void forEachNumbered(Visitor visitor) {
        for (int i = 0; i < keyspaces.length; i++) {
            Keyspace keyspace = keyspaces[i];
            if (keyspace != null) {
                visitor.visit(i, keyspace);
            }
        }
    }

    /** Exchanges the contents of two databases. O(1). */
    public void swap(int first, int second) {
        // Both are made before either is put in its place: making one may replace the array.
        Keyspace one = get(first);
        Keyspace other = get(second);
        if (first == second) {
            return;
        }
        KeySignals signalsOfFirst = existingSignals(first);
        KeySignals signalsOfSecond = existingSignals(second);
        if (signalsOfFirst != null) {
            signalsOfFirst.replaced(one, other);
        }
        if (signalsOfSecond != null) {
            signalsOfSecond.replaced(other, one);
        }
        keyspaces[first] = other;
        keyspaces[second] = one;
        other.listeners().database(first, signalsOfFirst);
        one.listeners().database(second, signalsOfSecond);
    }

    /** Begins a command over all databases; see {@link Keyspace#begin}. */
    public void begin(long nowMillis) {
        begin(nowMillis, true);
    }

    /** Begins a command over all databases; see {@link Keyspace#begin(long, boolean)}. */
    public void begin(long nowMillis, boolean touching) {
        this.nowMillis = nowMillis;
        for (Keyspace keyspace : keyspaces) {
            if (keyspace != null) {
                keyspace.begin(nowMillis, touching);
            }
        }
    }

    /** Ends a command over all databases; see {@link Keyspace#settle}. */
    public void settle() {
        for (Keyspace keyspace : keyspaces) {
            if (keyspace != null) {
                keyspace.settle();
            }
        }
    }

    /** The estimated heap that all databases take here, in bytes. */
    public long heapBytes() {
        long total = 0;
        for (Keyspace keyspace : keyspaces) {
            if (keyspace != null) {
                total += keyspace.entries().heapBytes();
            }
        }
        return total;
    }

    /** The earliest deadline of any key in Unix milliseconds, or {@link Long#MAX_VALUE} when no key has one. */
    public long earliestDeadlineMillis() {
        long earliest = Long.MAX_VALUE;
        for (Keyspace keyspace : keyspaces) {
            if (keyspace != null) {
                earliest = Math.min(earliest, keyspace.entries().earliestDeadlineMillis());
            }
        }
        return earliest;
    }

    /** Removes up to {@code keysMax} keys that are past their deadline and says how many. */
    public int sweep(int keysMax) {
        int removed = 0;
        for (Keyspace keyspace : keyspaces) {
            if (keyspace != null) {
                removed += keyspace.allKeys().sweep(keysMax - removed);
            }
        }
        return removed;
    }
}
