package dev.flashkv.command;

import dev.flashkv.keyspace.Clock;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store as a whole, and the process or embedding it lives in, as commands see it. Thread-safe. */
public interface Server {
    /** Where all time comes from. */
    Clock clock();

    /** When it started, in Unix milliseconds. */
    long startMillis();

    /** FlashKV's version, such as 0.1.0. */
    String version();

    /** Forty hexadecimal digits that no other run has. */
    String runId();

    /** How many shards the keyspace is cut into. */
    int shardCount();

    /** The ports it listens at; empty when it has no TCP door open. */
    List<Integer> ports();

    /** The clients connected now, by ascending id. */
    Collection<Client> clients();

    /** The settings that CONFIG knows. */
    ConfigOptions config();

    /** The commands that clients who connect may call, by the names that they have for them. */
    default CommandTable commands() {
        return CommandTable.standard();
    }

    /** Who may do what. */
    AclUsers acl();

    /** The client connected now that has that number, or null. */
    default @Nullable Client client(long id) {
        return clients().stream()
                .filter(client -> client.id() == id)
                .findFirst()
                .orElse(null);
    }

    /** Who is told when what he has read is modified. */
    Tracking tracking();

    /** Who listens to which channels. */
    PubSub pubSub();

    /** Counts what comes in. */
    Traffic traffic();

    /** Starts the counters of traffic, commands and errors anew. Those of the keyspaces are the caller's. */
    void resetStatistics();

    /**
     * Writes the settings in force into the file in redis.conf's syntax that the server was started with, keeping its
     * comments and its order. Returns null, or why it is as it was.
     */
    @Nullable
    String rewriteConfig();

    /** What is watched of the store's own work. */
    Monitoring monitoring();

    /** Lets commands wait. */
    ClientPause pause();

    /** The most that keys and values have taken so far, in bytes. */
    long memoryPeakBytes();

    /** The file in redis.conf's syntax that the server was started with; empty when there is none. */
    default String configFile() {
        return "";
    }

    /**
     * Begins to end the process, in good order. Returns false, and does nothing, when it is not the server's: an
     * embedded store's client must not end its host.
     */
    default boolean endProcess() {
        return false;
    }

    /** Lets the calling thread do nothing for that time: what it holds, stands still. Not positive: returns at once. */
    void pauseMillis(long millis);
}
