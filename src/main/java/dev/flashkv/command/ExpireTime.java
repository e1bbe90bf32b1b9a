package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;

/** The four ways to say when a key expires: in seconds or milliseconds, from now on or since the Unix epoch. */
enum ExpireTime {
    /** Seconds from now on. */
    EX(1000, true),
    /** Milliseconds from now on. */
    PX(1, true),
    /** Seconds since the Unix epoch. */
    EXAT(1000, false),
    /** Milliseconds since the Unix epoch. */
    PXAT(1, false);

    private final long unitMillis;
    private final boolean relative;

    ExpireTime(long unitMillis, boolean relative) {
        this.unitMillis = unitMillis;
        this.relative = relative;
    }

    /**
     * The deadline that {@code amount} means, in Unix milliseconds, as SET and its like read it: not zero or less.
     *
     * @throws CommandException "value is not an integer", or "invalid expire time" in {@code command}
     */
    long deadlineMillis(Bytes amount, long nowMillis, String command) {
        long number = parse(amount);
        if (number <= 0 || number > (Long.MAX_VALUE - base(nowMillis)) / unitMillis) {
            throw new CommandException(Errors.invalidExpireTime(command));
        }
        return number * unitMillis + base(nowMillis);
    }

    /**
     * The deadline that {@code amount} means, in Unix milliseconds, as EXPIRE and its like read it: it may have passed.
     *
     * @throws CommandException "value is not an integer", or "invalid expire time" in {@code command}
     */
    long pastOrFutureMillis(Bytes amount, long nowMillis, String command) {
        long number = parse(amount);
        if (number > (Long.MAX_VALUE - base(nowMillis)) / unitMillis || number < Long.MIN_VALUE / unitMillis) {
            throw new CommandException(Errors.invalidExpireTime(command));
        }
        return number * unitMillis + base(nowMillis);
    }

    private long base(long nowMillis) {
        return relative ? nowMillis : 0;
    }

    private static long parse(Bytes amount) {
        if (!Numbers.isLong(amount)) {
            throw new CommandException(Errors.NOT_AN_INTEGER);
        }
        return Numbers.parseLong(amount);
    }
}
