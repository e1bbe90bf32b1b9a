package dev.flashkv;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.util.concurrent.CompletionStage;

/**
 * Carries out any command, given as its words. The typed operations stand on it; {@link FlashKv} is the one to use.
 *
 * <p>An application may declare its own needs by the interfaces ({@link StringOperations}, {@link ListOperations},
 * {@link KeyOperations}) and put something else in the store's place. Later versions add methods to them, with an
 * implementation by default wherever there can be one.
 */
@FunctionalInterface
public interface CommandExecutor {
    /**
     * Carries a command out.
     *
     * @param command name and arguments; at least the name; not to be changed afterwards
     * @return the reply, safe to keep; an error is a {@link Reply.ErrorReply}. Fails with {@link IllegalStateException}
     *     when the store is closed.
     */
    CompletionStage<Reply> execute(Bytes... command);
}
