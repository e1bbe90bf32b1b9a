package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.KeyReader;
import dev.flashkv.keyspace.KeyReaders;
import dev.flashkv.keyspace.TrackingTerms;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The clients of a store that keep what they have read, and are told when it is no longer so. Thread-safe. */
public final class Tracking {

    /*
     * What a client has read is remembered by the shard that has the key, in the same moment; and who modifies a key
     * there tells its readers before anybody gets his reply. So a client that has read a value is told of whatever
     * comes after it.
     *
     * It is told of its own doing behind its own reply: a value that it was sent in the reply is as old as that.
     */

    /** What a client is to be told when it has got its reply. */
    public record Own(ClientTracking reader, Reply keys) {
        /** Tells it. */
        public void tell() {
            reader.tell(keys);
        }
    }

    private final TrackingTerms terms;
    private final Set<ClientTracking> all = new LinkedHashSet<>();
    private final TreeMap<Bytes, Set<ClientTracking>> byPrefix = new TreeMap<>();
    private volatile int clients;
    private volatile int prefixes;

    /** Nobody keeps anything. {@code terms} are those of the store's shards. */
    public Tracking(TrackingTerms terms) {
        this.terms = terms;
    }

    /** How many clients there are that keep what they read. */
    int clients() {
        return clients;
    }

    /** How many different prefixes there are of keys that somebody wants to know everything about. */
    int prefixes() {
        return prefixes;
    }

    /**
     * Begins to track in that mode, or goes on in it. {@code more} prefixes come to those that it has, if it
     * broadcasts.
     */
    synchronized void turnOn(ClientTracking tracking, ClientTracking.Mode mode, List<Bytes> more) {
        Client client = tracking.client();
        if (client == null || client.hasLeft()) {
            return;
        }
        all.add(tracking);
        tracking.mode(mode);
        for (Bytes prefix : mode.broadcast() && more.isEmpty() ? List.of(Bytes.EMPTY) : more) {
            Bytes own = prefix.detached();
            tracking.addPrefix(own);
            byPrefix.computeIfAbsent(own, none -> new LinkedHashSet<>()).add(tracking);
        }
        count();
    }

    /** Ends tracking; nothing happens if it has not begun. */
    synchronized void turnOff(ClientTracking tracking) {
        tracking.mode(null);
        all.remove(tracking);
        for (Bytes prefix : tracking.prefixes()) {
            Set<ClientTracking> readers = byPrefix.get(prefix);
            if (readers != null && readers.remove(tracking) && readers.isEmpty()) {
                byPrefix.remove(prefix);
            }
        }
        tracking.clearPrefixes();
        count();
    }

    private void count() {
        clients = all.size();
        prefixes = byPrefix.size();
        terms.wanted(!all.isEmpty(), !byPrefix.isEmpty());
    }

    /** The prefixes of that client, in order. */
    synchronized List<Bytes> prefixesOf(ClientTracking tracking) {
        return List.copyOf(tracking.prefixes());
    }

    /**
     * Tells the readers of modified keys, and empties {@code readers} of them.
     *
     * @param cause whose command it is that has ended; null when it is nobody's
     * @param own receives what {@code cause} itself is to be told behind its reply
     */
    public void tell(KeyReaders readers, @Nullable Client cause, List<Own> own) {
        readers.tell((key, those, forgotten) -> {
            if (key == null) {
                everybody().forEach(each -> tell(each, Reply.NULL, cause, own));
                return;
            }
            Reply keys = Reply.array(Reply.bulk(key));
            for (KeyReader each : those) {
                ClientTracking reader = (ClientTracking) each;
                ClientTracking.Mode mode = reader.mode();
                if (mode != null && !mode.broadcast() && (forgotten || !isLoop(reader, mode, cause))) {
                    tell(reader, keys, cause, own);
                }
            }
        });
    }

    private synchronized List<ClientTracking> everybody() {
        return List.copyOf(all);
    }

    /**
     * Tells those who want to know everything about keys with certain prefixes of all keys that have been modified.
     *
     * @param keys in their order, each with whether it was modified without a command's doing
     * @param cause whose command it is that has ended; null when it is nobody's
     * @param own receives what {@code cause} itself is to be told behind its reply
     */
    public synchronized void broadcast(Map<Bytes, Boolean> keys, @Nullable Client cause, List<Own> own) {
        NavigableMap<Bytes, Broadcast> told = new TreeMap<>();
        keys.forEach((key, isByStore) -> forEachPrefixOf(
                key,
                prefix -> told.computeIfAbsent(prefix, none -> new Broadcast()).add(key, isByStore)));
        told.forEach((prefix, modified) -> {
            for (ClientTracking reader : byPrefix.getOrDefault(prefix, Set.of())) {
                ClientTracking.Mode mode = reader.mode();
                if (mode != null) {
                    List<Reply> those = isLoop(reader, mode, cause) ? modified.byStore : modified.all;
                    if (!those.isEmpty()) {
                        tell(reader, Reply.array(those), cause, own);
                    }
                }
            }
        });
    }

    /** The keys of one prefix. */
    private static final class Broadcast {
        private final List<Reply> all = new ArrayList<>();
        private final List<Reply> byStore = new ArrayList<>();

        void add(Bytes key, boolean isByStore) {
            Reply name = Reply.bulk(key);
            all.add(name);
            if (isByStore) {
                byStore.add(name);
            }
        }
    }

    /**
     * All prefixes that {@code key} begins with, the longest first. Those that it doesn't begin with are skipped: one
     * client may want to be told of very many, and each command that modifies a key comes here.
     */
    private void forEachPrefixOf(Bytes key, Consumer<Bytes> action) {
        Bytes prefix = byPrefix.floorKey(key);
        while (prefix != null) {
            int common = commonLength(prefix, key);
            if (common == prefix.length()) {
                action.accept(prefix);
                prefix = byPrefix.lowerKey(prefix);
            } else {
                // A longer one would stand between this one and the key.
                prefix = byPrefix.floorKey(key.slice(0, common));
            }
        }
    }

    private static int commonLength(Bytes one, Bytes other) {
        int length = Math.min(one.length(), other.length());
        int from = one.arrayOffset();
        int otherFrom = other.arrayOffset();
        int mismatch = Arrays.mismatch(one.array(), from, from + length, other.array(), otherFrom, otherFrom + length);
        return mismatch < 0 ? length : mismatch;
    }

    @SuppressWarnings("ReferenceEquality") // each is itself alone
    private static boolean isLoop(ClientTracking reader, ClientTracking.Mode mode, @Nullable Client cause) {
        return mode.noLoop() && reader.client() == cause;
    }

    @SuppressWarnings("ReferenceEquality") // each is itself alone
    private static void tell(ClientTracking reader, Reply keys, @Nullable Client cause, List<Own> own) {
        if (reader.client() == cause) {
            own.add(new Own(reader, keys));
        } else {
            reader.tell(keys);
        }
    }
}
