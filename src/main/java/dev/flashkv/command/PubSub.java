package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.keyspace.KeyEvents;
import dev.flashkv.reply.Reply;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;

/**
 * Who listens to which channels of a store. Thread-safe.
 *
 * <p>Everything happens under one lock, briefly: so all subscribers get all messages in one order, and a subscriber
 * gets exactly those that are published between its subscription and its end.
 */
public final class PubSub {

    /** What clients subscribe to. */
    public enum Kind {
        /** A channel by its name. */
        CHANNEL("", Counting.TOGETHER),
        /** All channels that match a glob. */
        PATTERN("p", Counting.TOGETHER),
        /** A channel of one slot, apart from the others. */
        SHARD_CHANNEL("s", Counting.APART);

        /**
         * Which subscriptions a confirmation counts: those to channels and patterns together, those to shard channels
         * apart.
         */
        private enum Counting {
            TOGETHER,
            APART
        }

        private final String prefix;
        private final Counting counting;

        Kind(String prefix, Counting counting) {
            this.prefix = prefix;
            this.counting = counting;
        }
    }

    /** What messages and confirmations of one kind begin with. */
    private record Words(Reply subscribed, Reply unsubscribed, Reply message) {
        Words(String prefix) {
            this(Reply.bulk(prefix + "subscribe"), Reply.bulk(prefix + "unsubscribe"), Reply.bulk(prefix + "message"));
        }
    }

    /** What one client is subscribed to. Any thread may ask how much that is. */
    static final class Subscriptions {
        private final Map<Kind, Set<Bytes>> names = new EnumMap<>(Kind.class);
        private volatile int channels;
        private volatile int patterns;
        private volatile int shardChannels;
        /** Who asks from another thread may get what it was a moment ago. */
        private long sizeBytes;

        Subscriptions() {
            for (Kind kind : Kind.values()) {
                names.put(kind, new LinkedHashSet<>());
            }
        }

        int channels() {
            return channels;
        }

        int patterns() {
            return patterns;
        }

        int shardChannels() {
            return shardChannels;
        }

        int total() {
            return channels + patterns + shardChannels;
        }

        /** What they take in memory, in bytes, estimated. */
        long sizeBytes() {
            return sizeBytes;
        }

        private Set<Bytes> of(Kind kind) {
            return of(names, kind);
        }

        private static <T> T of(Map<Kind, T> map, Kind kind) {
            T value = map.get(kind);
            if (value == null) {
                throw new IllegalStateException("nothing for " + kind);
            }
            return value;
        }

        private boolean add(Kind kind, Bytes name) {
            if (!of(kind).add(name)) {
                return false;
            }
            count();
            sizeBytes += bytesOf(name);
            return true;
        }

        private boolean remove(Kind kind, Bytes name) {
            if (!of(kind).remove(name)) {
                return false;
            }
            count();
            sizeBytes -= bytesOf(name);
            return true;
        }

        /** The name, as one of the client's and as one that somebody listens to. */
        private static long bytesOf(Bytes name) {
            return HeapLayout.string(name.length()) + 2 * HeapLayout.mapNode() + LISTENER_BYTES;
        }

        private void count() {
            channels = of(Kind.CHANNEL).size();
            patterns = of(Kind.PATTERN).size();
            shardChannels = of(Kind.SHARD_CHANNEL).size();
        }

        private Reply counted(Kind kind) {
            return Reply.integer(kind.counting == Kind.Counting.APART ? shardChannels : channels + patterns);
        }
    }

    /** A push for each name, made when it is looked at: of a million names these would be a third of what they take. */
    private static final class Confirmations extends AbstractList<Reply> implements RandomAccess {
        private final Reply what;
        private final List<Bytes> names;
        private final List<Reply> counts;

        Confirmations(Reply what, List<Bytes> names, List<Reply> counts) {
            this.what = what;
            this.names = names;
            this.counts = counts;
        }

        @Override
        public Reply get(int index) {
            return Reply.push(what, Reply.bulk(names.get(index)), counts.get(index));
        }

        @Override
        public int size() {
            return names.size();
        }
    }

    /** The set of those who listen to a name, each one's part of it. */
    private static final long LISTENER_BYTES = HeapLayout.object(2L * HeapLayout.REFERENCE_BYTES);

    /** What a confirmation is made of before it is encoded: a count, and places in two lists. */
    private static final long CONFIRMATION_BYTES = HeapLayout.object(Long.BYTES) + 2L * HeapLayout.REFERENCE_BYTES;

    private static final Map<Kind, Words> WORDS = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            WORDS.put(kind, new Words(kind.prefix));
        }
    }

    private final Map<Kind, Map<Bytes, Set<Client>>> listeners = new EnumMap<>(Kind.class);

    /** Whether nobody listens to anything: for those who publish to nobody. */
    private volatile boolean silent = true;

    /** Nobody listens to anything. */
    public PubSub() {
        for (Kind kind : Kind.values()) {
            listeners.put(kind, new LinkedHashMap<>());
        }
    }

    private static Words words(Kind kind) {
        return Subscriptions.of(WORDS, kind);
    }

    private Map<Bytes, Set<Client>> of(Kind kind) {
        return Subscriptions.of(listeners, kind);
    }

    /**
     * Subscribes the client to the names that are left of {@code args}; returns a confirmation for each. Messages come
     * after them.
     */
    synchronized Reply subscribe(Client client, Kind kind, Args args) {
        Client.Inbox inbox = client.inbox();
        if (inbox != null) {
            inbox.hold();
        }
        Subscriptions subscriptions = client.subscriptionsOrNew();
        List<Bytes> names = new ArrayList<>(args.remaining());
        List<Reply> counts = new ArrayList<>(args.remaining());
        while (args.hasNext()) {
            client.replyGrows(CONFIRMATION_BYTES);
            Bytes name = args.next().detached();
            if (!client.hasLeft() && subscriptions.add(kind, name)) {
                addListener(of(kind), name, client);
                silent = false;
            }
            names.add(name);
            counts.add(subscriptions.counted(kind));
        }
        return several(new Confirmations(words(kind).subscribed, names, counts));
    }

    /** Ends the client's subscriptions to the names that are left of {@code args}, all without any; confirms each. */
    synchronized Reply unsubscribe(Client client, Kind kind, Args args) {
        Subscriptions subscriptions = client.subscriptionsOrNew();
        List<Bytes> names = new ArrayList<>();
        if (!args.hasNext()) {
            names.addAll(subscriptions.of(kind));
        }
        while (args.hasNext()) {
            names.add(args.next());
        }
        if (names.isEmpty()) {
            return Reply.push(words(kind).unsubscribed, Reply.NULL, subscriptions.counted(kind));
        }
        List<Reply> counts = new ArrayList<>(names.size());
        for (Bytes name : names) {
            client.replyGrows(CONFIRMATION_BYTES);
            remove(client, subscriptions, kind, name);
            counts.add(subscriptions.counted(kind));
        }
        return several(new Confirmations(words(kind).unsubscribed, names, counts));
    }

    /** Ends all subscriptions of the client, which need not have any. */
    synchronized void unsubscribeAll(Client client) {
        Subscriptions subscriptions = client.subscriptions();
        if (subscriptions == null) {
            return;
        }
        for (Kind kind : Kind.values()) {
            for (Bytes name : List.copyOf(subscriptions.of(kind))) {
                remove(client, subscriptions, kind, name);
            }
        }
    }

    private void remove(Client client, Subscriptions subscriptions, Kind kind, Bytes name) {
        if (!subscriptions.remove(kind, name)) {
            return;
        }
        removeListener(of(kind), name, client);
        silent = of(Kind.CHANNEL).isEmpty()
                && of(Kind.PATTERN).isEmpty()
                && of(Kind.SHARD_CHANNEL).isEmpty();
    }

    /** Names may be very many, and most have one listener: who is alone has no set of its own that could grow. */
    private static void addListener(Map<Bytes, Set<Client>> listeners, Bytes name, Client client) {
        Set<Client> present = listeners.putIfAbsent(name, Set.of(client));
        if (present == null) {
            return;
        }
        if (present.size() == 1) {
            present = new LinkedHashSet<>(present);
            listeners.put(name, present);
        }
        present.add(client);
    }

    private static void removeListener(Map<Bytes, Set<Client>> listeners, Bytes name, Client client) {
        Set<Client> present = listeners.get(name);
        if (present == null || !present.contains(client)) {
            return;
        }
        if (present.size() == 1) {
            listeners.remove(name);
        } else {
            present.remove(client);
            if (present.size() == 1) {
                listeners.put(name, Set.copyOf(present));
            }
        }
    }

    private static Reply several(List<Reply> confirmations) {
        return confirmations.size() == 1 ? confirmations.get(0) : new Reply.Several(confirmations);
    }

    /** Whether the client is subscribed to anything that those rights do not have. */
    synchronized boolean isSubscribedBeyond(Client client, AclRights rights) {
        Subscriptions subscriptions = client.subscriptions();
        if (subscriptions == null) {
            return false;
        }
        for (Kind kind : Kind.values()) {
            for (Bytes name : subscriptions.of(kind)) {
                if (!rights.hasChannel(name, kind == Kind.PATTERN)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Hands a message to everybody who listens to the channel, and says how many did. Copies what it keeps. */
    public int publish(Bytes channel, Bytes message) {
        return silent ? 0 : publishLoudly(channel, message);
    }

    private synchronized int publishLoudly(Bytes channel, Bytes message) {
        int receivers = tell(Kind.CHANNEL, channel, message);
        Map<Bytes, Set<Client>> patterns = of(Kind.PATTERN);
        if (patterns.isEmpty()) {
            return receivers;
        }
        Reply name = null;
        Reply text = null;
        for (Map.Entry<Bytes, Set<Client>> pattern : patterns.entrySet()) {
            if (Glob.matches(pattern.getKey(), channel)) {
                if (name == null || text == null) {
                    name = Reply.bulk(channel.detached());
                    text = Reply.bulk(message.detached());
                }
                receivers += tell(
                        pattern.getValue(),
                        Reply.push(words(Kind.PATTERN).message, Reply.bulk(pattern.getKey()), name, text));
            }
        }
        return receivers;
    }

    /**
     * Hands what has happened to keys to everybody who listens to it, and empties {@code events}. No other messages
     * come between.
     */
    public void tell(KeyEvents events) {
        if (silent) {
            events.forget();
        } else {
            tellLoudly(events);
        }
    }

    private synchronized void tellLoudly(KeyEvents events) {
        boolean byKey = events.isByKey();
        boolean byEvent = events.isByEvent();
        events.tell((database, event, key) -> {
            if (byKey) {
                publishLoudly(eventChannel("__keyspace@", database, key), event.text());
            }
            if (byEvent) {
                publishLoudly(eventChannel("__keyevent@", database, event.text()), key);
            }
        });
    }

    private static Bytes eventChannel(String kind, int database, Bytes name) {
        Bytes prefix = Bytes.of(kind + database + "__:");
        byte[] channel = new byte[prefix.length() + name.length()];
        prefix.copyTo(channel, 0);
        name.copyTo(channel, prefix.length());
        return Bytes.wrap(channel);
    }

    /** The same for the channels of a slot. */
    synchronized int publishToShard(Bytes channel, Bytes message) {
        return tell(Kind.SHARD_CHANNEL, channel, message);
    }

    private int tell(Kind kind, Bytes channel, Bytes message) {
        Set<Client> clients = of(kind).get(channel);
        return clients == null
                ? 0
                : tell(
                        clients,
                        Reply.push(
                                words(kind).message, Reply.bulk(channel.detached()), Reply.bulk(message.detached())));
    }

    private static int tell(Set<Client> clients, Reply message) {
        for (Client client : clients) {
            Client.Inbox inbox = client.inbox();
            if (inbox != null) {
                inbox.push(message);
            }
        }
        return clients.size();
    }

    /**
     * Runs {@code action}, between whose messages no others come: for a transaction. It holds up whoever publishes
     * meanwhile, so it must not wait for anything.
     */
    public synchronized void together(Runnable action) {
        action.run();
    }

    /** The names of that kind that anybody is subscribed to and that match the glob. */
    synchronized List<Bytes> names(Kind kind, Bytes glob) {
        return of(kind).keySet().stream()
                .filter(name -> Glob.matches(glob, name))
                .toList();
    }

    /** How many names of that kind anybody is subscribed to. */
    synchronized int count(Kind kind) {
        return of(kind).size();
    }

    /** How many clients are subscribed to that name. */
    synchronized int clients(Kind kind, Bytes name) {
        Set<Client> clients = of(kind).get(name);
        return clients == null ? 0 : clients.size();
    }
}
