package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flashkv.Stages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has ended keeps no socket for long by not taking what was on its way; who leaves by itself has time for that. */
class EndedSocketsTest {
    /* Shorter than what Akka gathers before it writes: otherwise it would not ask for more while it has that. */
    private static final int VALUE_BYTES = 10_000;

    private static final Duration SETTLED = Duration.ofMillis(300);
    private static final int SMALL_BUFFER_BYTES = 16 * 1024;

    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    @AfterEach
    void setBack() {
        call("CONFIG", "SET", "timeout", "0", "maxclients", "10000");
        await().until(() -> call("INFO", "clients").contains("connected_clients:0\r\n"));
    }

    private static String call(String... command) {
        return Stages.await(SERVED.store().execute(command)).toString();
    }

    private static int port(RawClient client) throws IOException {
        return Integer.parseInt(
                client.call("CLIENT", "INFO").replaceFirst("(?s).* addr=127[.]0[.]0[.]1:(\\d+) .*", "$1"));
    }

    /**
     * Asks for replies until the system can't take the last of them: all that waits is then on its way to the system,
     * and nothing waits in the server. Returns how many replies that are.
     */
    private static int fill(RawClient client, int serverPort, int clientPort) throws IOException {
        client.send(command("SETRANGE", "large", Integer.toString(VALUE_BYTES - 1), "x"));
        assertThat(client.readReply()).startsWith(":");
        int replyBytes = ("$" + VALUE_BYTES + "\r\n").length() + VALUE_BYTES + 2;
        int replies = 0;
        long expected = 0;
        do {
            client.send(command("GET", "large"));
            replies++;
            expected += replyBytes;
        } while (settled(serverPort, clientPort, expected) == expected);
        return replies;
    }

    /** What the system has taken, once that is {@code expected} or changes no more. */
    private static long settled(int serverPort, int clientPort, long expected) {
        long[] taken = {-1};
        long[] sinceNanos = {0};
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            long now = ConnectionTable.end(serverPort, clientPort).orElseThrow().sendBytes()
                    + ConnectionTable.end(clientPort, serverPort).orElseThrow().receiveBytes();
            if (now != taken[0]) {
                taken[0] = now;
                sinceNanos[0] = System.nanoTime();
            }
            return now == expected || System.nanoTime() - sinceNanos[0] > SETTLED.toNanos();
        });
        return taken[0];
    }

    private static boolean isOpen(int serverPort, int clientPort) throws IOException {
        Optional<ConnectionTable.End> end = ConnectionTable.end(serverPort, clientPort);
        return end.isPresent() && end.get().state().equals(ConnectionTable.ESTABLISHED);
    }

    private enum Reason {
        KILLED {
            @Override
            void end(RawClient other, String id) throws IOException {
                assertThat(other.call("CLIENT", "KILL", "ID", id)).isEqualTo(":1\r\n");
            }
        },
        IDLE {
            @Override
            void end(RawClient other, String id) throws IOException {
                assertThat(other.call("CONFIG", "SET", "timeout", "1")).isEqualTo("+OK\r\n");
                await().until(() -> other.call("CLIENT", "LIST", "ID", id).equals("$0\r\n\r\n"));
            }
        };

        abstract void end(RawClient other, String id) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void whoIsDroppedLosesItsSocket(Reason reason) throws IOException {
        ConnectionTable.assume();
        try (RawClient client = SERVED.connect(SMALL_BUFFER_BYTES);
                RawClient other = SERVED.connect()) {
            assertDropped(client, other, SERVED.door().port(), reason);
        }
    }

    /** The same of a server on event loops, whose sockets are served otherwise. */
    @Test
    void whoIsDroppedByAServerLosesItsSocket(@TempDir Path directory) throws IOException {
        ConnectionTable.assume();
        try (ServerProcess server = ServerProcess.startReady(directory);
                RawClient client = new RawClient(server.address(), SMALL_BUFFER_BYTES);
                RawClient other = new RawClient(server.address())) {
            assertDropped(client, other, server.address().getPort(), Reason.KILLED);
        }
    }

    private static void assertDropped(RawClient client, RawClient other, int port, Reason reason) throws IOException {
        int clientPort = port(client);
        String id = client.call("CLIENT", "ID").replaceAll("\\D", "");
        fill(client, port, clientPort);
        assertThat(other.call("CLIENT", "LIST", "ID", id)).contains(" obl=0 oll=0 omem=0 ");
        assertThat(isOpen(port, clientPort)).isTrue();
        reason.end(other, id);
        await().until(() -> !isOpen(port, clientPort));
    }

    @Test
    void whoLeavesTakesItsLastRepliesAndHasAPlaceUntilThen() throws IOException {
        ConnectionTable.assume();
        try (RawClient client = SERVED.connect(SMALL_BUFFER_BYTES)) {
            int port = SERVED.door().port();
            int clientPort = port(client);
            int replies = fill(client, port, clientPort);
            client.send(command("QUIT"));
            await().until(() -> call("INFO", "clients").contains("connected_clients:0\r\n"));
            call("CONFIG", "SET", "maxclients", "1");
            await().until(() -> !isAdmitted());
            for (int i = 0; i < replies; i++) {
                assertThat(client.readReply()).hasSizeGreaterThan(VALUE_BYTES);
            }
            assertThat(client.readToEnd()).isEqualTo("+OK\r\n");
            await().until(EndedSocketsTest::isAdmitted);
        }
    }

    private static boolean isAdmitted() throws IOException {
        try (RawClient client = SERVED.connect()) {
            String reply = client.call("PING");
            assertThat(reply).isIn("+PONG\r\n", "-ERR max number of clients reached\r\n");
            return reply.equals("+PONG\r\n");
        }
    }

    @Test
    void patienceEnds() throws IOException {
        AtomicLong nowMillis = new AtomicLong(1_000_000);
        EndedSockets ended = new EndedSockets(nowMillis::get);
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel left = SocketChannel.open(server.getLocalAddress())) {
            ended.add(left, false);
            try (SocketChannel dropped = SocketChannel.open(server.getLocalAddress())) {
                ended.add(dropped, true);
                try (SocketChannel closed = SocketChannel.open(server.getLocalAddress())) {
                    ended.add(closed, true);
                }
                ended.check();
                assertThat(ended.lingering()).isEqualTo(2);
                assertThat(dropped.socket().isOutputShutdown()).isFalse();
                nowMillis.addAndGet(1_000);
                ended.check();
                assertThat(dropped.socket().isOutputShutdown()).isTrue();
            }
            nowMillis.addAndGet(58_000);
            ended.check();
            assertThat(ended.lingering()).isEqualTo(1);
            assertThat(left.socket().isOutputShutdown()).isFalse();
            nowMillis.addAndGet(1_000);
            ended.check();
            assertThat(left.socket().isOutputShutdown()).isTrue();
        }
    }
}
