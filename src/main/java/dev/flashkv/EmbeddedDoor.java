package dev.flashkv;

import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.dispatch.LoopThreads;
import dev.flashkv.reply.Reply;
import dev.flashkv.server.StoreServer;
import dev.flashkv.shard.Batch;
import dev.flashkv.shard.Relay;
import dev.flashkv.shard.ReplySink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The door for callers in the same JVM: sends their batches off and completes their stages. Thread-safe. */
final class EmbeddedDoor {

    /*
     * Every stage is completed: by the batch when it comes back, or by InFlight.abandon when the store goes down
     * without it. An answer counts as come in once its stage's callbacks have run.
     */

    /** The door whose callbacks run on this thread just now. */
    private static final ThreadLocal<@Nullable EmbeddedDoor> CALLING_BACK = new ThreadLocal<>();

    private final StoreServer server;
    private final InFlight inFlight = new InFlight();

    EmbeddedDoor(StoreServer server) {
        this.server = server;
    }

    /** Who waits for answers. */
    InFlight inFlight() {
        return inFlight;
    }

    /** Whether this thread can wait for the store: not one that shards need, such as that which runs a callback. */
    boolean mayWait() {
        return CALLING_BACK.get() != this && !LoopThreads.isLoop();
    }

    /** Carries one command out. What it begins ends with it. */
    CompletionStage<Reply> execute(Command command) {
        One one = new One(this);
        Client client = server.newEmbeddedClient();
        Batch batch = new Batch(client, one, back -> {
            leave(back.client());
            returned(back, one, one.take());
        });
        batch.add(command);
        if (depart(batch, one)) {
            leave(client);
            arrived(batch, one, one.take());
        }
        return one;
    }

    private void leave(Client client) {
        if (client.hasBegun()) {
            server.disconnected(client);
        }
    }

    /** Carries commands out in their order. What they begin ends with them. */
    CompletionStage<List<Reply>> execute(List<Command> commands) {
        return new Session().execute(commands, true);
    }

    /**
     * A caller that several batches belong to: it can watch keys, or be subscribed. Not for several threads, and a
     * batch begins only after the one before has ended.
     */
    final class Session {
        private final Client client = server.newClient("", "", this::giveUp);
        private volatile boolean givenUp;

        private void giveUp() {
            givenUp = true; // only a shard that can't go on with the batch disconnects an embedded client
        }

        /** Messages that answer nothing go there from now on. */
        void inbox(Client.Inbox inbox) {
            client.inbox(inbox);
        }

        /** Carries commands out in their order. */
        CompletionStage<List<Reply>> execute(List<Command> commands) {
            return execute(commands, false);
        }

        private CompletionStage<List<Reply>> execute(List<Command> commands, boolean last) {
            Many many = new Many(EmbeddedDoor.this, commands.size());
            Batch batch = new Batch(client, many, back -> returned(back, many, taken(many, last)));
            commands.forEach(batch::add);
            if (depart(batch, many)) {
                arrived(batch, many, taken(many, last));
            }
            return many;
        }

        private @Nullable List<Reply> taken(Many many, boolean last) {
            if (last) {
                leave(client);
            }
            return givenUp ? null : many.take();
        }

        /** Ends what it has begun: watches, subscriptions. To be called once, when no batch is under way. */
        void end() {
            server.disconnected(client);
        }
    }

    /** Sends a batch off. Says whether it is back already; then whoever asked has it and nobody else. */
    private boolean depart(Batch batch, CompletableFuture<?> answer) {
        if (!inFlight.begin(answer)) {
            answer.completeExceptionally(new IllegalStateException("the store is closed"));
            return false;
        }
        try {
            return server.relay().begin(batch) == Relay.Outcome.RETURN;
        } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
            inFlight.end(answer);
            return false;
        }
    }

    /** A batch comes back on a shard's thread. */
    private <T> void returned(Batch batch, CompletableFuture<T> answer, @Nullable T content) {
        EmbeddedDoor outer = CALLING_BACK.get();
        CALLING_BACK.set(this);
        try {
            arrived(batch, answer, content);
        } finally {
            CALLING_BACK.set(outer);
        }
    }

    private <T> void arrived(Batch batch, CompletableFuture<T> answer, @Nullable T content) {
        server.answered(batch);
        if (content == null) {
            answer.completeExceptionally(
                    inFlight.isClosed()
                            ? InFlight.closedTooEarly()
                            : new IllegalStateException("the command could not be answered: see the log"));
        } else {
            answer.complete(content);
        }
        inFlight.end(answer);
    }

    /** The stage of one command. */
    private static final class One extends Answer<Reply> implements ReplySink {
        private @Nullable Reply reply;

        One(EmbeddedDoor door) {
            super(door, true);
        }

        @Override
        public void accept(Reply reply) {
            this.reply = reply.detached();
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Nullable
        Reply take() {
            return reply;
        }
    }

    /** The stage of several commands. */
    private static final class Many extends Answer<List<Reply>> implements ReplySink {
        private final List<Reply> replies;

        Many(EmbeddedDoor door, int commands) {
            super(door, false);
            replies = new ArrayList<>(commands);
        }

        @Override
        public void accept(Reply reply) {
            replies.add(reply.detached());
        }

        @Override
        public boolean isFull() {
            return false;
        }

        List<Reply> take() {
            return Collections.unmodifiableList(replies);
        }
    }
}
