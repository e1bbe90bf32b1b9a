package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.Handler;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.keyspace.Awaiter;
import dev.flashkv.reply.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A batch that waits at a blocking command. */
final class Waiter implements Awaiter, Client.Wait {

    /*
     * While it waits the batch belongs to nobody. Whoever claims the waiter, and only one can, owns the batch from then
     * on: a shard that serves it, the home shard when time is up, or whoever ends the wait from outside, who leaves the
     * rest to the home shard.
     */

    /** A key in the map of those that are waited for, with the set of who does, and in the attempt's list. */
    private static final long KEY_BYTES = HeapLayout.mapNode() + HeapLayout.setOfOne() + HeapLayout.REFERENCE_BYTES;

    /** The way to the shards, for those who end a wait from outside. */
    private final Relay.Outbox outbox;

    private final Batch batch;
    private final Handler.Attempt attempt;
    private final int database;
    private final int home;
    private final long deadlineMillis;
    private final long sizeBytes;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private Reply.@Nullable ErrorReply end;

    /**
     * A wait that begins.
     *
     * @param home the shard that knows when time is up
     * @param deadlineMillis when that is, in Unix milliseconds; {@link Long#MAX_VALUE} for never
     */
    Waiter(Batch batch, Handler.Attempt attempt, int home, long deadlineMillis, Relay.Outbox outbox) {
        this.batch = batch;
        this.attempt = attempt;
        this.database = batch.client().database();
        this.home = home;
        this.deadlineMillis = deadlineMillis;
        this.outbox = outbox;
        this.sizeBytes = batch.current().sizeBytes() + sizeBytes(attempt);
    }

    Batch batch() {
        return batch;
    }

    Handler.Attempt attempt() {
        return attempt;
    }

    /** The number of the database that its keys are in. */
    int database() {
        return database;
    }

    int home() {
        return home;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    /** Takes the batch over; false when somebody else has. */
    boolean claim() {
        return !claimed.get() && claimed.compareAndSet(false, true);
    }

    /** What the command answers when it was ended from outside, or null for a timeout's null. */
    Reply.@Nullable ErrorReply endedWith() {
        return end;
    }

    private static long sizeBytes(Handler.Attempt attempt) {
        long bytes = 0;
        for (Bytes key : attempt.keys()) {
            bytes += HeapLayout.string(key.length()) + KEY_BYTES;
        }
        return bytes;
    }

    /** The call, and its keys in the queues of their shards. */
    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean end(Reply.@Nullable ErrorReply reply) {
        if (!claim()) {
            return false;
        }
        end = reply;
        outbox.send(home, new Shard.EndWait(this));
        return true;
    }
}
