package dev.flashkv.server;

import dev.flashkv.keyspace.Clock;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The sockets of connections that have ended as far as the server is concerned, until they are closed. Thread-safe.
 */
final class EndedSockets {

    /*
     * Akka closes a socket when the operating system has taken what it was handed last, up to a megabyte, and it is the
     * client who decides when that is. A client that takes nothing would so keep its socket for as long as it likes,
     * outside of all limits. Nothing tells a stage whether such a write is still going on; the socket does: otherwise it
     * is closed. To shut its output down makes that write fail, and then Akka resets the connection.
     */

    /** Who has left by itself, as by QUIT, may take its last replies. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who has been ended gets what is on its way, if it takes it soon. */
    private static final Duration PATIENCE_WITH_DROPPED = Duration.ofSeconds(1);

    private record Ended(SocketChannel socket, long latestMillis) {}

    private final Clock clock;
    private final Queue<Ended> sockets = new ConcurrentLinkedQueue<>();
    private volatile int lingering;

    /** None yet; {@code clock} says for how long they have ended. */
    EndedSockets(Clock clock) {
        this.clock = clock;
    }

    /** A connection has ended, because the server has dropped its client or because that wanted it. */
    void add(SocketChannel socket, boolean dropped) {
        Duration patience = dropped ? PATIENCE_WITH_DROPPED : PATIENCE;
        sockets.add(new Ended(socket, clock.nowMillis() + patience.toMillis()));
    }

    /** How many were open when they were looked at last. */
    int lingering() {
        return lingering;
    }

    /** Looks at all of them, and resets the connections that take too long. */
    void check() {
        long nowMillis = clock.nowMillis();
        sockets.removeIf(ended -> !ended.socket.isOpen());
        int open = 0;
        for (Ended ended : sockets) {
            open++;
            if (nowMillis >= ended.latestMillis) {
                reset(ended.socket);
            }
        }
        lingering = open;
    }

    private static void reset(SocketChannel socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.shutdownOutput();
        } catch (IOException | UnsupportedOperationException e) {
            // It has been closed just now, or its client has.
        }
    }
}
