package dev.flashkv.server;

import akka.io.Inet;
import akka.stream.javadsl.Tcp;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that one door has accepted, each until its connection begins: Akka's streams know a connection by its
 * addresses only. Thread-safe.
 */
final class AcceptedSockets extends Inet.AbstractSocketOption {
    private record Ends(SocketAddress remote, SocketAddress local) {}

    private final Map<Ends, SocketChannel> accepted = new ConcurrentHashMap<>();

    @Override
    public void afterConnect(Socket socket) {
        accepted.put(new Ends(socket.getRemoteSocketAddress(), socket.getLocalSocketAddress()), socket.getChannel());
    }

    /** The socket of a connection that begins; null when it has been taken before. */
    @Nullable
    SocketChannel take(Tcp.IncomingConnection connection) {
        return accepted.remove(new Ends(connection.remoteAddress(), connection.localAddress()));
    }
}
