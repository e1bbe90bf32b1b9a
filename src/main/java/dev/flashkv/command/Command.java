package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Slots;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.reply.Reply;
import org.jspecify.annotations.Nullable;

/** One call of a command: the row that describes it and the arguments it came with. Compared by identity. */
public final class Command {

    /** The name in the row of a call that is not carried out. */
    static final String REFUSED = "REFUSED";

    private static final int UNKNOWN = -1;

    private final CommandSpec spec;
    private final Args args;
    private final @Nullable CommandSpec refused;

    /* The slot of the first key, asked for where a batch looks ahead, leaves for a shard and arrives there. */
    private int slot = UNKNOWN;

    private Command(CommandSpec spec, Args args, @Nullable CommandSpec refused) {
        this.spec = spec;
        this.args = args;
        this.refused = refused;
    }

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

    /** The row. */
    public CommandSpec spec() {
        return spec;
    }

    /** The arguments. */
    public Args args() {
        return args;
    }

    /** For a call that is not carried out: the row of the command that was meant, if it is known. */
    public @Nullable CommandSpec refused() {
        return refused;
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
        return HeapLayout.object(3L * HeapLayout.REFERENCE_BYTES + Integer.BYTES) + args.sizeBytes();
    }

    /** The key that decides where the command runs; the command must have one. */
    public Bytes firstKey() {
        return args.get(spec.keys().first());
    }

    /** The slot of {@link #firstKey()}. O(length of the key) when first asked for. */
    public int slot() {
        if (slot == UNKNOWN) {
            slot = Slots.slotOf(firstKey());
        }
        return slot;
    }
}
