package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.TestServer;
import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client of a simulation with a connection: it watches, waits, is woken up, and may vanish at any time. */
final class SimulatedClient {

    /** A command and who hears of its answer, at the very instant. */
    record Sent(List<String> words, Consumer<Reply> answered) {}

    private final ShardSimulation simulation;
    private final Client client;
    private final Relay door;
    private final Queue<Sent> open = new ArrayDeque<>();
    private Batch batch;
    private boolean woken;
    private boolean gone;
    private boolean deaf;
    private long parkedAt;

    SimulatedClient(ShardSimulation simulation, int number) {
        this.simulation = simulation;
        client = new Client(number, new TestServer(), "", "", () -> gone = true);
        door = Relay.outside(simulation.context, simulation.outboxOf(number));
    }

    /**
     * Sends a pipeline off at some time.
     *
     * @param done runs when it is back
     * @param abandoned runs instead of it when the client has gone: what has not been answered then never will be
     */
    void send(List<Sent> pipeline, Runnable done, Runnable abandoned) {
        batch = new Batch(client, new Sink(), back -> simulation.post(() -> proceed(done, abandoned)));
        open.clear();
        woken = false;
        for (Sent each : pipeline) {
            batch.add(CommandTable.standard()
                    .resolve(each.words.stream().map(Bytes::of).toArray(Bytes[]::new)));
            open.add(each);
        }
        simulation.post(() -> advance(done, abandoned));
    }

    /** The first command of what it has just sent holds these shards in this order: a planted fault. */
    void walk(int... shards) {
        batch.holdWalk(new HoldWalk(shards, simulation.context.map(), client, false));
    }

    private void advance(Runnable done, Runnable abandoned) {
        if (door.advance(batch) == Relay.Outcome.RETURN) {
            proceed(done, abandoned);
        }
    }

    private void proceed(Runnable done, Runnable abandoned) {
        if (!batch.isFinished()) {
            advance(done, abandoned);
        } else if (gone) {
            abandoned.run();
        } else {
            batch.clear();
            done.run();
        }
    }

    /** Whether it waits at a blocking command, and nobody has ended that yet. */
    boolean isWaiting() {
        return client.blockedBy() != null && !gone && !woken;
    }

    /** When its last wait began, by the simulation's count of parks. */
    long parkedAt() {
        return parkedAt;
    }

    /** The command that is to be answered next; null when there is none. */
    @Nullable
    List<String> next() {
        return open.isEmpty() ? null : open.peek().words;
    }

    /** Ends its wait from outside. */
    void wake(Reply.@Nullable ErrorReply error) {
        Client.Wait wait = client.blockedBy();
        if (wait != null) {
            woken |= wait.end(error);
        }
    }

    /** Its connection ends. What is carried out of its pipeline all the same is still heard of. */
    void vanish() {
        gone = true;
        client.leave();
    }

    /** It hears nothing any more, but nobody has told the store: a planted fault. */
    void vanishSilently() {
        gone = true;
        deaf = true;
    }

    private final class Sink implements ReplySink {
        @Override
        public void accept(Reply reply) {
            Sent answered = open.remove();
            if (!deaf) {
                answered.answered.accept(reply.detached());
            }
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void parked() {
            parkedAt = simulation.tick();
        }
    }
}
