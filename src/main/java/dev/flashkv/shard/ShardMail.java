package dev.flashkv.shard;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages to the shards of one store: through their actors' mailboxes, or, where all shards live on one event
 * loop and the sender does too, by hand.
 */
public final class ShardMail implements Relay.Outbox {

    /*
     * A pipeline of commands with keys at random changes shards at nearly every command. On a lone event loop each
     * change would be a message that the loop's thread sends to itself: enqueued, scheduled, dequeued and interpreted,
     * for some hundred nanoseconds each. As that thread is the only one ever to run any of the shards, and runs no
     * other shard while it sends, it may as well hand the message to the shard at its next step. The hand-carried
     * messages wait in a queue of their own and are delivered in order, one after the other, never one inside another.
     *
     * What stays as it was: a shard's keys are touched by one thread, one message at a time; what a sender sends to a
     * shard arrives in order, as nobody ever mixes both ways: a batch is one message, and a hold's release comes from
     * the thread that got the batch.
     *
     * For the same reason it may look at other shards' keys between two messages: see Lookahead.
     *
     * neighbours, queues, delivering and lookahead belong to the loop's thread; everybody else sees only that it is not
     * theirs.
     */

    private final List<ActorRef<Shard.Message>> shards = new ArrayList<>();
    private final BooleanSupplier onLoneLoop;
    private final Turns turns;
    private final @Nullable ShardCore[] neighbours;
    private final Queue<ShardCore> recipients = new ArrayDeque<>();
    private final Queue<Shard.Message> messages = new ArrayDeque<>();
    private final Lookahead lookahead;
    private volatile @Nullable Thread loop;
    private boolean delivering;

    /**
     * Mail for that many shards.
     *
     * @param onLoneLoop tells a shard, asked on its own thread, whether that thread is the only one that ever runs it
     * @param turns of the threads that run shards
     */
    public ShardMail(int shardCount, BooleanSupplier onLoneLoop, Turns turns) {
        this.neighbours = new ShardCore[shardCount];
        this.lookahead = new Lookahead(neighbours);
        this.onLoneLoop = onLoneLoop;
        this.turns = turns;
    }

    /** Names the next shard's actor, in the shards' order. All must be named before the first message is sent. */
    public void address(ActorRef<Shard.Message> shard) {
        shards.add(shard);
    }

    /** The actors, in the shards' order. */
    public List<ActorRef<Shard.Message>> shards() {
        return shards;
    }

    Turns turns() {
        return turns;
    }

    @Override
    public void send(int shard, Shard.Message message) {
        ShardCore neighbour = isOnLoop() ? neighbours[shard] : null;
        if (neighbour == null) {
            tell(shards.get(shard), message);
        } else {
            recipients.add(neighbour);
            messages.add(message);
        }
    }

    /** An interrupted thread may tell, too: to an actor that is just being started, Akka throws InterruptedException. */
    private static void tell(ActorRef<Shard.Message> shard, Shard.Message message) {
        boolean interrupted = Thread.interrupted();
        shard.tell(message);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void deliver() {
        if (delivering || !isOnLoop()) {
            return;
        }
        delivering = true;
        try {
            ShardCore recipient;
            while ((recipient = recipients.poll()) != null) {
                recipient.receiveAtOnce(messages.remove());
            }
        } finally {
            delivering = false;
        }
    }

    @Override
    public void lookAhead(Batch batch, ShardMap map) {
        if (isOnLoop()) {
            lookahead.lookAt(batch, map);
        } else if (loop == null) {
            batch.lookedAheadTo(batch.size());
        } // else it is on its way to the loop
    }

    private boolean isOnLoop() {
        return Thread.currentThread() == loop;
    }

    /** A shard begins, on its own thread. */
    void begins(int shard, ShardCore core) {
        // Akka may replace a dispatcher's idle loop while a store is being created: then some shards are on another
        // one, and reached by mail.
        if (onLoneLoop.getAsBoolean() && isOn(Thread.currentThread())) {
            neighbours[shard] = core;
        }
    }

    private synchronized boolean isOn(Thread thread) {
        if (loop == null) {
            loop = thread;
        }
        return loop == thread;
    }

    /** A shard ends, on its own thread: what is sent to it now is lost, as with any actor. */
    void ends(int shard) {
        if (isOnLoop()) {
            neighbours[shard] = null;
        }
    }
}
