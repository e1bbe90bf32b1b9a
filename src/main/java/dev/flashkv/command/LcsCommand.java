package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandGroup.STRING;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.RO;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LCS: its row, then its handler. */
final class LcsCommand {
    static final List<CommandSpec> TABLE =
            List.of(STRING.command("LCS key1 key2 [LEN] [IDX] [MINMATCHLEN len] [WITHMATCHLEN]")
                    .arity(-3)
                    .flags(READONLY)
                    .keys(KeySpec.range(1, 2, 1, RO, ACCESS))
                    .since("7.0.0")
                    .complexity("O(N*M) with N and M the lengths of the strings")
                    .summary("Finds the longest sequence of bytes that two strings have in common, gaps allowed.")
                    .acrossShards(LcsCommand::lcs));

    private static final Reply.ErrorReply NOT_STRINGS =
            Reply.error("ERR The specified keys must contain string values");
    private static final Reply.ErrorReply LEN_AND_IDX =
            Reply.error("ERR If you want both the length and indexes, please just use IDX.");
    private static final Reply.ErrorReply TOO_MUCH_MEMORY =
            Reply.error("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");

    private static final Reply.ErrorReply NO_MEMORY =
            Reply.error("ERR Insufficient memory, failed allocating transient memory for LCS");

    /** The bytes that Redis takes for each pair of positions; the limit is on what Redis would take. */
    private static final int REDIS_CELL_BYTES = 4;

    private LcsCommand() {}

    private static final class Options {
        private boolean length;
        private boolean ranges;
        private boolean rangeLengths;
        private long rangeLengthMin;

        static Options parse(Args args) {
            Options options = new Options();
            while (args.hasNext()) {
                if (args.nextIs("IDX")) {
                    options.ranges = true;
                } else if (args.nextIs("LEN")) {
                    options.length = true;
                } else if (args.nextIs("WITHMATCHLEN")) {
                    options.rangeLengths = true;
                } else if (args.remaining() >= 2 && args.nextIs("MINMATCHLEN")) {
                    options.rangeLengthMin = args.nextLong();
                } else {
                    throw new CommandException(Errors.SYNTAX);
                }
            }
            if (options.length && options.ranges) {
                throw new CommandException(LEN_AND_IDX);
            }
            return options;
        }
    }

    /** Bulk: the sequence; with LEN Integer: its length; with IDX Map: "matches", and "len". */
    private static Reply lcs(Keyspaces keyspaces, Args args) {
        Bytes firstKey = args.next();
        Bytes secondKey = args.next();
        Value firstValue = keyspaces.of(firstKey).read(firstKey, Value.class);
        Value secondValue = keyspaces.of(secondKey).read(secondKey, Value.class);
        Bytes first = content(firstValue);
        Bytes second = content(secondValue);
        Options options = Options.parse(args);
        checkMemory(keyspaces.of(firstKey), first, second);
        if (options.length) {
            return Reply.integer(CommonSubsequence.lengthOf(first, second));
        }
        CommonSubsequence common = CommonSubsequence.of(first, second);
        return options.ranges ? ranges(common, options) : Reply.bulk(common.bytes());
    }

    private static Bytes content(@Nullable Value value) {
        if (value == null) {
            return Bytes.EMPTY;
        }
        if (value instanceof StringValue string) {
            return string.bytes();
        }
        throw new CommandException(NOT_STRINGS);
    }

    private static void checkMemory(Keyspace keyspace, Bytes first, Bytes second) {
        long cells = (first.length() + 1L) * (second.length() + 1L);
        if (cells > keyspace.limits().bulkBytesMax() / REDIS_CELL_BYTES) {
            throw new CommandException(TOO_MUCH_MEMORY);
        }
        if (cells > CommonSubsequence.PAIRS_MAX) {
            throw new CommandException(NO_MEMORY);
        }
    }

    /** The last range comes first, as Redis finds them. */
    private static Reply ranges(CommonSubsequence common, Options options) {
        List<Reply> matches = new ArrayList<>();
        for (CommonSubsequence.Range range : common.ranges()) {
            if (range.length() < options.rangeLengthMin) {
                continue;
            }
            List<Reply> match = new ArrayList<>();
            match.add(places(range.first(), range.length()));
            match.add(places(range.second(), range.length()));
            if (options.rangeLengths) {
                match.add(Reply.integer(range.length()));
            }
            matches.add(Reply.array(match));
        }
        return Reply.map(
                Reply.bulk("matches"),
                Reply.array(matches),
                Reply.bulk("len"),
                Reply.integer(common.bytes().length()));
    }

    private static Reply places(int from, int length) {
        return Reply.array(Reply.integer(from), Reply.integer(from + length - 1L));
    }
}
