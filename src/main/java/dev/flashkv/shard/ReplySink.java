package dev.flashkv.shard;

import dev.flashkv.reply.Reply;

/** Receives a batch's replies, in order, on whatever thread runs the batch; one thread at a time. */
public interface ReplySink {
    /** Takes the next reply. It may hold views of live data: what is kept after this call must be detached. */
    void accept(Reply reply);

    /**
     * So many bytes more, about, are kept for the next reply, which goes on growing: the sink may disconnect its client
     * if that is too much.
     *
     * @return whether the reply will be sent: if not, what is still to come of it need not be kept
     */
    default boolean growing(long bytes) {
        return true;
    }

    /** Whether the sink has enough for now: the batch then comes back unfinished, to go on when that is drained. */
    boolean isFull();

    /**
     * The batch waits for something that may take any time, with replies or without: what there is, and messages that
     * come meanwhile, can be sent. Called by whoever has the batch, who must not touch the sink from here on until
     * {@link #resumed()}.
     */
    default void parked() {}

    /** The batch goes on. Called by whoever has it then, before it makes another reply. */
    default void resumed() {}
}
