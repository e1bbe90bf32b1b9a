package dev.flashkv.linearizability;

import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.util.List;

/**
 * A stream of commands and its stream of replies: what is sent while the commands before are under way goes as one
 * batch.
 */
final class StreamCaller implements Caller {
    private static final int BUFFER_SIZE = 1024;
    private static final int BATCH_SIZE_MAX = 16;

    private final BoundedSourceQueue<List<Bytes>> commands;
    private final SinkQueueWithCancel<Reply> replies;

    StreamCaller(FlashKv store) {
        Pair<BoundedSourceQueue<List<Bytes>>, SinkQueueWithCancel<Reply>> ends = Source.<List<Bytes>>queue(BUFFER_SIZE)
                .via(store.streams().commands(BATCH_SIZE_MAX))
                .toMat(Sink.queue(), Keep.both())
                .run(store.system());
        commands = ends.first();
        replies = ends.second();
    }

    @Override
    public void send(List<List<String>> pipeline) {
        for (List<String> command : pipeline) {
            QueueOfferResult result =
                    commands.offer(command.stream().map(Bytes::of).toList());
            if (result != QueueOfferResult.enqueued()) {
                throw new IllegalStateException("not taken: " + result);
            }
        }
    }

    @Override
    public Reply receive() {
        return Stages.await(replies.pull()).orElseThrow();
    }

    /** Leaves commands and replies as they are under way. */
    @Override
    public void close() {
        replies.cancel();
    }
}
