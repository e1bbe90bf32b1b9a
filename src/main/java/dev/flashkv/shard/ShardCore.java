package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.FatalErrors;
import dev.flashkv.command.LatencyEvent;
import dev.flashkv.keyspace.Databases;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard without its actor: its keys and what messages do to it. Plain Java, so that a test can be its
 * mailbox and its timer.
 */
final class ShardCore {

    /*
     * held: the shard has lent its keyspace to a walk (see HoldWalk) and keeps every message but the release waiting,
     * sweeps included. Waiting messages are handled in the order they came, until one of them holds the shard again.
     *
     * sweepDueMillis: when the one planned sweep comes, by the store's clock: for keys to be removed, or for somebody
     * whose waiting ends. It is planned anew only for an earlier deadline, not when the earliest goes away: the sweep
     * then finds nothing and plans the next. While a sweep is under way none is planned: the last slice does that.
     *
     * A sweep goes in slices where others share the thread: many shards' keys may fall due at the same moment, and then
     * each shard's slice waits for its turn, and all other work has its turn after each slice. The first few keys go at
     * once, so that most sweeps need no turn.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ShardCore.class);
    private static final long NO_SWEEP = Long.MAX_VALUE;
    private static final long SWEEPING = Long.MIN_VALUE;

    /** The most keys that go in one slice: about a tenth of a millisecond's work. */
    private static final int KEYS_PER_SLICE_MAX = 100;

    /** The most keys that go when the sweep begins, in no matter how many shards at the same moment. */
    private static final int KEYS_AT_ONCE_MAX = 16;

    /** Plans the shard's one timer. */
    @FunctionalInterface
    interface SweepTimer {
        /** A {@link Shard.Sweep} is to come in that many milliseconds; it replaces the one planned before. */
        void planInMillis(long delayMillis);

        /** {@link Shard.Sweep#TURN} is to come when others have had their turn; false if nobody needs one. */
        default boolean afterOthers() {
            return false;
        }
    }

    private final Databases databases;
    private final WaitingRoom room = new WaitingRoom();
    private final Relay relay;
    private final StoreContext context;
    private final int index;
    private final SweepTimer timer;
    private final Queue<Shard.Message> waiting = new ArrayDeque<>();
    private boolean held;
    private long sweepDueMillis = NO_SWEEP;
    /** How many keys the sweep that is under way may still remove. */
    private int sweepKeysLeft;

    ShardCore(int index, StoreContext context, long seed, Relay.Outbox outbox, SweepTimer timer) {
        this.index = index;
        this.context = context;
        this.timer = timer;
        this.databases = new Databases(context.limits(), seed);
        this.relay = Relay.atShard(index, databases, room, context, outbox);
    }

    /**
     * Handles a message, or keeps it until the shard is released. Whatever goes wrong ends with the batch it came with.
     */
    void receive(Shard.Message message) {
        receive(message, true);
    }

    /** The same for a message that has just been sent, by the same thread: it has the right time with it. */
    void receiveAtOnce(Shard.Message message) {
        receive(message, false);
    }

    private void receive(Shard.Message message, boolean late) {
        if (held && message != Shard.Release.INSTANCE) {
            waiting.add(message);
            return;
        }
        handle(message, late);
        while (!held && !waiting.isEmpty()) {
            handle(waiting.remove(), true);
        }
        if (!held) {
            planSweep();
        }
    }

    private void handle(Shard.Message message, boolean late) {
        if (message instanceof Batch batch) {
            if (late) {
                relay.arrived(batch);
            }
            run(batch);
        } else if (message == Shard.Release.INSTANCE) {
            held = false;
        } else if (message == Shard.Sweep.INSTANCE) {
            sweep();
        } else if (message == Shard.Sweep.TURN) {
            goOnSweeping();
        } else if (message instanceof Shard.EndWait end) {
            relay.endWait(end.waiter());
        } else if (message instanceof Shard.Forget forget) {
            relay.forget(forget.waiter());
        }
    }

    private void run(Batch batch) {
        try {
            switch (relay.advance(batch)) {
                case RETURN -> batch.giveBack();
                case HELD -> held = true;
                case PASSED_ON -> {}
            }
        } catch (RuntimeException | Error failure) {
            FatalErrors.check(failure);
            // Commands are guarded one by one: this is a reply that can't be taken, or a fault of our own.
            LOG.error("Shard {} could not go on with a batch; its client is disconnected", index, failure);
            relay.release(batch);
            batch.client().disconnect();
            batch.giveBack();
        }
    }

    private void sweep() {
        sweepDueMillis = NO_SWEEP;
        relay.endWaitsDue();
        if (!context.limits().isActiveExpiry()
                || databases.earliestDeadlineMillis() >= context.clock().nowMillis()) {
            plan(false);
            return;
        }
        sweepKeysLeft = context.expiry().keysPerSweepMax();
        sweepSlice(Math.min(sweepKeysLeft, KEYS_AT_ONCE_MAX));
    }

    /** The next slice, unless expiry has been switched off meanwhile. Waits don't have to wait for the last one. */
    private void goOnSweeping() {
        sweepDueMillis = NO_SWEEP;
        relay.endWaitsDue();
        if (context.limits().isActiveExpiry()) {
            sweepSlice(Math.min(sweepKeysLeft, KEYS_PER_SLICE_MAX));
        } else {
            plan(false);
        }
    }

    private void sweepSlice(int keysMax) {
        long beganNanos = context.clock().nowNanos();
        databases.begin(TimeUnit.NANOSECONDS.toMillis(beganNanos));
        int removed = databases.sweep(keysMax);
        if (removed > 0) {
            relay.sendNotifications();
            context.memory().publish(index, databases.heapBytes());
        }
        long endedNanos = context.clock().nowNanos();
        context.statistics().swept(endedNanos - beganNanos);
        context.monitoring().latency().note(LatencyEvent.EXPIRE_CYCLE, endedNanos - beganNanos, endedNanos);
        sweepKeysLeft -= removed;
        if (removed < keysMax || sweepKeysLeft == 0) {
            plan(false);
        } else if (timer.afterOthers()) {
            sweepDueMillis = SWEEPING;
        } else {
            sweepSlice(sweepKeysLeft); // nobody else waits for this thread
        }
    }

    /** Whether the key is there: see {@link Databases#holds}. Only for the one thread that runs all shards. */
    boolean holds(int database, Bytes key) {
        return databases.holds(database, key);
    }

    /** How many entries there are for those who wait: in queues, rooms and counts of destinations. */
    int waiterCount() {
        return databases.awaiterCount() + room.size();
    }

    private void planSweep() {
        // Cheap enough for every message: the clock is read only when a deadline came that is before the planned sweep.
        if (databases.earliestDeadlineMillis() < sweepDueMillis || room.earliestMillis() < sweepDueMillis) {
            plan(sweepDueMillis == NO_SWEEP);
        }
    }

    private void plan(boolean first) {
        long now = context.clock().nowMillis();
        long delay = context.expiry().nextSweepMillis(databases.earliestDeadlineMillis(), now, first);
        if (delay >= 0 && !context.limits().isActiveExpiry()) {
            // Nothing will be removed then; it is only to see whether that has changed.
            delay = context.expiry().maxIntervalMillis();
        }
        long due = Math.min(delay < 0 ? NO_SWEEP : now + delay, room.earliestMillis());
        if (due < sweepDueMillis) {
            sweepDueMillis = due;
            timer.planInMillis(Math.max(0, due - now));
        }
    }
}
