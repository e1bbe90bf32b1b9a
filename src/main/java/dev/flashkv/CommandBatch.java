package dev.flashkv;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.CommandTable;
import dev.flashkv.reply.Reply;
import dev.flashkv.server.StoreServer;
import dev.flashkv.shard.Batch;
import dev.flashkv.shard.Relay;
import dev.flashkv.shard.ReplySink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A pipeline of the embedded API: commands that are carried out in their order. Not for use by several threads, and
 * for one execution only.
 */
public final class CommandBatch {
    private final StoreServer server;
    private final InFlight inFlight;
    private final Collector replies = new Collector();
    private final CompletableFuture<List<Reply>> result = new CompletableFuture<>();
    private final Batch batch;

    CommandBatch(StoreServer server, InFlight inFlight) {
        this.server = server;
        this.inFlight = inFlight;
        this.batch = new Batch(server.newEmbeddedClient(), replies, this::finish);
    }

    /**
     * Adds a command, given as its words in UTF-8.
     *
     * @throws IllegalArgumentException if not even its name is given
     */
    public CommandBatch add(String... command) {
        return add(Arrays.stream(command).map(Bytes::of).toArray(Bytes[]::new));
    }

    /**
     * Adds a command; the array is not to be changed afterwards.
     *
     * @throws IllegalArgumentException if not even its name is given
     */
    public CommandBatch add(Bytes... command) {
        if (command.length == 0) {
            throw new IllegalArgumentException("a command needs at least its name");
        }
        batch.add(CommandTable.standard().resolve(command));
        return this;
    }

    /**
     * Carries the commands out.
     *
     * @return their replies in order, safe to keep; errors are {@link Reply.ErrorReply}. Fails with
     *     {@link IllegalStateException} when the store is closed; nothing has been carried out then.
     */
    public CompletionStage<List<Reply>> execute() {
        if (!inFlight.begin()) {
            return CompletableFuture.failedFuture(new IllegalStateException("the store is closed"));
        }
        if (server.relay().advance(batch) == Relay.Outcome.RETURN) {
            finish(batch);
        }
        return result;
    }

    private void finish(Batch back) {
        server.answered(back);
        inFlight.end();
        result.complete(replies.collected);
    }

    private static final class Collector implements ReplySink {
        private final List<Reply> collected = new ArrayList<>();

        @Override
        public void accept(Reply reply) {
            collected.add(reply.detached());
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
