package dev.flashkv.keyspace;

/** On what terms the shards of a store remember who has read which keys. One object serves all shards. Thread-safe. */
public final class TrackingTerms {

    /** How many keys are remembered at most: Redis' default. */
    public static final long KEYS_MAX_DEFAULT = 1_000_000;

    /*
     * As long as nobody wants to know of anything, a command costs the reading of one field. The count is under a lock:
     * it changes when a key comes or goes that somebody has read, which somebody has to be told then anyway.
     */

    private volatile boolean flushesTold;
    private volatile boolean broadcasting;
    private volatile long keysMax = KEYS_MAX_DEFAULT;
    private long keys;

    /** Whether anybody wants to know when all keys of a database go. */
    boolean isFlushTold() {
        return flushesTold;
    }

    /** Whether anybody wants to know of every key that is modified, whoever has read it. */
    boolean isBroadcasting() {
        return broadcasting;
    }

    /** Who wants to know of what from now on: {@code anybody} of keys at all, {@code everything} of every key. */
    public void wanted(boolean anybody, boolean everything) {
        flushesTold = anybody;
        broadcasting = everything;
    }

    /** How many keys are remembered at most, in all shards together; 0 for no limit. */
    public void keysMax(long keysMax) {
        this.keysMax = keysMax;
    }

    /** Whether one more key would be too many. */
    synchronized boolean isFull() {
        return keysMax > 0 && keys >= keysMax;
    }

    synchronized void count(int more) {
        keys += more;
    }
}
