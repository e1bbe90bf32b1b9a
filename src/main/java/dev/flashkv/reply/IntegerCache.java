package dev.flashkv.reply;

/** Shared integer replies from -2 to 1023: counts, flags, TTL's special answers, short lengths. */
final class IntegerCache {
    private static final int LOWEST = -2;
    private static final Reply[] SHARED = new Reply[1026];

    static {
        for (int i = 0; i < SHARED.length; i++) {
            SHARED[i] = new Reply.IntegerReply(LOWEST + i);
        }
    }

    private IntegerCache() {}

    static Reply of(long value) {
        long index = value - LOWEST;
        return index >= 0 && index < SHARED.length ? SHARED[(int) index] : new Reply.IntegerReply(value);
    }
}
