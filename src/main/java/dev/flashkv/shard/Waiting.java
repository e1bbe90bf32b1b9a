package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.Execution;
import dev.flashkv.command.Handler;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Awaiter;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.KeySignals;
import dev.flashkv.keyspace.ReadyKey;
import dev.flashkv.reply.Reply;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets batches wait for keys, and serves them, at one shard and on the keyspaces that are lent to it. */
final class Waiting {

    /*
     * Whoever waits is in the queue of each of its keys, at the shards that have them; in the room of its home shard,
     * which has the timer; and, if it writes to another shard when served, in the rooms of its keys' shards.
     *
     * Serving happens in the same hold as the command, or the whole EXEC, that pushed, so nobody sees the pushed
     * element in between and nobody overtakes those who wait. For that, all that may be written to must be in hand: a
     * command that may push where somebody waits whose destination is elsewhere holds that shard from the beginning;
     * see widened().
     *
     * A batch that has been served goes on by a message, finished or not: whoever serves it is in the midst of
     * something.
     */

    private final int here;
    private final ShardMap map;
    private final Calls calls;
    private final Blocked blocked;
    private final Notifications notifications;
    private final Relay.Outbox outbox;

    Waiting(int here, StoreContext context, Calls calls, Notifications notifications, Relay.Outbox outbox) {
        this.here = here;
        this.map = context.map();
        this.blocked = context.blocked();
        this.calls = calls;
        this.notifications = notifications;
        this.outbox = outbox;
    }

    /**
     * The shards a command must hold that holds {@code walk}'s and may push to them, if those are more: with the
     * destinations of all who wait there. Null when it has all of them.
     */
    int @Nullable [] widened(HoldWalk walk) {
        BitSet all = null;
        for (int i = 0; i < walk.lentCount(); i++) {
            if (walk.room(i).hasDestinations()) {
                all = all == null ? walk.shardSet() : all;
                walk.room(i).forEachDestination(all::set);
            }
        }
        return all == null || all.cardinality() == walk.lentCount()
                ? null
                : all.stream().toArray();
    }

    /**
     * Lets the batch wait, whose keys' shards {@code held} has; it is no longer the caller's once they are released.
     */
    void park(Batch batch, Handler.Attempt attempt, HoldWalk held) {
        calls.show(batch.current(), batch.client(), batch.beganNanos());
        long nowMillis = TimeUnit.NANOSECONDS.toMillis(batch.beganNanos());
        long timeoutMillis = attempt.timeoutMillis();
        boolean forEver = timeoutMillis == 0 || timeoutMillis > Long.MAX_VALUE - nowMillis;
        Waiter waiter = new Waiter(batch, attempt, here, forEver ? Long.MAX_VALUE : nowMillis + timeoutMillis, outbox);
        Client client = batch.client();
        client.blockedBy(waiter);
        client.buffers().registering(waiter.sizeBytes());
        if (!client.isDisconnected()) { // else the wait has ended, which this shard is going to be told of
            for (Bytes key : attempt.keys()) {
                held.databasesOf(key).signals(waiter.database()).await(key.detached(), waiter);
            }
        }
        forEachDestinationOf(waiter, held, WaitingRoom::addDestination);
        held.roomOf(here).enter(waiter);
        batch.parked();
        blocked.enter(client);
    }

    /** What is done in the room of a key's shard about the shard that is written to. */
    @FunctionalInterface
    private interface DestinationChange {
        void in(WaitingRoom room, int destination);
    }

    private void forEachDestinationOf(Waiter waiter, HoldWalk held, DestinationChange change) {
        Bytes destination = waiter.attempt().destination();
        if (destination == null) {
            return;
        }
        int to = map.shardOf(destination);
        for (Bytes key : waiter.attempt().keys()) {
            int from = map.shardOf(key);
            if (from != to && held.has(from)) {
                change.in(held.roomOf(from), to);
            }
        }
    }

    /** Serves those who wait for keys that were modified, on the keyspaces in hand, until nobody can be served. */
    void serve(HoldWalk held, long nowNanos) {
        ReadyKey ready;
        while ((ready = held.pollReady()) != null) {
            serve(held, ready, nowNanos);
        }
    }

    private void serve(HoldWalk held, ReadyKey ready, long nowNanos) {
        Databases databases = held.databasesOf(ready.key());
        KeySignals signals = databases.signals(ready.database());
        Iterator<Awaiter> waiting = signals.awaiting(ready.key()).iterator();
        while (waiting.hasNext()) {
            Waiter waiter = (Waiter) waiting.next();
            Value value = databases.get(ready.database()).look(ready.key());
            if (value == null) {
                break;
            }
            if (!waiter.attempt().type().isInstance(value)
                    || waiter.batch().client().isDisconnected()) {
                continue;
            }
            waiting.remove();
            if (waiter.claim()) {
                serve(waiter, held, ready.key(), nowNanos);
            }
        }
        signals.forgetIfNobody(ready.key());
    }

    private void serve(Waiter waiter, HoldWalk held, Bytes key, long nowNanos) {
        Batch batch = waiter.batch();
        Client client = batch.client();
        Command command = batch.current();
        batch.resumed();
        Reply reply = Execution.attempt(
                command,
                waiter.attempt(),
                List.of(key),
                held.onBehalfOf(client),
                TimeUnit.NANOSECONDS.toMillis(nowNanos));
        if (reply == null) {
            throw new IllegalStateException(command.spec().name() + " found nothing in a key that has something");
        }
        notifications.send(client);
        batch.reply(reply);
        notifications.sendOwn();
        batch.beganNanos(calls.waited(command, client, nowNanos, reply));
        forget(waiter, held);
        outbox.send(here, batch);
    }

    /** Ends the waiting of all whose time is up by then, at this shard, their home. */
    void timeOut(WaitingRoom home, Function<Client, HoldWalk> alone, long nowNanos) {
        long nowMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos);
        Waiter waiter;
        while ((waiter = home.pollDue(nowMillis)) != null) {
            if (waiter.claim()) {
                end(waiter, alone.apply(waiter.batch().client()), nowNanos);
            }
        }
    }

    /** Ends the waiting of one who has been claimed from outside or whose time is up, at this shard, its home. */
    void end(Waiter waiter, HoldWalk held, long nowNanos) {
        Batch batch = waiter.batch();
        Reply.ErrorReply error = waiter.endedWith();
        forget(waiter, held);
        batch.resumed();
        if (!batch.client().isDisconnected()) {
            Reply reply = error == null ? Reply.NULL_ARRAY : error;
            Command command = batch.current();
            batch.reply(reply);
            batch.beganNanos(calls.waited(command, batch.client(), nowNanos, reply));
        }
        outbox.send(here, batch);
    }

    /** Removes a waiter from the queues and rooms in hand, and has it removed from the others. */
    void forget(Waiter waiter, HoldWalk held) {
        waiter.batch().client().blockedBy(null);
        blocked.leave(waiter.batch().client());
        forgetHere(waiter, held);
        BitSet others = new BitSet();
        others.set(waiter.home());
        waiter.attempt().keys().forEach(key -> others.set(map.shardOf(key)));
        others.stream()
                .filter(shard -> !held.has(shard))
                .forEach(shard -> outbox.send(shard, new Shard.Forget(waiter)));
    }

    /** Removes a waiter from the queues and rooms in hand. */
    void forgetHere(Waiter waiter, HoldWalk held) {
        for (Bytes key : waiter.attempt().keys()) {
            if (held.has(map.shardOf(key))) {
                held.databasesOf(key).signals(waiter.database()).forget(key, waiter);
            }
        }
        forEachDestinationOf(waiter, held, WaitingRoom::removeDestination);
        if (held.has(waiter.home())) {
            held.roomOf(waiter.home()).leave(waiter);
        }
    }
}
