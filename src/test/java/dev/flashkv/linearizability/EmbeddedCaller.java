package dev.flashkv.linearizability;

import dev.flashkv.CommandBatch;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

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
        replies.addAll(Stages.await(batch(pipeline).execute()));
    }

    @Override
    public Reply receive() {
        return replies.remove();
    }

    /** By {@link FlashKv#atomically}. */
    @Override
    public Reply transaction(List<List<String>> commands) {
        return Reply.array(Stages.await(store.atomically(batch(commands))));
    }

    /** By {@link FlashKv#atomically}, which watches. */
    @Override
    public Reply ifUnchanged(List<String> keys, Function<Reply, List<List<String>>> decide) {
        return Stages.await(store.atomically(
                        keys.stream().map(Bytes::of).toList(),
                        () -> store.execute(Caller.with("MGET", keys)).thenApply(found -> batch(decide.apply(found)))))
                .<Reply>map(Reply::array)
                .orElse(Reply.NULL_ARRAY);
    }

    private CommandBatch batch(List<List<String>> commands) {
        CommandBatch batch = store.batch();
        commands.forEach(command -> batch.add(command.toArray(String[]::new)));
        return batch;
    }

    @Override
    public void close() {}
}
