package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One call of a command: the row that describes it and the arguments it came with.
 *
 * @param spec the row
 * @param args the arguments
 * @param refused for a call that is not carried out: the row of the command that was meant, if it is known
 */
public record Command(CommandSpec spec, Args args, @Nullable CommandSpec refused) {

    /** The name in the row of a call that is not carried out. */
    static final String REFUSED = "REFUSED";

    /** A call to be carried out. */
    public Command(CommandSpec spec, Args args) {
        this(spec, args, null);
    }

    /** A call that is answered with {@code error}, in its turn; {@code meant} is the command's row, if it is known. */
    static Command refused(Reply.ErrorReply error, Bytes[] argv, @Nullable CommandSpec meant) {
        CommandSpec spec =
                CommandGroup.SERVER.command(REFUSED).flags(CommandFlag.NO_AUTH).onConnection((client, args) -> error);
        return new Command(spec, new Args(argv), meant);
    }

    /** Whether it is not carried out, as its name is unknown or its arguments are too few or too many. */
    public boolean isRefused() {
        return spec.index() == CommandSpec.NO_INDEX && spec.syntax().equals(REFUSED);
    }

    /** The same call, no longer a view of what the client has sent. O(bytes). */
    public Command detached() {
        return new Command(spec, args.detached(), refused);
    }

    /** What it takes in memory, in bytes, estimated. O(arguments). */
    public long sizeBytes() {
        return args.sizeBytes();
    }

    /** The key that decides where the command runs; the command must have one. */
    public Bytes firstKey() {
        return args.get(spec.keys().first());
    }
}
