package dev.flashkv.command;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** What a client has asked for since MULTI: carried out together by EXEC, or dropped by DISCARD. */
public final class Transaction {

    /*
     * Commands are views of what the client has sent last. A transaction that outlives that copies them: a chunk of the
     * network is not kept for a few bytes of it.
     */

    private final List<Command> commands = new ArrayList<>();
    private int ownedCount;
    private boolean broken;
    private boolean denyOom;
    private boolean mayWrite;
    private boolean publishes;
    private long sizeBytes;

    /** Adds a command behind the others. */
    public void add(Command command) {
        commands.add(command);
        denyOom |= command.spec().isDenyOom();
        mayWrite |= command.spec().mayWrite();
        publishes |= command.spec().flags().contains(CommandFlag.PUBSUB);
        sizeBytes += command.sizeBytes();
    }

    /** The commands, in the order they came. */
    public List<Command> commands() {
        return commands;
    }

    /** What the commands take, in bytes, estimated. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Copies what came with the client's last chunk. To be called before that is let go. O(bytes added since). */
    public void own() {
        for (; ownedCount < commands.size(); ownedCount++) {
            commands.set(ownedCount, commands.get(ownedCount).detached());
        }
    }

    /** A command was refused that should have been part of it: EXEC will refuse the whole. */
    public void breakOff() {
        broken = true;
    }

    /** Whether {@link #breakOff} has been called. */
    public boolean isBroken() {
        return broken;
    }

    /** Whether any of the commands is refused when the memory limit is reached. */
    public boolean isDenyOom() {
        return denyOom;
    }

    /** Whether any of the commands may change keys. */
    public boolean mayWrite() {
        return mayWrite;
    }

    /** Whether any of the commands publishes messages: then no others must come between those. */
    public boolean publishes() {
        return publishes;
    }

    /** The error of an EXEC that is refused for another one. */
    public static Reply.ErrorReply aborted(Reply.ErrorReply because) {
        String text = because.text();
        String reason = text.startsWith("ERR ") ? text.substring("ERR ".length()) : text;
        return Reply.error("EXECABORT Transaction discarded because of: " + reason);
    }
}
