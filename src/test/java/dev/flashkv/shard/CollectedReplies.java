package dev.flashkv.shard;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** A sink that is never full and keeps the replies. */
class CollectedReplies implements ReplySink {
    private final List<Reply> replies;

    CollectedReplies() {
        this(new ArrayList<>());
    }

    /** Adds them to {@code replies}. */
    CollectedReplies(List<Reply> replies) {
        this.replies = replies;
    }

    /** Those so far. */
    List<Reply> replies() {
        return replies;
    }

    @Override
    public void accept(Reply reply) {
        replies.add(reply.detached());
    }

    @Override
    public boolean isFull() {
        return false;
    }
}
