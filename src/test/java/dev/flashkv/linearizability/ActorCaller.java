package dev.flashkv.linearizability;

import akka.actor.typed.javadsl.AskPattern;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.Shard;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * An actor that tells shards commands, to one shard or another as they come: whichever it is has to pass on what is not
 * its own. Each command is a client of its own, so the next is told when the one before is answered.
 */
final class ActorCaller implements Caller {
    private final FlashKv store;
    private final Queue<Reply> replies = new ArrayDeque<>();
    private int told;

    ActorCaller(FlashKv store) {
        this.store = store;
    }

    @Override
    public void send(List<List<String>> pipeline) {
        for (List<String> command : pipeline) {
            List<Bytes> words = command.stream().map(Bytes::of).toList();
            // Every second one to the shard of its key, the others to any.
            String shard = ++told % 2 == 0 && command.size() > 1 ? command.get(1) : "any" + told;
            replies.add(Stages.await(AskPattern.<Shard.Message, Reply>ask(
                    store.shardFor(shard),
                    replyTo -> new Shard.Execute(words, replyTo),
                    Stages.PATIENCE,
                    store.system().scheduler())));
        }
    }

    @Override
    public Reply receive() {
        return replies.remove();
    }

    @Override
    public void close() {}
}
