package dev.flashkv;

import dev.flashkv.bytes.Bytes;
import java.time.Duration;
import java.util.Arrays;

/** The words that the typed operations make commands of. */
final class CommandWords {
    static final Bytes APPEND = Bytes.of("APPEND");
    static final Bytes COUNT = Bytes.of("COUNT");
    static final Bytes DBSIZE = Bytes.of("DBSIZE");
    static final Bytes DECR = Bytes.of("DECR");
    static final Bytes DECRBY = Bytes.of("DECRBY");
    static final Bytes DEL = Bytes.of("DEL");
    static final Bytes EXISTS = Bytes.of("EXISTS");
    static final Bytes GET = Bytes.of("GET");
    static final Bytes GETEX = Bytes.of("GETEX");
    static final Bytes GETRANGE = Bytes.of("GETRANGE");
    static final Bytes INCR = Bytes.of("INCR");
    static final Bytes INCRBY = Bytes.of("INCRBY");
    static final Bytes KEYS = Bytes.of("KEYS");
    static final Bytes LINDEX = Bytes.of("LINDEX");
    static final Bytes LLEN = Bytes.of("LLEN");
    static final Bytes LPOP = Bytes.of("LPOP");
    static final Bytes LPUSH = Bytes.of("LPUSH");
    static final Bytes LRANGE = Bytes.of("LRANGE");
    static final Bytes LREM = Bytes.of("LREM");
    static final Bytes LSET = Bytes.of("LSET");
    static final Bytes LTRIM = Bytes.of("LTRIM");
    static final Bytes MATCH = Bytes.of("MATCH");
    static final Bytes MGET = Bytes.of("MGET");
    static final Bytes MSET = Bytes.of("MSET");
    static final Bytes PERSIST = Bytes.of("PERSIST");
    static final Bytes PEXPIRE = Bytes.of("PEXPIRE");
    static final Bytes PTTL = Bytes.of("PTTL");
    static final Bytes PX = Bytes.of("PX");
    static final Bytes RPOP = Bytes.of("RPOP");
    static final Bytes RPUSH = Bytes.of("RPUSH");
    static final Bytes SCAN = Bytes.of("SCAN");
    static final Bytes SETRANGE = Bytes.of("SETRANGE");
    static final Bytes STRLEN = Bytes.of("STRLEN");
    static final Bytes TTL = Bytes.of("TTL");
    static final Bytes TYPE = Bytes.of("TYPE");

    private CommandWords() {}

    /** The texts in UTF-8. */
    static Bytes[] bytes(String... texts) {
        return Arrays.stream(texts).map(Bytes::of).toArray(Bytes[]::new);
    }

    /** A command of one word and these arguments. */
    static Bytes[] command(Bytes name, Bytes... arguments) {
        Bytes[] command = new Bytes[arguments.length + 1];
        command[0] = name;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return command;
    }

    /** A command of one word, a key and these arguments. */
    static Bytes[] command(Bytes name, Bytes key, Bytes[] arguments) {
        Bytes[] command = new Bytes[arguments.length + 2];
        command[0] = name;
        command[1] = key;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return command;
    }

    /**
     * Whole milliseconds, a fraction counting as one more, so that nothing expires early; within the range of a long.
     */
    static Bytes millis(Duration duration) {
        return Bytes.of(toMillis(duration));
    }

    /** See {@link #millis}. */
    static long toMillis(Duration duration) {
        try {
            return duration.plusNanos(999_999).toMillis();
        } catch (ArithmeticException outOfRange) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
