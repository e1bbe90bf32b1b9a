package dev.flashkv.command;

import java.util.List;
import java.util.SortedMap;

/** What has come in and gone out since start or CONFIG RESETSTAT. */
public interface Traffic {
    /** Connections accepted. */
    long connectionsReceived();

    /** Connections refused: there were too many, or protected mode does not let them in. */
    long connectionsRejected();

    /** Connections ended because all clients together took too much memory. */
    long clientsEvicted();

    /** The most bytes that one client had sent and that were not carried out yet, in the last few seconds. */
    long recentInputBytesMax();

    /** The most bytes that waited for one client, in the last few seconds. */
    long recentOutputBytesMax();

    /** Commands carried out, over all doors. */
    long commandsProcessed();

    /** Commands carried out in a second, on average over the last one or two. */
    double commandsPerSecond();

    /** Bytes that clients have sent over TCP. */
    long inputBytes();

    /** Bytes of it in a second, on average over the last one or two. */
    double inputBytesPerSecond();

    /** Bytes that clients have been sent over TCP. */
    long outputBytes();

    /** Bytes of it in a second, on average over the last one or two. */
    double outputBytesPerSecond();

    /** Replies that were errors. */
    long errorReplies();

    /** How often each code of an error has been answered. */
    SortedMap<String, Long> errors();

    /** The figures of each command that has been called or refused, in the table's order. */
    List<CommandFigures> commands();

    /** How long sweeps of expired keys have taken, in nanoseconds. */
    long sweepNanos();
}
