package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.util.List;

/**
 * What a store does that does one thing at a time.
 *
 * @param <S> its states: immutable, equal when nothing can tell them apart
 */
public interface Model<S> {

    /** What follows from a command: the state after it, and its answer. */
    record Step<S>(S state, Reply answer) {}

    /** The state at the beginning. */
    S initial();

    /**
     * What the command does and answers in that state.
     *
     * @throws IllegalArgumentException if the model doesn't know such a command
     */
    Step<S> step(S state, List<String> command);

    /** Whether the command changes no state, ever. */
    boolean isRead(List<String> command);
}
