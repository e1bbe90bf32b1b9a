package dev.flashkv.linearizability;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** A store, and the ways to it that a test is about. */
public final class Doors implements AutoCloseable {

    /** Who the clients are, and what the store runs on: Akka's own dispatchers unless it says otherwise. */
    public enum Kind {
        /** Callers in the same JVM. */
        EMBEDDED,
        /** Actors that talk to the shards themselves, whichever they know: one command, one message. */
        ACTORS,
        /** Streams of commands in the same JVM. */
        STREAMS,
        /** Sockets. */
        TCP,
        /** Every second one of each. */
        BOTH,
        /** The same with the shards on an event loop of their own, as an embedded store has them by default. */
        BOTH_BESIDE_A_LOOP,
        /** Sockets and shards on one event loop, as the server process has them on one processor. */
        TCP_ON_ONE_LOOP,
        /** The same on two, where shards and connections pass batches from thread to thread. */
        TCP_ON_TWO_LOOPS;

        /** Whether what a client begins with one command goes on with its next: MULTI, above all. */
        public boolean hasSessions() {
            return this != ACTORS && this != STREAMS;
        }
    }

    private static final Config ON_DEFAULT_DISPATCHER = ConfigFactory.parseString(
                    "flashkv.shard-dispatcher = akka.actor.default-dispatcher")
            .withFallback(ConfigFactory.load());

    private final Kind kind;
    private final FlashKv store;
    private final TcpDoor door;

    /** A new store. */
    public Doors(Kind kind) {
        this.kind = kind;
        store = FlashKv.create(
                switch (kind) {
                    case EMBEDDED, ACTORS, STREAMS, TCP, BOTH -> ON_DEFAULT_DISPATCHER;
                    case BOTH_BESIDE_A_LOOP -> ConfigFactory.load();
                    case TCP_ON_ONE_LOOP -> onLoops(1);
                    case TCP_ON_TWO_LOOPS -> onLoops(2);
                });
        door = store.listen("127.0.0.1", 0);
    }

    /** Only the selector stays Akka's own, since this JVM's is not to be changed. */
    private static Config onLoops(int loops) {
        return ConfigFactory.parseResources("flashkv-event-loop.conf")
                .resolveWith(ConfigFactory.parseMap(Map.of("flashkv.server.event-loops", loops)))
                .withoutPath("akka.io")
                .withFallback(ConfigFactory.load());
    }

    /** Who the clients are. */
    public Kind kind() {
        return kind;
    }

    /** The client of that number. */
    public Caller caller(int number) throws IOException {
        return switch (kind) {
            case EMBEDDED -> new EmbeddedCaller(store);
            case ACTORS -> new ActorCaller(store);
            case STREAMS -> new StreamCaller(store);
            case BOTH, BOTH_BESIDE_A_LOOP ->
                number % 2 == 0 ? new EmbeddedCaller(store) : new TcpCaller(door.address());
            case TCP, TCP_ON_ONE_LOOP, TCP_ON_TWO_LOOPS -> new TcpCaller(door.address());
        };
    }

    /** Where sockets connect to. */
    public InetSocketAddress address() {
        return door.address();
    }

    @Override
    public void close() {
        store.close();
    }
}
