package dev.flashkv.command;

import dev.flashkv.bytes.LongDouble;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;

/** How long a blocking command waits at most, as its argument says it: in seconds, with decimals. */
final class BlockingTimeout {
    private static final Reply.ErrorReply NOT_A_FLOAT = Reply.error("ERR timeout is not a float or out of range");
    private static final Reply.ErrorReply NEGATIVE = Reply.error("ERR timeout is negative");

    private BlockingTimeout() {}

    /**
     * The next argument in milliseconds, rounded up; 0 for ever.
     *
     * @throws CommandException when it is no number, negative, or more milliseconds than a long has room for, which
     *     Redis calls negative, too
     */
    static long nextMillis(Args args) {
        LongDouble seconds = LongDouble.parseOrNull(args.next());
        if (seconds == null) {
            throw new CommandException(NOT_A_FLOAT);
        }
        long millis = seconds.secondsToMillis();
        if (millis < 0) {
            throw new CommandException(NEGATIVE);
        }
        return millis;
    }
}
