package dev.flashkv.command;

/** What has come in since start or CONFIG RESETSTAT. */
public interface Traffic {
    /** Connections accepted. */
    long connectionsReceived();

    /** Connections refused: there were too many, or protected mode does not let them in. */
    long connectionsRejected();

    /** Commands carried out, over all doors. */
    long commandsProcessed();

    /** Replies that were errors. */
    long errorReplies();
}
