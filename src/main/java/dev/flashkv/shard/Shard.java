package dev.flashkv.shard;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.FatalErrors;
import dev.flashkv.reply.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor that owns one shard of the keyspace: a plain HashMap, no locks. It carries commands out one after the
 * other, passes pipelines on to the shards they go to next, and sweeps expired keys on one timer.
 *
 * <p>Actors and tests talk to it by {@link Execute}; everything else of its protocol is FlashKV's own.
 */
public final class Shard {

    /*
     * Were anything to escape ShardCore, the shard would go on with its map: restarting would come back empty, stopping
     * would lose the shard's keys. That is supervision with resume, written out: Akka's own puts an interceptor before
     * every message.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

    /** What a shard understands. */
    public sealed interface Message permits Batch, EndWait, Execute, Forget, Release, Sweep, Stop {}

    /**
     * Carries a command out and tells {@code replyTo} what it answers. A command whose keys belong to other shards is
     * passed on to them, so any shard may be asked. What it begins ends with it: a subscription, or a watch.
     *
     * @param command name and arguments; at least the name. Not to be changed afterwards.
     * @param replyTo receives exactly one reply, which is safe to keep
     */
    public record Execute(List<Bytes> command, ActorRef<Reply> replyTo) implements Message {
        /** Refuses a command without a name. */
        public Execute {
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a command needs at least its name");
            }
        }
    }

    /** Ends the hold on the shard's keyspace; sent by the shard that carried the command out. */
    enum Release implements Message {
        INSTANCE
    }

    /** Ends a wait that has been claimed from outside; sent to the waiter's home. */
    record EndWait(Waiter waiter) implements Message {}

    /** Somebody waits no longer; sent to the other shards that know. */
    record Forget(Waiter waiter) implements Message {}

    /** Remove keys that are past their deadline, end the waits whose time is up. Nobody misses it in a closed store. */
    enum Sweep implements Message, DeadLetterSuppression {
        /** The timer's message. */
        INSTANCE,
        /** The turn of a sweep that goes in slices has come. */
        TURN
    }

    /** Stops the actor; what is in its mailbox behind this is lost. */
    public enum Stop implements Message {
        /** The one there is. */
        INSTANCE
    }

    private Shard() {}

    /**
     * The behavior of shard {@code index}.
     *
     * @param index its number, from 0 on
     * @param context what all shards share
     * @param seed of what the shard does at random
     * @param mail reaches the other shards
     * @param callers makes a client for each {@link Execute}
     */
    public static Behavior<Message> create(
            int index, StoreContext context, long seed, ShardMail mail, Supplier<Client> callers) {
        return Behaviors.setup(actor -> Behaviors.withTimers(timers -> {
            ShardCore.SweepTimer timer = new ShardCore.SweepTimer() {
                @Override
                public void planInMillis(long delayMillis) {
                    timers.startSingleTimer(Sweep.INSTANCE, Duration.ofMillis(delayMillis));
                }

                @Override
                public boolean afterOthers() {
                    return mail.turns().afterOthers(() -> actor.getSelf().tell(Sweep.TURN));
                }
            };
            ShardCore core = new ShardCore(index, context, seed, mail, timer);
            mail.begins(index, core);
            return Behaviors.<Message>receiveMessage(message -> {
                if (message == Stop.INSTANCE) {
                    mail.ends(index);
                    return Behaviors.stopped();
                }
                try {
                    core.receive(message instanceof Execute execute ? batchOf(execute, callers.get()) : message);
                    mail.deliver();
                } catch (RuntimeException | Error failure) {
                    FatalErrors.check(failure);
                    LOG.error(
                            "Shard {} could not handle {}",
                            index,
                            message.getClass().getSimpleName(),
                            failure);
                }
                return Behaviors.same();
            });
        }));
    }

    private static Batch batchOf(Execute execute, Client caller) {
        ReplySink sink = new ReplySink() {
            @Override
            public void accept(Reply reply) {
                execute.replyTo.tell(reply.detached());
            }

            @Override
            public boolean isFull() {
                return false;
            }
        };
        Batch batch = new Batch(caller, sink, done -> {
            if (caller.hasBegun()) {
                caller.leave();
            }
        });
        batch.add(CommandTable.standard().resolve(execute.command.toArray(new Bytes[0])));
        return batch;
    }
}
