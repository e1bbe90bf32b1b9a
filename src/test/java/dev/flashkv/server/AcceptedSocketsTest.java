package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** Which socket a connection has: of two clients each its own, once, so that none is kept after its connection. */
class AcceptedSocketsTest {
    @Test
    void eachConnectionTakesItsSocketOnce() throws IOException {
        AcceptedSockets sockets = new AcceptedSockets();
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel first = server.accept();
                SocketChannel other = SocketChannel.open(server.getLocalAddress());
                SocketChannel second = server.accept()) {
            sockets.afterConnect(first.socket());
            sockets.afterConnect(second.socket());
            assertThat(sockets.take(of(other))).isSameAs(second);
            assertThat(sockets.take(of(client))).isSameAs(first);
            assertThat(sockets.take(of(other))).isNull();
            assertThat(sockets.take(of(client))).isNull();
        }
    }

    /** The connection of that client as the server sees it. */
    private static Tcp.IncomingConnection of(SocketChannel client) throws IOException {
        return new Tcp.IncomingConnection(new akka.stream.scaladsl.Tcp.IncomingConnection(
                (InetSocketAddress) client.getRemoteAddress(),
                (InetSocketAddress) client.getLocalAddress(),
                Flow.<ByteString>create().asScala()));
    }
}
