package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.Arrays;

/**
 * A command's arguments, read from left to right. What can't be read as asked ends the command with Redis' error.
 * The arguments are views of what the client sent: whoever keeps one keeps a copy.
 */
public final class Args {
    private final Bytes[] argv;
    private int position = 1;

    /** The arguments with the command's name first; the array is not changed any more. */
    public Args(Bytes[] argv) {
        this.argv = argv;
    }

    /** How many there are, the command's name included. */
    public int count() {
        return argv.length;
    }

    /** The argument at {@code index}, the command's name being at 0. Does not move on. */
    public Bytes get(int index) {
        return argv[index];
    }

    /** The same arguments, read anew, no longer views of what the client has sent. O(bytes). */
    Args detached() {
        return new Args(Arrays.stream(argv).map(Bytes::detached).toArray(Bytes[]::new));
    }

    /** What they take in memory, in bytes, estimated. O(arguments). */
    long sizeBytes() {
        long bytes = HeapLayout.object(HeapLayout.REFERENCE_BYTES + Integer.BYTES) + HeapLayout.byteArray(0);
        for (Bytes each : argv) {
            bytes += HeapLayout.string(each.length()) + HeapLayout.REFERENCE_BYTES;
        }
        return bytes;
    }

    /** Whether the argument at {@code index} is {@code word}, as {@link #nextIs} has it. Does not move on. */
    boolean is(int index, String word) {
        return spells(argv[index], word);
    }

    /** Begins again with the first argument after {@code words}: 1 for a command, 2 for a subcommand. */
    void rewind(int words) {
        position = words;
    }

    /** Whether any argument is left. */
    public boolean hasNext() {
        return position < argv.length;
    }

    /** How many arguments are left. */
    public int remaining() {
        return argv.length - position;
    }

    /**
     * The next argument.
     *
     * @throws CommandException syntax error when there is none
     */
    public Bytes next() {
        if (!hasNext()) {
            throw new CommandException(Errors.SYNTAX);
        }
        return argv[position++];
    }

    /**
     * Passes over the next argument if it is {@code word}, in any case; says whether it was. As Redis compares these
     * words as C strings, what follows a NUL does not count.
     */
    public boolean nextIs(String word) {
        if (hasNext() && spells(argv[position], word)) {
            position++;
            return true;
        }
        return false;
    }

    /**
     * The next argument as a strict integer: no plus sign, no blanks, no leading zeros.
     *
     * @throws CommandException "value is not an integer or out of range"
     */
    public long nextLong() {
        return nextLong(Errors.NOT_AN_INTEGER);
    }

    /**
     * The next argument as a strict integer.
     *
     * @throws CommandException {@code error} when it is none
     */
    public long nextLong(Reply.ErrorReply error) {
        Bytes argument = next();
        if (!Numbers.isLong(argument)) {
            throw new CommandException(error);
        }
        return Numbers.parseLong(argument);
    }

    /**
     * The next argument as a strict integer within {@code [min, max]}.
     *
     * @throws CommandException {@code error} when it is none, or outside
     */
    public long nextLong(long min, long max, Reply.ErrorReply error) {
        long number = nextLong(error);
        if (number < min || number > max) {
            throw new CommandException(error);
        }
        return number;
    }

    private static boolean spells(Bytes argument, String word) {
        int length = word.length();
        boolean endsAtNul = argument.length() > length && argument.byteAt(length) == 0;
        return (endsAtNul ? argument.slice(0, length) : argument).equalsIgnoreCase(word);
    }
}
