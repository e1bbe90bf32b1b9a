package dev.flashkv.command;

import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;

/** Numbers of databases among a command's arguments. */
final class DatabaseIndex {
    private static final Reply.ErrorReply INT_OUT_OF_RANGE =
            Reply.error("ERR value is out of range, value must between -2147483648 and 2147483647");

    private DatabaseIndex() {}

    /**
     * The next argument as the number of one of {@code databaseCount} databases.
     *
     * @throws CommandException when it is none
     */
    static int next(Args args, int databaseCount) {
        long index = args.nextLong();
        if (index != (int) index) {
            throw new CommandException(INT_OUT_OF_RANGE);
        }
        return checked(index, databaseCount);
    }

    /**
     * The number of one of {@code databaseCount} databases.
     *
     * @throws CommandException when there is no such database
     */
    static int checked(long index, int databaseCount) {
        if (index < 0 || index >= databaseCount) {
            throw new CommandException(Errors.DB_INDEX_OUT_OF_RANGE);
        }
        return (int) index;
    }
}
