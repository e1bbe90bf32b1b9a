package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.AclDenial;
import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.Execution;
import dev.flashkv.command.Handler;
import dev.flashkv.command.LatencyEvent;
import dev.flashkv.command.Monitoring;
import dev.flashkv.command.Transaction;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Eviction;
import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves a batch forward at one place, a shard or outside of all: carries out its commands while they belong here and
 * passes it on to the shard that has the next. So a pipeline takes effect in program order, on whatever shards its
 * commands fall.
 */
public final class Relay {

    /*
     * Commands over several shards hold in order, execute, release: see HoldWalk. A shard that has lent its keyspace
     * handles no message until it is released, so whoever got the batch last has all the keyspaces to itself; the
     * messages that passed the batch on make their content visible to its thread.
     *
     * Memory: every shard publishes what it takes after each write, and a command that may take memory looks at the
     * total first. When there is too much, the command's batch first walks all shards to make room. It holds them for a
     * slice of the work only and walks again for the next, so that nobody else waits for long. After some slices it
     * goes on in any case: the limit may be passed by a little for a moment, and the next command makes room again.
     */

    /**
     * Freed beyond the limit when room is made, so that not every command that follows has to: this much, or this part
     * of a small limit. It is what others wait for when keys are added at the limit: room for some hundred small keys
     * takes a fifth of a millisecond.
     */
    private static final long EVICTION_SLACK_BYTES_MAX = 16 * 1024;

    private static final int EVICTION_SLACK_DIVISOR = 64;

    /** How many slices of making room a command waits for. */
    private static final int EVICTION_SLICES_MAX = 8;

    /** It waits for one more for each so many of its arguments: it adds no more keys than it makes room for. */
    private static final int EVICTION_ARGUMENTS_PER_SLICE = 256;

    /** Sends messages to shards. */
    @FunctionalInterface
    public interface Outbox {
        /** Sends {@code message} to {@code shard}, now or at the next {@link #deliver}. */
        void send(int shard, Shard.Message message);

        /** Delivers what is to be carried by hand: for the outermost caller, when it has done its own part. */
        default void deliver() {}

        /** Looks at the keys of the batch's next commands, if that makes the commands faster here. */
        default void lookAhead(Batch batch, ShardMap map) {
            batch.lookedAheadTo(batch.size());
        }
    }

    private static final int OUTSIDE = -1;

    /** No shard, and not {@link #OUTSIDE} either. */
    private static final int TO_BE_CARRIED_OUT = -2;

    private final int here;
    private final @Nullable Databases databases;
    private final @Nullable WaitingRoom room;
    private final ShardMap map;
    private final MemoryLedger memory;
    private final Limits limits;
    private final Clock clock;
    private final Monitoring monitoring;
    private final Calls calls;
    private final HeldExecution execution;
    private final Waiting waiting;
    private final Notifications notifications;
    private final Pause pause;
    private final Outbox outbox;
    private final NeededShards needed;

    private Relay(
            int here, @Nullable Databases databases, @Nullable WaitingRoom room, StoreContext context, Outbox outbox) {
        this.here = here;
        this.databases = databases;
        this.room = room;
        this.map = context.map();
        this.memory = context.memory();
        this.limits = context.limits();
        this.clock = context.clock();
        this.monitoring = context.monitoring();
        this.pause = context.pause();
        this.calls = new Calls(context, here == OUTSIDE);
        this.notifications = new Notifications(databases, context);
        this.execution = new HeldExecution(calls, notifications, context);
        this.outbox = outbox;
        this.waiting = new Waiting(here, context, calls, notifications, outbox);
        this.needed = new NeededShards(map, Math.max(0, here));
    }

    /** The place where batches begin: it has no keyspace and passes on every command that needs one. */
    public static Relay outside(StoreContext context, Outbox outbox) {
        return new Relay(OUTSIDE, null, null, context, outbox);
    }

    /** The place of shard {@code here}, which owns {@code databases} and {@code room}. */
    static Relay atShard(int here, Databases databases, WaitingRoom room, StoreContext context, Outbox outbox) {
        return new Relay(here, databases, room, context, outbox);
    }

    /** Where a batch is after {@link #advance}. */
    public enum Outcome {
        /** It is to be given back: finished, its sink is full, or what it has is to be sent before it waits. */
        RETURN,
        /** It has been passed on: no longer ours to touch. */
        PASSED_ON,
        /** It has been passed on and holds this shard. */
        HELD
    }

    /**
     * Moves the batch forward as far as it goes from outside. When it has been passed on it may even have been given
     * back before this returns.
     */
    public Outcome begin(Batch batch) {
        arrived(batch);
        Outcome outcome = advance(batch);
        outbox.deliver();
        return outcome;
    }

    /** The batch may have been under way, or have waited, for any time: its commands are not to run in the past. */
    void arrived(Batch batch) {
        batch.beganNanos(clock.nowNanos());
    }

    /** Moves the batch forward as far as it goes here. */
    Outcome advance(Batch batch) {
        Outcome outcome = lend(batch);
        if (outcome != null) {
            return outcome;
        }
        while (!batch.isToReturn()) {
            if (batch.isToLookAhead()) {
                outbox.lookAhead(batch, map);
            }
            if (pause.isOn() && pause.holdsBack(batch.current(), batch.client()) && pause.keep(batch)) {
                return Outcome.PASSED_ON;
            }
            int next = step(batch, batch.current());
            if (next != here) {
                outbox.send(next, batch);
                return Outcome.PASSED_ON;
            }
            outcome = lend(batch);
            if (outcome != null) {
                return outcome;
            }
        }
        return Outcome.RETURN;
    }

    /**
     * Carries the current command out if it belongs here; says where the batch belongs then. A walk over several shards
     * is begun, not made.
     */
    private int step(Batch batch, Command command) {
        CommandSpec spec = command.spec();
        if (!batch.client().isAtEase()) {
            int there = screen(batch, command);
            if (there != TO_BE_CARRIED_OUT) {
                return there;
            }
        }
        Handler handler = spec.handler();
        if (handler instanceof Handler.OnShard onShard) {
            int shard = map.shardOf(command);
            if (shard != here || databases == null) {
                return shard;
            }
            if (spec.isDenyOom() && memory.excessBytes() > 0 && !batch.isRoomMade()) {
                return beginMakingRoom(batch);
            }
            if (spec.isWrite() && room != null && room.hasDestinations()) {
                int[] wider = widened(batch, command.firstKey());
                if (wider != null) {
                    return begin(batch, new HoldWalk(wider, map, batch.client(), false));
                }
            }
            Keyspace keyspace = databases.get(batch.client().database());
            Reply reply = Execution.onShard(command, onShard, keyspace, batch.client(), millis(batch));
            notifications.remember(command, batch.client());
            answer(batch, command, reply);
            if (databases.hasReady()) {
                waiting.serve(alone(batch.client()), batch.beganNanos());
            }
            if (spec.isWrite()) {
                memory.publish(here, databases.heapBytes());
            }
            return here;
        }
        if (handler instanceof Handler.OnConnection onConnection) {
            Reply reply = Execution.onConnection(command, onConnection, batch.client());
            if (reply instanceof Reply.ErrorReply error && command.isRefused()) {
                refuse(batch, command.refused(), error);
            } else {
                answer(batch, command, reply);
            }
            return here;
        }
        if (handler instanceof Handler.AlongShards along) {
            return walkAlong(batch, command, along);
        }
        if (handler instanceof Handler.Exec) {
            return exec(batch);
        }
        if (spec.isDenyOom() && memory.excessBytes() > 0 && !batch.isRoomMade()) {
            return beginMakingRoom(batch);
        }
        return begin(batch, new HoldWalk(needed.of(command), map, batch.client(), false));
    }

    /**
     * Looks after a command of a client that may not do just anything: refuses or queues it and says where the batch
     * belongs then, or says {@link #TO_BE_CARRIED_OUT}.
     */
    private int screen(Batch batch, Command command) {
        CommandSpec spec = command.spec();
        Client client = batch.client();
        if (!spec.isNoAuth() && client.server().acl().isStranger(client)) {
            refuse(batch, Errors.NOT_AUTHENTICATED);
            return here;
        }
        boolean inTransaction = client.transaction() != null && !command.isRefused();
        if (inTransaction && spec.isNoMulti()) {
            refuse(batch, Errors.NOT_IN_TRANSACTION);
            return here;
        }
        AclDenial denial = client.denial(command, inTransaction);
        if (denial != null) {
            refuse(batch, denial.error(command));
            return here;
        }
        if (client.isConfinedToPubSub() && !spec.isAllowedWhileSubscribed()) {
            refuse(batch, Errors.notWhileSubscribed(spec.name()));
            return here;
        }
        if (client.isMonitoring() && spec.usesKeyspace()) {
            refuse(batch, Errors.NOT_FOR_MONITORS);
            return here;
        }
        if (!inTransaction || !spec.isQueued()) {
            return TO_BE_CARRIED_OUT;
        }
        // What is queued takes memory, too, whatever it will do.
        if (memory.excessBytes() > 0 && !batch.isRoomMade()) {
            return beginMakingRoom(batch);
        }
        client.queued(command);
        batch.reply(Reply.QUEUED);
        batch.wasNotCarriedOut();
        batch.beganNanos(clock.nowNanos());
        return here;
    }

    /** Carries the client's transaction out, or begins the walk over its shards. */
    private int exec(Batch batch) {
        Client client = batch.client();
        Transaction transaction = client.transaction();
        if (transaction == null) {
            answer(batch, batch.current(), Errors.EXEC_WITHOUT_MULTI);
            return here;
        }
        if (transaction.isBroken()) {
            client.endTransaction();
            answer(batch, batch.current(), Errors.TRANSACTION_BROKEN);
            return here;
        }
        if (transaction.isDenyOom() && memory.excessBytes() > 0 && !batch.isRoomMade()) {
            return beginMakingRoom(batch);
        }
        HoldWalk walk = new HoldWalk(needed.of(transaction, client.watchOrNull()), map, client, false);
        if (walk.isComplete()) { // it needs no keys at all
            answer(batch, batch.current(), execution.transact(batch, walk));
            return here;
        }
        return begin(batch, walk);
    }

    private int begin(Batch batch, HoldWalk walk) {
        batch.holdWalk(walk);
        return walk.nextShard();
    }

    private int beginMakingRoom(Batch batch) {
        if (limits.evictionPolicy() == EvictionPolicy.NOEVICTION) {
            refuse(batch, Errors.OUT_OF_MEMORY);
            return here;
        }
        return begin(batch, new HoldWalk(needed.all(), map, batch.client(), true));
    }

    private int walkAlong(Batch batch, Command command, Handler.AlongShards along) {
        Handler.Walk walk = batch.walk();
        if (walk == null) {
            Reply refused = Execution.startWalk(command, along, map.shardCount(), batch::walk);
            if (refused != null) {
                answer(batch, command, refused);
                return here;
            }
            walk = Objects.requireNonNull(batch.walk());
        }
        if (walk.shard() != here || databases == null) {
            return walk.shard();
        }
        Reply reply =
                Execution.visit(command, walk, databases.get(batch.client().database()), millis(batch));
        if (reply == null) {
            notifications.send(null);
            return walk.shard();
        }
        answer(batch, command, reply);
        return here;
    }

    /** The current command's time in Unix milliseconds. */
    private static long millis(Batch batch) {
        return TimeUnit.NANOSECONDS.toMillis(batch.beganNanos());
    }

    /** Answers the current command and counts it. What it did to keys is told before. */
    private void answer(Batch batch, Command command, Reply reply) {
        notifications.send(batch.client());
        batch.reply(reply);
        notifications.sendOwn();
        batch.beganNanos(calls.called(command, batch.client(), batch.beganNanos(), reply));
    }

    /** Answers the current command, which is not carried out, with an error. */
    private void refuse(Batch batch, Reply.ErrorReply error) {
        refuse(batch, batch.current().spec(), error);
    }

    /** The same; {@code meant} is the command's row, if it is known. Refused, it spoils the transaction being made. */
    private void refuse(Batch batch, @Nullable CommandSpec meant, Reply.ErrorReply error) {
        Client client = batch.client();
        Reply.ErrorReply reply = error;
        if (meant != null && meant.handler() instanceof Handler.Exec) {
            client.endTransaction();
            reply = Transaction.aborted(error);
            // Shown as in Redis, unlike others: it ends what a monitor has seen begin.
            calls.show(new Command(meant, batch.current().args()), client, batch.beganNanos());
        } else if (client.transaction() != null) {
            client.transaction().breakOff();
        }
        calls.refused(meant, reply);
        batch.reply(reply);
        batch.wasNotCarriedOut();
    }

    /**
     * Lends this shard's keyspace to the batch's walk, if that is here. The last shard carries the command out and
     * releases the others; any other passes the batch on and is held.
     *
     * @return null when the batch may go on here, else what has become of it
     */
    private @Nullable Outcome lend(Batch batch) {
        HoldWalk walk = batch.holdWalk();
        while (walk != null && databases != null && walk.nextShard() == here) {
            walk.lend(databases, Objects.requireNonNull(room));
            if (!walk.isComplete()) {
                outbox.send(walk.nextShard(), batch);
                return Outcome.HELD;
            }
            int[] wider = mayPush(batch) ? waiting.widened(walk) : null;
            if (wider == null) {
                walk.collectAt(databases);
                try {
                    return execute(batch, walk);
                } finally {
                    release(batch);
                }
            }
            release(batch);
            walk = new HoldWalk(wider, map, batch.client(), false);
            batch.holdWalk(walk);
        }
        if (walk == null) {
            return null;
        }
        outbox.send(walk.nextShard(), batch);
        return Outcome.PASSED_ON;
    }

    private static boolean mayPush(Batch batch) {
        CommandSpec spec = batch.current().spec();
        Transaction transaction = batch.client().transaction();
        return spec.isWrite()
                || (spec.handler() instanceof Handler.Exec && transaction != null && transaction.mayWrite());
    }

    /** The shards to be held by a command that writes {@code key}, of this shard, if that is not the only one. */
    private int @Nullable [] widened(Batch batch, Bytes key) {
        Client client = batch.client();
        boolean awaited = Objects.requireNonNull(databases).isAwaited(client.database(), key);
        return awaited ? waiting.widened(alone(client)) : null;
    }

    /** This shard alone in hand. */
    private HoldWalk alone(Client client) {
        HoldWalk alone = new HoldWalk(new int[] {here}, map, client, false);
        alone.lend(Objects.requireNonNull(databases), Objects.requireNonNull(room));
        return alone;
    }

    /** Returns null when the batch may go on here, else what has become of it. */
    private @Nullable Outcome execute(Batch batch, HoldWalk walk) {
        Command command = batch.current();
        if (pause.isOn() && pause.holdsBack(command, batch.client())) {
            return null; // a pause began while the walk was on its way
        }
        if (walk.makesRoom()) {
            makeRoom(batch, walk);
            return null;
        }
        Handler handler = command.spec().handler();
        if (handler instanceof Handler.Exec) {
            answer(batch, command, execution.transact(batch, walk));
        } else if (handler instanceof Handler.Blocking blocking) {
            Outcome outcome = attempt(batch, command, blocking, walk);
            if (outcome != null) {
                return outcome;
            }
        } else {
            answer(batch, command, execution.run(command, walk, batch.client(), millis(batch)));
        }
        waiting.serve(walk, batch.beganNanos());
        return null;
    }

    private @Nullable Outcome attempt(Batch batch, Command command, Handler.Blocking blocking, HoldWalk walk) {
        Reply reply = Execution.startAttempt(command, blocking, batch::attempt);
        Handler.Attempt attempt = batch.attempt();
        if (reply == null && attempt != null) {
            reply = Execution.attempt(command, attempt, attempt.keys(), walk, millis(batch));
        }
        if (reply != null) {
            answer(batch, command, reply);
            return null;
        }
        notifications.send(null);
        waiting.park(batch, Objects.requireNonNull(attempt), walk);
        return Outcome.PASSED_ON;
    }

    /** Ends a wait that was claimed from outside; this shard is its home. */
    void endWait(Waiter waiter) {
        waiting.end(waiter, alone(waiter.batch().client()), clock.nowNanos());
    }

    /** Ends the waits that are at home here and whose time is up. */
    void endWaitsDue() {
        if (room != null && room.earliestMillis() != Long.MAX_VALUE) {
            waiting.timeOut(room, this::alone, clock.nowNanos());
        }
    }

    /** Forgets somebody who waits no longer. */
    void forget(Waiter waiter) {
        waiting.forgetHere(waiter, alone(waiter.batch().client()));
    }

    /** Tells of what has happened to keys of this shard while nobody's command ran. */
    void sendNotifications() {
        notifications.send(null);
    }

    /** Delivers what was sent to shards from outside of all batches. */
    public void deliver() {
        outbox.deliver();
    }

    /** Makes room, for as long as evicting may hold all shards; says OOM when what is too much can't be evicted. */
    private void makeRoom(Batch batch, HoldWalk walk) {
        arrived(batch); // each slice has a time of its own
        walk.databases().forEach(each -> each.begin(millis(batch)));
        long limit = limits.memoryBytesMax();
        long excess = limit == 0 ? 0 : walk.heapBytes() - limit;
        if (excess <= 0) {
            batch.roomMade();
            return;
        }
        long slack = Math.min(EVICTION_SLACK_BYTES_MAX, limit / EVICTION_SLACK_DIVISOR);
        long nanosMax = limits.evictionNanosMax();
        Eviction.Outcome outcome = Eviction.makeRoom(
                walk.ofAllDatabases(), excess + slack, () -> clock.nowNanos() - batch.beganNanos() >= nanosMax);
        notifications.send(null);
        if (monitoring.latency().isOn()) {
            long endedNanos = clock.nowNanos();
            monitoring.latency().note(LatencyEvent.EVICTION_CYCLE, endedNanos - batch.beganNanos(), endedNanos);
        }
        int slicesMax = EVICTION_SLICES_MAX + batch.current().args().count() / EVICTION_ARGUMENTS_PER_SLICE;
        if (outcome == Eviction.Outcome.EXHAUSTED && walk.heapBytes() > limit) {
            refuse(batch, Errors.OUT_OF_MEMORY);
        } else if (outcome != Eviction.Outcome.TIME_IS_UP || batch.countSlice() >= slicesMax) {
            batch.roomMade();
        }
    }

    /** Releases every shard that the batch's walk holds, but this one. */
    void release(Batch batch) {
        HoldWalk walk = batch.holdWalk();
        if (walk == null) {
            return;
        }
        batch.holdWalk(null);
        for (int i = 0; i < walk.lentCount(); i++) {
            memory.publish(walk.shard(i), walk.databases(i).heapBytes());
            walk.databases(i).collectHere();
            if (walk.shard(i) != here) {
                outbox.send(walk.shard(i), Shard.Release.INSTANCE);
            }
        }
    }
}
