package dev.flashkv.command;

/** Lets the commands of all clients wait, or those that may write, until a time has come. Thread-safe. */
public interface ClientPause {
    /**
     * Begins a pause. When there is one already, the later end of both counts, and the stricter kind.
     *
     * @param endMillis its end in Unix milliseconds; a time that has come pauses nobody
     * @param writesOnly whether commands that only read go on
     */
    void begin(long endMillis, boolean writesOnly);

    /** Ends the pause, if there is one: what waits goes on. */
    void end();

    /** How many clients have a command that waits. */
    int waitingClients();
}
