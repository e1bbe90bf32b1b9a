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

    /** Who the clients are, and what the store runs on. */
    public enum Kind {
        /** Callers in the same JVM. */
        EMBEDDED,
        /** Sockets, on the dispatchers that an embedded store has. */
        TCP,
        /** Every second one of each. */
        BOTH,
        /** Sockets and shards on one event loop, as the server process has them on one processor. */
        TCP_ON_ONE_LOOP,
        /** The same on two, where shards and connections pass batches from thread to thread. */
        TCP_ON_TWO_LOOPS;

        /** Whether clients are sockets only, so that each keeps what it has watched from one pipeline to the next. */
        public boolean isTcpOnly() {
            return this != EMBEDDED && this != BOTH;
        }
    }

    private final Kind kind;
    private final FlashKv store;
    private final TcpDoor door;

    /** A new store. */
    public Doors(Kind kind) {
        this.kind = kind;
        store = FlashKv.create(
                switch (kind) {
                    case EMBEDDED, TCP, BOTH -> ConfigFactory.load();
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

    /** The client of that number. */
    public Caller caller(int number) throws IOException {
        boolean isEmbedded = kind == Kind.EMBEDDED || (kind == Kind.BOTH && number % 2 == 0);
        return isEmbedded ? new EmbeddedCaller(store) : new TcpCaller(door.address());
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
