package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import java.util.Locale;

/**
 * What may happen to a key, as keyspace notifications name it. Each event belongs to a class, which has a letter; who
 * sets {@code notify-keyspace-events} chooses classes.
 */
public enum KeyEvent {
    APPEND(Letters.STRING),
    COPY_TO(Letters.GENERIC),
    DEL(Letters.GENERIC),
    EVICTED(Letters.EVICTED),
    EXPIRE(Letters.GENERIC),
    EXPIRED(Letters.EXPIRED),
    INCRBY(Letters.STRING),
    INCRBYFLOAT(Letters.STRING),
    KEYMISS(Letters.MISS),
    LINSERT(Letters.LIST),
    LPOP(Letters.LIST),
    LPUSH(Letters.LIST),
    LREM(Letters.LIST),
    LSET(Letters.LIST),
    LTRIM(Letters.LIST),
    MOVE_FROM(Letters.GENERIC),
    MOVE_TO(Letters.GENERIC),
    NEW(Letters.NEW),
    PERSIST(Letters.GENERIC),
    RENAME_FROM(Letters.GENERIC),
    RENAME_TO(Letters.GENERIC),
    RESTORE(Letters.GENERIC),
    RPOP(Letters.LIST),
    RPUSH(Letters.LIST),
    SET(Letters.STRING),
    SETRANGE(Letters.STRING),
    SORTSTORE(Letters.LIST);

    /** The classes that A stands for: all but misses and new keys. */
    public static final String ALL_CLASSES = "g$lshzxetd";

    /** All letters: those of {@link #ALL_CLASSES}, new keys, the two kinds of channels, misses. */
    public static final String LETTERS = ALL_CLASSES + "nKEm";

    private static final class Letters {
        static final char GENERIC = 'g';
        static final char STRING = '$';
        static final char LIST = 'l';
        static final char EXPIRED = 'x';
        static final char EVICTED = 'e';
        static final char NEW = 'n';
        static final char MISS = 'm';
        static final char BY_KEY = 'K';
        static final char BY_EVENT = 'E';
    }

    private final int mask;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
    private final Bytes text;

    KeyEvent(char letter) {
        mask = maskOf(letter);
        text = Bytes.of(name().toLowerCase(Locale.ROOT));
    }

    private static int maskOf(char letter) {
        return 1 << LETTERS.indexOf(letter);
    }

    /** Its name as in notifications. */
    public Bytes text() {
        return text;
    }

    /** Whether its class is among {@code classes}, as {@link #classes} has made them of letters. */
    boolean isAmong(int classes) {
        return (classes & mask) != 0;
    }

    /** Whether {@code classes} ask for messages on the channels that are named after keys. */
    static boolean isByKey(int classes) {
        return (classes & maskOf(Letters.BY_KEY)) != 0;
    }

    /** Whether {@code classes} ask for messages on the channels that are named after events. */
    static boolean isByEvent(int classes) {
        return (classes & maskOf(Letters.BY_EVENT)) != 0;
    }

    /**
     * The classes that letters stand for, as a number: 0 when nobody is to be told of anything. Every letter must be A
     * or one of {@link #LETTERS}.
     */
    public static int classes(String letters) {
        int classes = 0;
        for (char letter : letters.replace("A", ALL_CLASSES).toCharArray()) {
            classes |= maskOf(letter);
        }
        return isByKey(classes) || isByEvent(classes) ? classes : 0;
    }
}
