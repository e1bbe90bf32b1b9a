package dev.flashkv;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import dev.flashkv.shard.Shard;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The actor that stops a store's shards and knows when they are gone, whoever ended them. */
final class ShardKeeper {

    /** What the keeper understands. */
    enum Message {
        /** Stop all shards, and then yourself. */
        STOP
    }

    private ShardKeeper() {}

    /**
     * The keeper's behavior.
     *
     * @param shards whom to stop
     * @param gone is called when they are gone, or when the actor system is ending without having asked
     */
    static Behavior<Message> create(List<ActorRef<Shard.Message>> shards, Runnable gone) {
        return Behaviors.setup(context -> {
            Set<ActorRef<?>> alive = new HashSet<>(shards);
            shards.forEach(context::watch);
            return Behaviors.receive(Message.class)
                    .onMessageEquals(Message.STOP, () -> {
                        shards.forEach(shard -> shard.tell(Shard.Stop.INSTANCE));
                        return Behaviors.same();
                    })
                    .onSignal(Terminated.class, terminated -> {
                        alive.remove(terminated.getRef());
                        return alive.isEmpty() ? Behaviors.stopped() : Behaviors.same();
                    })
                    .onSignal(PostStop.class, postStop -> {
                        gone.run();
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
