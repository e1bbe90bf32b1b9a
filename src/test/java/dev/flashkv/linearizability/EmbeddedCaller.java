package dev.flashkv.linearizability;

import dev.flashkv.CommandBatch;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A client in the same JVM: a pipeline is a batch. */
final class EmbeddedCaller implements Caller {
    private final FlashKv store;
    private final Queue<Reply> replies = new ArrayDeque<>();

    EmbeddedCaller(FlashKv store) {
        this.store = store;
    }

    @Override
    public void send(List<List<String>> pipeline) {
        if (pipeline.size() == 1) {
            replies.add(Stages.await(store.execute(pipeline.get(0).toArray(String[]::new))));
            return;
        }
        CommandBatch batch = store.batch();
        pipeline.forEach(command -> batch.add(command.toArray(String[]::new)));
        replies.addAll(Stages.await(batch.execute()));
    }

    @Override
    public Reply receive() {
        return replies.remove();
    }

    @Override
    public void close() {}
}
