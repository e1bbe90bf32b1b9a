package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;

/**
 * One call of a command: the row that describes it and the arguments it came with.
 *
 * @param spec the row
 * @param args the arguments
 */
public record Command(CommandSpec spec, Args args) {

    /** A call that is answered with {@code error}, in its turn. */
    static Command refused(Reply.ErrorReply error, Bytes[] argv) {
        CommandSpec spec = CommandGroup.SERVER.command("REFUSED").onConnection((client, args) -> error);
        return new Command(spec, new Args(argv));
    }

    /** The key that decides where the command runs; the command must have one. */
    public Bytes firstKey() {
        return args.get(spec.keys().first());
    }
}
