package dev.flashkv;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandTable;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A pipeline of the embedded API: commands that are carried out one after the other, on whatever shards their keys are.
 * Nobody sees the effect of one without those before it; other callers' commands may come in between, unless the batch
 * is given to {@link FlashKv#atomically(CommandBatch)}.
 *
 * <pre>{@code
 * store.batch()
 *         .add("SET", "greeting", "hello")
 *         .add("STRLEN", "greeting")
 *         .execute()
 *         .thenAccept(replies -> System.out.println(replies.get(1))); // IntegerReply[value=5]
 * }</pre>
 *
 * <p>Not for use by several threads, and for one execution only.
 */
public final class CommandBatch {
    private final EmbeddedDoor door;
    private final List<Command> commands = new ArrayList<>();
    private boolean executed;

    CommandBatch(EmbeddedDoor door) {
        this.door = door;
    }

    /**
     * Adds a command, given as its words in UTF-8.
     *
     * @return this
     * @throws IllegalArgumentException if not even its name is given
     * @throws IllegalStateException if the batch has been executed
     */
    public CommandBatch add(String... command) {
        return add(CommandWords.bytes(command));
    }

    /**
     * Adds a command; the array and its bytes are not to be changed afterwards.
     *
     * @return this
     * @throws IllegalArgumentException if not even its name is given
     * @throws IllegalStateException if the batch has been executed
     */
    public CommandBatch add(Bytes... command) {
        checkNotExecuted();
        commands.add(resolve(command));
        return this;
    }

    /** How many commands it has. */
    public int size() {
        return commands.size();
    }

    /**
     * Carries the commands out.
     *
     * @return their replies in order, safe to keep; none for an empty batch. An error is a {@link Reply.ErrorReply},
     *     and the commands after it are carried out all the same, but for QUIT, which ends the batch. Fails with {@link
     *     IllegalStateException} when the store is closed; nothing has been carried out then.
     * @throws IllegalStateException if the batch has been executed before
     */
    public CompletionStage<List<Reply>> execute() {
        return door.execute(take());
    }

    /** Its commands, for the one execution. */
    List<Command> take() {
        checkNotExecuted();
        executed = true;
        return commands;
    }

    private void checkNotExecuted() {
        if (executed) {
            throw new IllegalStateException("a batch is for one execution only");
        }
    }

    /** The call of a command that the words ask for. */
    static Command resolve(Bytes[] command) {
        if (command.length == 0) {
            throw new IllegalArgumentException("a command needs at least its name");
        }
        for (Bytes word : command) {
            Objects.requireNonNull(word, "a word of the command is null");
        }
        return CommandTable.standard().resolve(command);
    }
}
