package dev.flashkv.oracle;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.net.InetSocketAddress;
import java.util.Map;

/** A FlashKV of its own, behind its TCP door. */
final class FlashKvTarget implements Target {
    private static final Config BASE =
            ConfigFactory.parseString("flashkv.enable-debug-command = yes").withFallback(ConfigFactory.load());

    private final FlashKv store;
    private final TcpDoor door;

    /** On the dispatchers that an embedded store has. */
    FlashKvTarget() {
        this(BASE);
    }

    private FlashKvTarget(Config config) {
        store = FlashKv.create(config);
        door = store.listen("127.0.0.1", 0);
    }

    /**
     * With connections and shards on one event loop, as the server process has them; only the selector stays Akka's
     * own, since this JVM's is not to be changed.
     */
    static FlashKvTarget onEventLoop() {
        return new FlashKvTarget(ConfigFactory.parseResources("flashkv-event-loop.conf")
                .resolveWith(ConfigFactory.parseMap(Map.of("flashkv.server.event-loops", 1)))
                .withoutPath("akka.io")
                .withFallback(BASE));
    }

    @Override
    public String name() {
        return "FlashKV";
    }

    @Override
    public InetSocketAddress address() {
        return door.address();
    }

    @Override
    public void close() {
        store.close();
    }
}
