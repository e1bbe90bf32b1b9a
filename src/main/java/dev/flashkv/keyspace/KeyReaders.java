package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has read which keys of one shard, and which of those have been modified since: collected while a command runs,
 * told when it has ended. A key means that name in any database. It belongs to whoever has the shard's keyspaces in
 * hand.
 */
public final class KeyReaders {

    /*
     * Who is told of a key is forgotten with it: he has to read it again to be told again.
     *
     * A command over several shards tells in the order in which it modified keys: see KeyEvents, where it is the same.
     */

    /** Receives the keys that are not as they were read. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Those {@code readers} are to be told; all who keep anything if {@code key} is null, as all keys of a database
         * have gone.
         *
         * @param forgotten the key is as it was: it is only remembered no more who has read it
         */
        void modified(@Nullable Bytes key, Iterable<KeyReader> readers, boolean forgotten);
    }

    /** The readers of one key: mostly one. Those who have lost interest are forgotten when there are many. */
    private static final class Readers {
        private static final int PURGE_MIN = 64;

        private final KeyReader first;
        private @Nullable Set<KeyReader> others;
        private int purgeAt = PURGE_MIN;

        Readers(KeyReader first) {
            this.first = first;
        }

        /** Adds another one, unless it is there already. */
        @SuppressWarnings("ReferenceEquality") // each is itself alone
        void add(KeyReader reader) {
            if (reader == first) {
                return;
            }
            if (others == null) {
                others = new LinkedHashSet<>();
            }
            if (others.add(reader) && others.size() >= purgeAt) {
                others.removeIf(each -> !each.isInterested());
                purgeAt = Math.max(PURGE_MIN, 2 * others.size());
            }
        }

        int count() {
            return others == null ? 1 : 1 + others.size();
        }

        List<KeyReader> all() {
            List<KeyReader> all = new ArrayList<>();
            all.add(first);
            if (others != null) {
                all.addAll(others);
            }
            return all;
        }
    }

    private record Modified(@Nullable Bytes key, List<KeyReader> readers, boolean forgotten) {}

    private static final Modified FLUSHED = new Modified(null, List.of(), false);

    private final TrackingTerms terms;
    private final Map<Bytes, Readers> readersByKey = new LinkedHashMap<>();
    private long items;
    private final List<Modified> modified = new ArrayList<>(0);
    private final TreeMap<Bytes, Boolean> broadcast = new TreeMap<>();
    private KeyReaders place = this;

    /** Nobody has read anything yet. */
    KeyReaders(TrackingTerms terms) {
        this.terms = terms;
    }

    // ---- reading ----

    /**
     * Remembers that {@code reader} has read {@code key}, which is copied. When there are too many keys, those read
     * first go: whoever has read them is told, as if they had been modified.
     */
    public void remember(Bytes key, KeyReader reader) {
        Readers readers = readersByKey.get(key);
        if (readers != null) {
            items -= readers.count();
            readers.add(reader);
            items += readers.count();
            return;
        }
        while (terms.isFull() && !readersByKey.isEmpty()) {
            forgetFirst();
        }
        readersByKey.put(key.detached(), new Readers(reader));
        items++;
        terms.count(1);
    }

    private void forgetFirst() {
        Iterator<Map.Entry<Bytes, Readers>> all = readersByKey.entrySet().iterator();
        Map.Entry<Bytes, Readers> first = all.next();
        all.remove();
        removed(first.getKey(), first.getValue(), true);
    }

    private void removed(Bytes key, Readers readers, boolean forgotten) {
        items -= readers.count();
        terms.count(-1);
        place.modified.add(new Modified(key, readers.all(), forgotten));
    }

    /** How many keys are remembered. */
    public int keys() {
        return readersByKey.size();
    }

    /** How many readers they have, added up. */
    public long items() {
        return items;
    }

    // ---- modifying ----

    /**
     * Whether anybody may have to be told of a modified key: asked before everything else, at the cost of two fields.
     */
    boolean isAnybodyThere() {
        return !readersByKey.isEmpty() || terms.isBroadcasting();
    }

    /**
     * A key has come, gone or changed; {@code byStore} says that no command did it: it has expired, or had to make
     * room.
     */
    void modified(Bytes key, boolean byStore) {
        Readers readers = readersByKey.remove(key);
        if (readers != null) {
            removed(key.detached(), readers, false);
        }
        if (terms.isBroadcasting()) {
            place.broadcast.put(key.detached(), byStore);
        }
    }

    /** All keys of a database go. What has been read is forgotten, of whatever database. */
    void flushed() {
        terms.count(-readersByKey.size());
        readersByKey.clear();
        items = 0;
        if (terms.isFlushTold() && !place.modified.contains(FLUSHED)) {
            place.modified.add(FLUSHED);
        }
    }

    // ---- telling ----

    /** What happens from now on is collected at {@code other}, until {@link #collectHere}. */
    void collectAt(KeyReaders other) {
        place = other;
    }

    /** What happens from now on is collected here. */
    void collectHere() {
        place = this;
    }

    /** Whether there is nothing to be told to readers. */
    public boolean isEmpty() {
        return modified.isEmpty();
    }

    /** Tells {@code listener} which keys have been modified that somebody had read, in order, and forgets it. */
    public void tell(Listener listener) {
        modified.forEach(each -> listener.modified(each.key, each.readers, each.forgotten));
        modified.clear();
    }

    /**
     * All keys that have been modified since the last call while somebody wanted to know of every key, in their order,
     * each once with whether it was last modified without a command's doing.
     */
    public Map<Bytes, Boolean> takeBroadcast() {
        if (broadcast.isEmpty()) {
            return Map.of();
        }
        Map<Bytes, Boolean> taken = new TreeMap<>(broadcast);
        broadcast.clear();
        return taken;
    }
}
