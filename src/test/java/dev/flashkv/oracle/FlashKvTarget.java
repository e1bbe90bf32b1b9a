package dev.flashkv.oracle;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.net.InetSocketAddress;

/** A FlashKV of its own, behind its TCP door. */
final class FlashKvTarget implements Target {
    private final FlashKv store = FlashKv.create(
            ConfigFactory.parseString("flashkv.enable-debug-command = yes").withFallback(ConfigFactory.load()));
    private final TcpDoor door = store.listen("127.0.0.1", 0);

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
