package dev.flashkv.command;

/** What has come in since start or CONFIG RESETSTAT. */
public interface Traffic {
    /** Connections accepted. */
    long connectionsReceived();

    /** Commands carried out, over all doors. */
    long commandsProcessed();

    /** Replies that were errors. */
    long errorReplies();
}
