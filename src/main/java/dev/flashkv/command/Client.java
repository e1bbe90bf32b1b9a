package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Watch;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import org.jspecify.annotations.Nullable;

/**
 * One client of the store: a connection, or an embedded caller. It belongs to whoever holds the client's current
 * batch; other threads may read it for CLIENT LIST, and may find its last few fields a moment old.
 */
public final class Client {
    /** Nobody gets it. */
    private static final Reply.ErrorReply GONE = Reply.error("ERR the client has been disconnected");

    /* What the objects of a connection take besides its buffers: an estimate. */
    private static final long BASE_BYTES = 1024;

    /** {@link #transactionLength} of a client that is not making one. */
    public static final int NO_TRANSACTION = -1;

    /**
     * Takes messages for a client that answer none of its commands, such as those of Pub/Sub, and hands them to its
     * connection: each before the client's next reply, all in the order in which they came. Thread-safe.
     */
    public interface Inbox {
        /** Takes a message, which is safe to keep. Never waits for the client; one that reads too slowly is dropped. */
        void push(Reply message);

        /**
         * What comes from here on goes out after the reply of the running command, not before. Only the client's own
         * commands may call it.
         */
        void hold();
    }

    private final long id;
    private final Server server;
    private final String address;
    private final String localAddress;
    private final Runnable disconnect;
    private final long createdMillis;

    private int database;
    private boolean authenticated;
    private volatile AclUser user;
    private volatile Bytes name = Bytes.EMPTY;
    private volatile Bytes libraryName = Bytes.EMPTY;
    private volatile Bytes libraryVersion = Bytes.EMPTY;
    private volatile RespVersion version = RespVersion.RESP2;
    private volatile boolean closing;
    private volatile boolean disconnected;
    private volatile long activeMillis;
    private volatile String lastCommand = "NULL";
    private volatile ClientBuffers buffers = ClientBuffers.NONE;
    private volatile @Nullable Inbox inbox;
    private volatile PubSub.@Nullable Subscriptions subscriptions;
    private volatile @Nullable ClientTracking tracking;
    private volatile boolean monitoring;
    private volatile boolean left;
    private volatile boolean waiting;
    private volatile @Nullable Wait blockedBy;
    private volatile boolean lastInput;
    private volatile boolean evictable = true;
    private @Nullable Transaction transaction;
    private volatile @Nullable Watch watch;
    /** The length of the transaction being made, or -1: for those who ask from other threads. */
    private volatile int transactionLength = NO_TRANSACTION;

    private volatile long transactionBytes;
    private boolean touching = true;
    private final ReplyMode replyMode = new ReplyMode();

    /**
     * A client that has just arrived.
     *
     * @param id its number, unlike any other's of this server
     * @param server what it is a client of
     * @param address where it comes from, such as {@code 127.0.0.1:50000}; empty for an embedded caller
     * @param localAddress where it arrived
     * @param disconnect closes its connection at once, from whatever thread calls it
     */
    public Client(long id, Server server, String address, String localAddress, Runnable disconnect) {
        this.id = id;
        this.server = server;
        this.address = address;
        this.localAddress = localAddress;
        this.disconnect = disconnect;
        this.createdMillis = server.clock().nowMillis();
        this.activeMillis = createdMillis;
        this.user = address.isEmpty() ? AclUser.SUPERUSER : server.acl().defaultUser();
        authenticateByDefault();
    }

    /** Its number: unique, never reused, growing. */
    public long id() {
        return id;
    }

    /** What it is a client of. */
    public Server server() {
        return server;
    }

    /** Where it comes from; empty for an embedded caller. */
    public String address() {
        return address;
    }

    /** Where it arrived; empty for an embedded caller. */
    public String localAddress() {
        return localAddress;
    }

    /** Whether it comes from this machine; an embedded caller does. */
    public boolean isLocal() {
        return address.isEmpty()
                || address.startsWith("127.")
                || address.startsWith("[::1]")
                || address.startsWith("[::ffff:127.");
    }

    /** Whether an option that says yes, no or local lets this client do what it is about. */
    boolean isAllowedBy(ConfigOption option) {
        return option.isYes() || (option.text().equals("local") && isLocal());
    }

    /** When it arrived, in Unix milliseconds. */
    public long createdMillis() {
        return createdMillis;
    }

    /** The number of the database it has selected, 0 at first. */
    public int database() {
        return database;
    }

    /** Sets {@link #database()} for the commands that follow. */
    public void database(int number) {
        database = number;
    }

    /** Whether it has signed in, or had no need to when it came. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** Whether nothing stands between its commands and their being carried out. */
    public boolean isAtEase() {
        return authenticated && transaction == null && subscriptions == null && !monitoring && user.isUnrestricted();
    }

    /** Who it is, as far as rights go. */
    public AclUser user() {
        return user;
    }

    /** It has signed in as {@code user}. */
    void authenticate(AclUser user) {
        this.user = user;
        authenticated = true;
        if (user.isDeleted()) {
            disconnect(); // whoever has deleted him just now has not found this connection among his
        }
    }

    /** Makes it as authenticated as a client that comes now; an embedded caller may do everything in any case. */
    final void authenticateByDefault() {
        authenticated = address.isEmpty() || server.acl().isDefaultUserOpen();
        if (!address.isEmpty()) {
            user = server.acl().defaultUser();
        }
    }

    /** Null when its user may make that call, else why not; then it is in the log of what was denied. */
    public @Nullable AclDenial denial(Command command, boolean inTransaction) {
        if (user.isUnrestricted() || command.spec().index() == CommandSpec.NO_INDEX) {
            return null;
        }
        AclDenial denial = user.denial(command);
        if (denial != null) {
            server.acl().log().denied(this, command, denial, inTransaction);
        }
        return denial;
    }

    /** The name it gave itself, else empty. */
    public Bytes name() {
        return name;
    }

    /** Sets {@link #name()}; empty takes the name away. */
    public void name(Bytes name) {
        this.name = name.detached();
    }

    /** The client library's name, as it said, else empty. */
    public Bytes libraryName() {
        return libraryName;
    }

    /** Sets {@link #libraryName()}. */
    public void libraryName(Bytes name) {
        this.libraryName = name.detached();
    }

    /** The client library's version, as it said, else empty. */
    public Bytes libraryVersion() {
        return libraryVersion;
    }

    /** Sets {@link #libraryVersion()}. */
    public void libraryVersion(Bytes version) {
        this.libraryVersion = version.detached();
    }

    /** The protocol it is answered in. */
    public RespVersion version() {
        return version;
    }

    /** Sets {@link #version()} for this command's reply and all that follow. */
    public void version(RespVersion version) {
        this.version = version;
    }

    /** Whether its connection closes after the reply being made, and what it sent after that is dropped. */
    public boolean isClosing() {
        return closing;
    }

    /** Closes the connection once the reply of the running command is out. */
    public void closeAfterReply() {
        closing = true;
    }

    /** Whether its connection is ended at once, replies that are not on their way included. */
    public boolean isDisconnected() {
        return disconnected;
    }

    /** Closes the connection at once, without the reply of the running command. Any thread may. */
    public void disconnect() {
        disconnected = true;
        closing = true;
        endWait();
        disconnect.run();
    }

    /** Notes that it has sent {@code command} at {@code nowMillis}. */
    public void active(String command, long nowMillis) {
        lastCommand = command;
        activeMillis = nowMillis;
    }

    /** Notes that it has sent or taken bytes at {@code nowMillis}. */
    public void active(long nowMillis) {
        activeMillis = nowMillis;
    }

    /** When it last sent or took something, in Unix milliseconds. */
    public long activeMillis() {
        return activeMillis;
    }

    /** The name of the command it waits at, else of the last of its last batch, or NULL before the first. */
    public String lastCommand() {
        return lastCommand;
    }

    /** Sets {@link #lastCommand()}. */
    public void lastCommand(String name) {
        lastCommand = name;
    }

    /** What its connection keeps in memory for it. */
    public ClientBuffers buffers() {
        return buffers;
    }

    /**
     * So many bytes more, about, are kept for the reply to the command at work, which goes on growing: a short request may
     * ask for very much.
     *
     * @throws CommandException if the client is not there any more, for that or otherwise: then nobody would get it
     */
    void replyGrows(long bytes) {
        buffers.growing(bytes);
        endIfDisconnected();
    }

    /**
     * So many bytes more, about, are registered for it by the command at work, among what it is subscribed to or watches.
     *
     * @throws CommandException if the client is not there any more, for that or otherwise
     */
    void registers(long bytes) {
        buffers.registering(bytes);
        endIfDisconnected();
    }

    private void endIfDisconnected() {
        if (isDisconnected()) {
            throw new CommandException(GONE);
        }
    }

    /** Sets {@link #buffers()}. */
    public void buffers(ClientBuffers buffers) {
        this.buffers = buffers;
    }

    /** Where messages to it go that answer no command of it; null when it takes none, as most embedded callers. */
    public @Nullable Inbox inbox() {
        return inbox;
    }

    /** Sets {@link #inbox()}. */
    public void inbox(Inbox inbox) {
        this.inbox = inbox;
    }

    /** What it is subscribed to; null when it has never been to anything. */
    PubSub.@Nullable Subscriptions subscriptions() {
        return subscriptions;
    }

    /** The same, made if it has not been there. Only for {@link PubSub}. */
    PubSub.Subscriptions subscriptionsOrNew() {
        PubSub.Subscriptions present = subscriptions;
        if (present == null) {
            present = new PubSub.Subscriptions();
            subscriptions = present;
        }
        return present;
    }

    /** Whether it is subscribed to any channel or pattern. */
    public boolean isSubscribed() {
        PubSub.Subscriptions present = subscriptions;
        return present != null && present.total() > 0;
    }

    /**
     * Whether it may call nothing but what has to do with its subscriptions, as RESP2 can't tell messages from replies.
     */
    public boolean isConfinedToPubSub() {
        return subscriptions != null && isSubscribed() && version == RespVersion.RESP2;
    }

    /** Whether it is shown what all clients call. */
    public boolean isMonitoring() {
        return monitoring;
    }

    /** Sets {@link #isMonitoring()}. Only for {@link Monitors}. */
    void monitoring(boolean on) {
        monitoring = on;
    }

    /** Whether it has begun something that goes on after its commands, so that others know of it. */
    public boolean hasBegun() {
        return subscriptions != null || watch != null || tracking != null || monitoring;
    }

    /**
     * It has gone: ends all that others know of it, and lets nothing new begin. To be called once its connection has
     * ended.
     */
    public void leave() {
        left = true;
        disconnected = true;
        closing = true;
        server.pubSub().unsubscribeAll(this);
        endWait();
        Watch watched = watch;
        if (watched != null) {
            watched.end();
        }
        server.monitoring().monitors().remove(this);
        endTracking();
        ClientTracking tracked = tracking;
        if (tracked != null) {
            tracked.forgetClient();
        }
    }

    /** Which of its commands are answered. */
    public ReplyMode replyMode() {
        return replyMode;
    }

    /** What it has asked for with CLIENT TRACKING; null when it has never. Any thread may ask. */
    public @Nullable ClientTracking tracking() {
        return tracking;
    }

    /** The same, made if it has not been there. */
    ClientTracking trackingOrNew() {
        ClientTracking present = tracking;
        if (present == null) {
            present = new ClientTracking(this);
            tracking = present;
        }
        return present;
    }

    /** It is told of keys no more. */
    void endTracking() {
        ClientTracking present = tracking;
        if (present != null) {
            server.tracking().turnOff(present);
        }
    }

    /** Whether it has gone: then nothing may be registered for it any more. */
    boolean hasLeft() {
        return left;
    }

    /** Whether its next command waits for the end of a pause. */
    public boolean isWaiting() {
        return waiting;
    }

    /** Sets {@link #isWaiting()}. */
    public void waiting(boolean waiting) {
        this.waiting = waiting;
    }

    /** All that it takes in memory, in bytes, estimated. Any thread may ask. */
    public long memoryBytes() {
        return BASE_BYTES + buffers.totalBytes() + transactionBytes + registeredBytes();
    }

    /** What is kept where others look for it: subscriptions, what it watches, waits for and tracks. */
    private long registeredBytes() {
        PubSub.Subscriptions subscribed = subscriptions;
        Watch watched = watch;
        ClientTracking tracked = tracking;
        Wait waits = blockedBy;
        return (subscribed == null ? 0 : subscribed.sizeBytes())
                + (watched == null ? 0 : watched.sizeBytes())
                + (tracked == null ? 0 : tracked.sizeBytes())
                + (waits == null ? 0 : waits.sizeBytes());
    }

    /** Whether its connection may be closed when clients take too much memory. */
    public boolean isEvictable() {
        return evictable;
    }

    /** Sets {@link #isEvictable()}. */
    void evictable(boolean evictable) {
        this.evictable = evictable;
    }

    /** Whether its commands count as uses of their keys. */
    public boolean isTouching() {
        return touching;
    }

    /** Sets {@link #isTouching()}. */
    void touching(boolean touching) {
        this.touching = touching;
    }

    // ---- blocking commands ----

    /** A blocking command's wait; any thread may end it, and only one does. */
    public interface Wait {
        /**
         * Ends the wait if nothing else has ended it yet, and says whether it did.
         *
         * @param reply what the command then answers, or null for the null of a timeout
         */
        boolean end(Reply.@Nullable ErrorReply reply);

        /** What it takes in memory, in bytes, estimated. */
        long sizeBytes();
    }

    /** What it waits for, or null. Any thread may ask. */
    public @Nullable Wait blockedBy() {
        return blockedBy;
    }

    /** Sets {@link #blockedBy()}. */
    public void blockedBy(@Nullable Wait wait) {
        blockedBy = wait;
        if (wait != null && (lastInput || disconnected)) {
            disconnect(); // it left before it could be told that there is something to end
        }
    }

    /** It sends nothing more: what it has sent is carried out, but it waits for nothing. Any thread may say so. */
    public void lastInput() {
        lastInput = true;
        if (blockedBy != null) {
            disconnect();
        }
    }

    private void endWait() {
        Wait wait = blockedBy;
        if (wait != null) {
            wait.end(null);
        }
    }

    // ---- MULTI and WATCH ----

    /** The transaction it is making, or null. */
    public @Nullable Transaction transaction() {
        return transaction;
    }

    /** Begins a transaction. */
    void beginTransaction() {
        transaction = new Transaction();
        transactionLength = 0;
        transactionBytes = 0;
    }

    /** Notes that a command was added to the transaction it is making. */
    public void queued(Command command) {
        if (transaction != null) {
            transaction.add(command);
            transactionLength = transaction.commands().size();
            transactionBytes = transaction.sizeBytes();
        }
    }

    /** Ends the transaction it is making, if any, and all watching. */
    public void endTransaction() {
        transaction = null;
        transactionLength = NO_TRANSACTION;
        transactionBytes = 0;
        unwatch();
    }

    /** How many commands its transaction has so far, or {@link #NO_TRANSACTION}. Any thread may ask. */
    public int transactionLength() {
        return transactionLength;
    }

    /** What the commands of its transaction take in memory, in bytes, estimated; 0 without one. Any thread may ask. */
    public long transactionBytes() {
        return transactionBytes;
    }

    /** Sets {@link #transactionBytes()}, for a transaction that has ended and is being carried out. */
    public void transactionBytes(long bytes) {
        transactionBytes = bytes;
    }

    /** Lets go of what it has sent last, as far as that is not kept on purpose. */
    public void chunkEnds() {
        if (transaction != null) {
            transaction.own();
        }
    }

    /** Its watch over keys, begun if there is none. */
    Watch watch() {
        Watch existing = watch;
        if (existing != null) {
            return existing;
        }
        Watch made = new Watch();
        watch = made;
        if (left) {
            made.end();
        }
        return made;
    }

    /** Its watch over keys, or null when it watches none. */
    public @Nullable Watch watchOrNull() {
        return watch;
    }

    /** Watches no key any more. */
    void unwatch() {
        Watch ended = watch;
        if (ended != null) {
            ended.end();
            watch = null;
        }
    }
}
