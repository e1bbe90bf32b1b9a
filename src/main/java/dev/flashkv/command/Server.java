package dev.flashkv.command;

import dev.flashkv.keyspace.Clock;
import java.util.Collection;
import java.util.List;

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

    /** Counts what comes in. */
    Traffic traffic();

    /** Lets the calling thread do nothing for that time: what it holds, stands still. Not positive: returns at once. */
    void pauseMillis(long millis);
}
