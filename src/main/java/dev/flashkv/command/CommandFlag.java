package dev.flashkv.command;

import java.util.Locale;

/** What is true of a command, in the words of COMMAND INFO. */
public enum CommandFlag {
    /** Changes keys. */
    WRITE,
    /** Reads keys and changes none. */
    READONLY,
    /** May take memory: refused when the memory limit is reached. */
    DENYOOM,
    /** For administrators. */
    ADMIN,
    /** Belongs to Pub/Sub. */
    PUBSUB,
    /** Not to be called by scripts. */
    NOSCRIPT,
    /** May block its client. */
    BLOCKING,
    /** Allowed while a data set is being loaded. */
    LOADING,
    /** Allowed on a replica whose data is stale. */
    STALE,
    /** Not shown to MONITOR. */
    SKIP_MONITOR,
    /** Not kept in the slow log. */
    SKIP_SLOWLOG,
    /** Takes constant or logarithmic time. */
    FAST,
    /** Allowed before authentication. */
    NO_AUTH,
    /** May be replicated although it is no write. */
    MAY_REPLICATE,
    /** Not allowed in a transaction. */
    NO_MULTI,
    /** Not allowed while a data set is being loaded in the background. */
    NO_ASYNC_LOADING,
    /** Its keys' places depend on its arguments. */
    MOVABLEKEYS,
    /** Allowed while a script runs for too long. */
    ALLOW_BUSY;

    /** Whether COMMAND INFO shows it: Redis keeps one to itself. */
    public boolean isShown() {
        return this != MAY_REPLICATE;
    }

    /** The flag as COMMAND INFO spells it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
