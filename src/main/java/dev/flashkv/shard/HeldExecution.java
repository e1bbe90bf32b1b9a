package dev.flashkv.shard;

import dev.flashkv.command.AclDenial;
import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.Execution;
import dev.flashkv.command.Handler;
import dev.flashkv.command.Transaction;
import dev.flashkv.keyspace.Watch;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Carries commands and whole transactions out on the keyspaces that a walk holds, at one instant. */
final class HeldExecution {
    private final Calls calls;
    private final int shardCount;
    private final Blocked blocked;
    private final Notifications notifications;

    HeldExecution(Calls calls, Notifications notifications, StoreContext context) {
        this.calls = calls;
        this.notifications = notifications;
        this.shardCount = context.map().shardCount();
        this.blocked = context.blocked();
    }

    /** Carries a command out whose keys are all in hand, at {@code nowMillis}. Never throws. */
    Reply run(Command command, HoldWalk held, Client client, long nowMillis) {
        Reply reply = carryOut(command, held, client, nowMillis);
        Notifications.remember(command, client, held);
        return reply;
    }

    private Reply carryOut(Command command, HoldWalk held, Client client, long nowMillis) {
        Handler handler = command.spec().handler();
        if (handler instanceof Handler.OnShard onShard) {
            return Execution.onShard(command, onShard, held.of(command.firstKey()), client, nowMillis);
        }
        if (handler instanceof Handler.AcrossShards across) {
            return Execution.acrossShards(command, across, held, client, nowMillis);
        }
        if (handler instanceof Handler.OnAllShards onAll) {
            return Execution.onAllShards(command, onAll, held, client, nowMillis);
        }
        if (handler instanceof Handler.OnConnection onConnection) {
            return Execution.onConnection(command, onConnection, client);
        }
        if (handler instanceof Handler.Blocking blocking) {
            return withoutWaiting(command, blocking, held.onBehalfOf(client), nowMillis);
        }
        if (handler instanceof Handler.AlongShards along) {
            return Execution.walk(
                    command, along, shardCount, shard -> held.databases(shard).get(client.database()), nowMillis);
        }
        throw new IllegalStateException(command.spec().name() + " does not run on keyspaces");
    }

    private static Reply withoutWaiting(Command command, Handler.Blocking blocking, HoldWalk held, long nowMillis) {
        AtomicReference<Handler.@Nullable Attempt> begun = new AtomicReference<>();
        Reply refused = Execution.startAttempt(command, blocking, begun::set);
        Handler.Attempt attempt = begun.get();
        if (refused != null || attempt == null) {
            return Objects.requireNonNull(refused);
        }
        Reply reply = Execution.attempt(command, attempt, attempt.keys(), held, nowMillis);
        return reply == null ? attempt.nothing() : reply;
    }

    /**
     * Carries the client's transaction out, or does nothing if a key it watches was modified, and ends it. The commands
     * that are carried out are counted as called. Never throws.
     *
     * @return the replies, none of them a view of live data; a null array when a watched key was modified
     */
    Reply transact(Batch batch, HoldWalk held) {
        Client client = batch.client();
        Transaction transaction = Objects.requireNonNull(client.transaction());
        long nowMillis = TimeUnit.NANOSECONDS.toMillis(batch.beganNanos());
        held.databases().forEach(each -> each.begin(nowMillis));
        boolean tripped = isTripped(client, held);
        client.endTransaction();
        if (tripped) {
            return Reply.NULL_ARRAY;
        }
        // It has ended, and its commands are still there.
        client.transactionBytes(transaction.sizeBytes());
        List<Reply> replies = new ArrayList<>(transaction.commands().size());
        Runnable all = () -> carryOut(transaction, batch, held, nowMillis, replies);
        if (transaction.publishes() || notifications.areOn()) {
            client.server().pubSub().together(all);
        } else {
            all.run();
        }
        client.transactionBytes(0);
        return Reply.array(replies);
    }

    private void carryOut(Transaction transaction, Batch batch, HoldWalk held, long nowMillis, List<Reply> replies) {
        Client client = batch.client();
        List<Command> commands = transaction.commands();
        boolean isWanted = true;
        long beganNanos = batch.beganNanos();
        for (Command command : commands) {
            // The rules may have changed since it was queued.
            AclDenial denial = client.denial(command, true);
            Reply reply = denial == null ? run(command, held, client, nowMillis) : denial.errorAtExec();
            notifications.sendOfOne(client);
            beganNanos = calls.called(command, client, beganNanos, reply);
            if (isWanted) {
                // The next command may change what this is a view of.
                Reply kept = reply.detached();
                replies.add(kept);
                isWanted = batch.growing(ReplySize.of(kept));
                if (!isWanted) {
                    replies.clear(); // all at once: what is left to be done may take long
                }
            }
            if (blocked.count() > 0) {
                held.collectReady();
            }
        }
        batch.alsoCarriedOut(commands.size());
    }

    private static boolean isTripped(Client client, HoldWalk held) {
        Watch watch = client.watchOrNull();
        if (watch == null) {
            return false;
        }
        // A watched key whose time has come is modified by that, whether or not anybody has looked at it since.
        watch.keys()
                .forEach(each ->
                        held.databasesOf(each.key()).get(each.database()).expireIfDue(each.key()));
        return watch.isTripped();
    }
}
