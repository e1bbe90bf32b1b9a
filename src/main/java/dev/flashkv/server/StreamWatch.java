package dev.flashkv.server;

import akka.Done;
import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.Props;
import akka.actor.Terminated;
import akka.stream.Materializer;
import akka.stream.impl.PhasedFusingActorMaterializer;
import akka.stream.impl.StreamSupervisor;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.jdk.javaapi.CollectionConverters;

/** Waits for all streams of a materializer to end. */
final class StreamWatch extends AbstractActor {

    /*
     * A connection's stage is done as soon as its last replies are handed on; its stream goes on until the operating
     * system has taken them and the socket is closed. Stopping the materializer before that resets the connection and
     * may lose them. Akka Streams has no other way to learn of it than to watch the streams' actors.
     */

    private final ActorRef supervisor;
    private final CompletableFuture<Done> ended;
    private int left;

    private StreamWatch(ActorRef supervisor, CompletableFuture<Done> ended) {
        this.supervisor = supervisor;
        this.ended = ended;
    }

    /** Completes when the streams that are running now have ended, or when there is nothing any more that could run. */
    static CompletionStage<Done> allEnded(Materializer materializer) {
        CompletableFuture<Done> ended = new CompletableFuture<>();
        if (materializer.isShutdown() || !(materializer instanceof PhasedFusingActorMaterializer phased)) {
            ended.complete(Done.getInstance());
            return ended;
        }
        ActorRef supervisor = phased.supervisor();
        ((ExtendedActorSystem) materializer.system())
                .systemActorOf(
                        Props.create(StreamWatch.class, () -> new StreamWatch(supervisor, ended)),
                        "flashkv-drain-" + UUID.randomUUID());
        return ended;
    }

    @Override
    public void preStart() {
        getContext().watch(supervisor);
        supervisor.tell(StreamSupervisor.GetChildren$.MODULE$, getSelf());
    }

    @Override
    public void postStop() {
        ended.complete(Done.getInstance());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(StreamSupervisor.Children.class, this::onStreams)
                .match(Terminated.class, this::onEnd)
                .build();
    }

    private void onStreams(StreamSupervisor.Children streams) {
        CollectionConverters.asJava(streams.children()).forEach(getContext()::watch);
        left = streams.children().size();
        stopIfNoneLeft();
    }

    private void onEnd(Terminated end) {
        left = end.getActor().equals(supervisor) ? 0 : left - 1;
        stopIfNoneLeft();
    }

    private void stopIfNoneLeft() {
        if (left == 0) {
            getContext().stop(getSelf());
        }
    }
}
