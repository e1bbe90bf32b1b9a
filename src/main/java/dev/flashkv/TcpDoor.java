package dev.flashkv;

import akka.Done;
import dev.flashkv.server.TcpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open TCP door of a store. It closes with the store, or earlier by {@link #close()}. Thread-safe. */
public final class TcpDoor implements AutoCloseable {
    private final TcpServer server;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Done> closed = new CompletableFuture<>();

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
        if (closing.compareAndSet(false, true)) {
            CompletionStage<?> unused = server.unbind().whenComplete((done, failure) -> {
                if (failure == null) {
                    closed.complete(done);
                } else {
                    closed.completeExceptionally(failure);
                }
            });
        }
        return closed;
    }

    /**
     * Lets no more clients in; those there are stay. Waits until the port is free. Calling it again does nothing new.
     */
    @Override
    public void close() {
        unbind().toCompletableFuture().join();
    }
}
