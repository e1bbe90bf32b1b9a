package dev.flashkv.command;

import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.MovableClock;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;

/** DEBUG FLASHKV-ADVANCE-CLOCK: lets a client move the time of a store whose clock is made for that. */
final class ClockMove {
    private static final Reply.ErrorReply NOT_MOVABLE =
            Reply.error("ERR the time can be moved only where the store runs on a manual clock");

    private ClockMove() {}

    /**
     * OK, after the clock has moved by the milliseconds given and every key that is past its deadline then is gone.
     *
     * @param keyspaces those of all shards: between the time before and the time after, nothing runs
     */
    static Reply advance(Keyspaces keyspaces, Server server, Args args) {
        if (!(server.clock() instanceof MovableClock clock)) {
            return NOT_MOVABLE;
        }
        long millis = args.nextLong();
        if (millis < 0) {
            return Errors.MUST_BE_POSITIVE;
        }
        try {
            clock.advanceMillis(millis);
        } catch (IllegalArgumentException tooFar) {
            return Errors.NOT_AN_INTEGER;
        }
        for (Databases databases : keyspaces.databases()) {
            databases.begin(clock.nowMillis());
            databases.sweep(Integer.MAX_VALUE);
        }
        return Reply.OK;
    }
}
