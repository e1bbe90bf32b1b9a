package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.resp.RespVersion;

/**
 * One client of the store: a connection, or an embedded caller. It belongs to whoever holds the client's current
 * batch; other threads may read it for CLIENT LIST, and may find its last few fields a moment old.
 */
public final class Client {
    private final long id;
    private final Server server;
    private final String address;
    private final String localAddress;
    private final Runnable disconnect;
    private final long createdMillis;

    private int database;
    private volatile Bytes name = Bytes.EMPTY;
    private volatile Bytes libraryName = Bytes.EMPTY;
    private volatile Bytes libraryVersion = Bytes.EMPTY;
    private volatile RespVersion version = RespVersion.RESP2;
    private volatile boolean closing;
    private volatile long activeMillis;
    private volatile String lastCommand = "NULL";

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

    /** Closes the connection at once. Any thread may. */
    public void disconnect() {
        closing = true;
        disconnect.run();
    }

    /** Notes that it has sent {@code command} at {@code nowMillis}. */
    public void active(String command, long nowMillis) {
        lastCommand = command;
        activeMillis = nowMillis;
    }

    /** When it last sent something, in Unix milliseconds. */
    public long activeMillis() {
        return activeMillis;
    }

    /** The name of the last command of its last batch, or NULL before the first. */
    public String lastCommand() {
        return lastCommand;
    }
}
