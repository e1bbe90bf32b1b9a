package dev.flashkv.server;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A store behind a port of its own, for all tests of a class: one in a static field that is a {@code
 * RegisterExtension}.
 */
final class ServedStore implements AfterAllCallback {
    private final FlashKv store = FlashKv.create();
    private final TcpDoor door = store.listen("127.0.0.1", 0);

    FlashKv store() {
        return store;
    }

    TcpDoor door() {
        return door;
    }

    /** One more client. */
    RawClient connect() throws IOException {
        return new RawClient(door.address());
    }

    /** One more client, whose own buffers take {@code bufferBytes} in each direction, about. */
    RawClient connect(int bufferBytes) throws IOException {
        return new RawClient(door.address(), bufferBytes);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        store.close();
    }
}
