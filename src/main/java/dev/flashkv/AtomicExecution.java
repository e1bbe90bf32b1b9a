package dev.flashkv;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Command;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Carries batches out as MULTI and EXEC do: all commands at one instant, or none if a watched key has changed. */
final class AtomicExecution {
    private static final Command MULTI = CommandBatch.resolve(CommandWords.bytes("MULTI"));
    private static final Command EXEC = CommandBatch.resolve(CommandWords.bytes("EXEC"));

    private AtomicExecution() {}

    static CompletionStage<List<Reply>> run(EmbeddedDoor door, CommandBatch batch) {
        return door.execute(transaction(batch))
                .thenApply(replies -> read(replies).orElseThrow(IllegalStateException::new)); // nothing is watched
    }

    static CompletionStage<Optional<List<Reply>>> run(
            EmbeddedDoor door, Collection<Bytes> watched, Supplier<? extends CompletionStage<CommandBatch>> decide) {
        List<Bytes> words = new ArrayList<>(watched.size() + 1);
        words.add(Bytes.of("WATCH"));
        words.addAll(watched);
        Command watch = CommandBatch.resolve(words.toArray(new Bytes[0]));
        EmbeddedDoor.Session session = door.new Session();
        return session.execute(List.of(watch))
                .thenCompose(replies -> {
                    throwIfError(replies.get(0));
                    return decide.get();
                })
                .thenCompose(batch -> session.execute(transaction(batch)))
                .thenApply(AtomicExecution::read)
                .whenComplete((replies, failure) -> session.end());
    }

    private static List<Command> transaction(CommandBatch batch) {
        List<Command> commands = new ArrayList<>(batch.size() + 2);
        commands.add(MULTI);
        commands.addAll(batch.take());
        commands.add(EXEC);
        return commands;
    }

    private static Optional<List<Reply>> read(List<Reply> replies) {
        Reply executed = replies.get(replies.size() - 1);
        if (executed instanceof Reply.Array array) {
            return Optional.of(array.elements());
        }
        // The command that was refused says more than EXEC, which only says that one was.
        replies.forEach(AtomicExecution::throwIfError);
        if (executed instanceof Reply.Null) {
            return Optional.empty();
        }
        throw new IllegalStateException("the batch has ended before its EXEC"); // it had a QUIT
    }

    private static void throwIfError(Reply reply) {
        if (reply instanceof Reply.ErrorReply error) {
            throw new CommandException(error);
        }
    }
}
