package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.keyspace.KeyReader;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one client has asked for with CLIENT TRACKING. The client's own commands change it; whoever modifies a key that
 * it has read, on whatever thread, reads it.
 */
public final class ClientTracking implements KeyReader {

    /**
     * How keys are tracked.
     *
     * @param broadcast the client is told of all keys with its prefixes, whether it has read them or not
     * @param optIn only what is read after CLIENT CACHING YES is remembered
     * @param optOut what is read after CLIENT CACHING NO is not remembered
     * @param noLoop it is not told of what it modifies itself
     * @param target the client that is told in its place; null for itself
     */
    record Mode(
            boolean broadcast,
            boolean optIn,
            boolean optOut,
            boolean noLoop,
            @Nullable Client target) {}

    /** A prefix among the client's, and among those of all: there with a set of clients, mostly of one. */
    private static final long PREFIX_BYTES = 2 * HeapLayout.mapNode() + HeapLayout.setOfOne();

    private static final Reply INVALIDATE = Reply.bulk("invalidate");
    private static final Reply MESSAGE = Reply.bulk("message");
    private static final Reply CHANNEL = Reply.bulk("__redis__:invalidate");
    private static final Reply BROKEN = Reply.bulk("tracking-redir-broken");

    /** Null once it has gone: that it has read something must not keep it in memory. */
    private volatile @Nullable Client client;

    private final Set<Bytes> prefixes = new TreeSet<>();
    /** Who asks from another thread may get what it was a moment ago. */
    private long sizeBytes;

    private volatile @Nullable Mode mode;
    private volatile boolean broken;
    private boolean caching;

    ClientTracking(Client client) {
        this.client = client;
    }

    /** Whose it is; null once it has gone. */
    @Nullable
    Client client() {
        return client;
    }

    /** The client has gone, and does not track any more. */
    void forgetClient() {
        client = null;
    }

    @Override
    public boolean isInterested() {
        return mode != null;
    }

    /** How keys are tracked, or null when they are not. Any thread may ask. */
    @Nullable
    Mode mode() {
        return mode;
    }

    /** Sets {@link #mode()}. Only for {@link Tracking}. */
    void mode(@Nullable Mode mode) {
        this.mode = mode;
        broken = false;
        caching &= mode != null;
    }

    /** The prefixes of the keys that it is told of, in order. Only for {@link Tracking}. */
    Set<Bytes> prefixes() {
        return prefixes;
    }

    /** A prefix has come to those that it has. Only for {@link Tracking}. */
    void addPrefix(Bytes prefix) {
        if (prefixes.add(prefix)) {
            sizeBytes += HeapLayout.string(prefix.length()) + PREFIX_BYTES;
        }
    }

    /** It has no prefixes any more. Only for {@link Tracking}. */
    void clearPrefixes() {
        prefixes.clear();
        sizeBytes = 0;
    }

    /** What the prefixes take in memory, in bytes, estimated. Any thread may ask. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Whether it could not be told of something, as the client that is to be told in its place has gone. */
    boolean isBroken() {
        return broken;
    }

    /** Whether CLIENT CACHING has said that the next command is an exception. */
    boolean isCaching() {
        return caching;
    }

    /** The next command, or transaction, is an exception. */
    void cachingNext() {
        caching = true;
    }

    /** Whether what a command has read of which this is the row is to be remembered. */
    public boolean remembers(CommandSpec spec) {
        Mode now = mode;
        return now != null
                && !now.broadcast
                && (now.optIn ? caching : !now.optOut || !caching)
                && spec.flags().contains(CommandFlag.READONLY);
    }

    /**
     * A command of {@code client} has been answered: the exception that CLIENT CACHING has made ends, but not with a
     * call of CLIENT.
     */
    public void answered(Command command, Client client) {
        if (caching && client.transaction() == null && !command.spec().name().startsWith("client|")) {
            caching = false;
        }
    }

    /** Tells it of {@code keys}: an array of them, or null for all. Safe to keep. Any thread may. */
    void tell(Reply keys) {
        Mode now = mode;
        Client reader = client;
        if (now == null || reader == null) {
            return;
        }
        Client to = now.target == null ? reader : now.target;
        if (now.target != null && to.isClosing()) {
            broken = true;
            if (reader.version() == RespVersion.RESP3) {
                push(reader, Reply.push(BROKEN, Reply.integer(to.id())));
            }
        } else if (to.version() == RespVersion.RESP3) {
            push(to, Reply.push(INVALIDATE, keys));
        } else if (now.target != null && to.isSubscribed()) {
            push(to, Reply.push(MESSAGE, CHANNEL, keys));
        }
    }

    private static void push(Client to, Reply message) {
        Client.Inbox inbox = to.inbox();
        if (inbox != null) {
            inbox.push(message);
        }
    }
}
