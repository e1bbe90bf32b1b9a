package dev.flashkv.server;

import dev.flashkv.command.Client;

/**
 * For how long one client has been a stranger: one that has to authenticate and has not. Being asked now and then, it
 * knows that to within the time from one question to the next. Not thread-safe.
 */
final class AuthenticationDeadline {

    /*
     * A client may become a stranger again: by RESET, or when a password is set that it did not need when it came. So
     * what counts is not when it came but since when it has been one.
     */

    private static final long NO_STRANGER = Long.MIN_VALUE;

    private final Client client;
    private long strangerSinceMillis;

    /** For a client that came then, in Unix milliseconds. */
    AuthenticationDeadline(Client client, long cameMillis) {
        this.client = client;
        this.strangerSinceMillis = cameMillis;
    }

    /**
     * Whether the client has been a stranger for longer than it may.
     *
     * @param nowMillis in Unix milliseconds, never less than the last time
     * @param patienceMillis for how long it may; 0 for as long as it likes
     */
    boolean isOver(long nowMillis, long patienceMillis) {
        if (!client.server().acl().isStranger(client)) {
            strangerSinceMillis = NO_STRANGER;
            return false;
        }
        if (strangerSinceMillis == NO_STRANGER) {
            strangerSinceMillis = nowMillis;
        }
        return patienceMillis > 0 && nowMillis - strangerSinceMillis > patienceMillis;
    }
}
