package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.resp.RespVersion;

/**
 * One client of the store: a connection, or an embedded caller. It belongs to whoever holds the client's current
 * batch; other threads may read it for CLIENT LIST, and may find its last few fields a moment old.
 */
public final class Client {
    /** The user that every connection is signed in as. */
    public static final String USER = "default";

    private final long id;
    private final Server server;
    private final String address;
    private final String localAddress;
    private final Runnable disconnect;
    private final long createdMillis;

    private int database;
    private boolean authenticated;
    private volatile Bytes name = Bytes.EMPTY;
    private volatile Bytes libraryName = Bytes.EMPTY;
    private volatile Bytes libraryVersion = Bytes.EMPTY;
    private volatile RespVersion version = RespVersion.RESP2;
    private volatile boolean closing;
    private volatile boolean disconnected;
    private volatile long activeMillis;
    private volatile String lastCommand = "NULL";
    private volatile long queryBytes;
    private volatile long queryFreeBytes;
    private volatile long outputBytes;

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

    /** Whether it may do more than sign in: it has given the password, or there was none when it came. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** It has given the password. */
    void authenticate() {
        authenticated = true;
    }

    /** Makes it as authenticated as a client that comes now; an embedded caller is in any case. */
    void authenticateByDefault() {
        authenticated = address.isEmpty() || !server.isPasswordSet();
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

    /** The name of the last command of its last batch, or NULL before the first. */
    public String lastCommand() {
        return lastCommand;
    }

    /**
     * Notes what the connection keeps in memory for it, all in bytes.
     *
     * @param queryBytes what it has sent and is not carried out yet
     * @param queryFreeBytes room for more of it
     * @param outputBytes replies it has not taken yet
     */
    public void buffers(long queryBytes, long queryFreeBytes, long outputBytes) {
        this.queryBytes = queryBytes;
        this.queryFreeBytes = queryFreeBytes;
        this.outputBytes = outputBytes;
    }

    /** Appends its line of CLIENT LIST, without a line end: Redis' fields in Redis' order, 0 where there is no such thing. */
    StringBuilder describe(long nowMillis, StringBuilder line) {
        // A connection has no file descriptor of its own that we know of; Redis prints -1 for a client without one.
        field(line, "id", id).append(" addr=").append(address).append(" laddr=").append(localAddress);
        line.append(" fd=-1 name=").append(name);
        field(line, " age", Math.max(0, nowMillis - createdMillis) / 1000);
        field(line, " idle", Math.max(0, nowMillis - activeMillis) / 1000);
        line.append(closing ? " flags=c" : " flags=N")
                .append(" db=")
                .append(database)
                .append(" sub=0 psub=0 ssub=0 multi=-1");
        field(line, " qbuf", queryBytes);
        field(line, " qbuf-free", queryFreeBytes);
        line.append(" argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0");
        field(line, " omem", outputBytes);
        field(line, " tot-mem", queryBytes + queryFreeBytes + outputBytes);
        line.append(" events=r cmd=")
                .append(lastCommand)
                .append(" user=")
                .append(USER)
                .append(" redir=-1");
        field(line, " resp", version.number());
        return line.append(" lib-name=").append(libraryName).append(" lib-ver=").append(libraryVersion);
    }

    private static StringBuilder field(StringBuilder line, String name, long value) {
        return line.append(name).append('=').append(value);
    }
}
