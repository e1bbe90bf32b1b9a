package dev.flashkv;

import akka.Done;
import dev.flashkv.server.TcpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/** An open TCP door of a store. It closes with the store, or earlier by {@link #close()}. */
public final class TcpDoor implements AutoCloseable {
    private final TcpServer server;

    TcpDoor(TcpServer server) {
        this.server = server;
    }

    /** Where Redis clients can connect. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** The port of {@link #address()}. */
    public int port() {
        return address().getPort();
    }

    CompletionStage<Done> unbind() {
        return server.unbind();
    }

    /** Lets no more clients in; those there are stay. Waits until the port is free. */
    @Override
    public void close() {
        unbind().toCompletableFuture().join();
    }
}
