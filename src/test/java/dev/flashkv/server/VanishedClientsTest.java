package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flashkv.CapturedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients whose hosts have gone without a word, or that might as well have: their connections are open, and nothing
 * comes. They are found by the system's probes, by the time they are silent, or by what waits for them.
 */
class VanishedClientsTest {
    private static final int LARGE_BYTES = 20_000_000;
    private static final int SMALL_BUFFER_BYTES = 16 * 1024;

    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    @AfterEach
    void setBack() {
        call("CONFIG", "SET", "timeout", "0", "tcp-keepalive", "300");
        call("CONFIG", "SET", "client-output-buffer-limit", "normal 256mb 64mb 60");
        await().until(() -> call("INFO", "clients").contains("connected_clients:0\r\n"));
    }

    private static String call(String... command) {
        return SERVED.store().execute(command).toCompletableFuture().join().toString();
    }

    private static String id(RawClient client) throws IOException {
        return client.call("CLIENT", "ID").replaceAll("\\D", "");
    }

    // ---- tcp-keepalive ----

    @Test
    void probesAreSetUpAsInRedis() throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept()) {
            assertThat(client.isConnected()).isTrue();
            Assumptions.assumeTrue(
                    accepted.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE), "not on this system");
            new KeepAlive(() -> 0).afterConnect(accepted.socket());
            assertThat(accepted.socket().getKeepAlive()).isFalse();
            new KeepAlive(() -> 77).afterConnect(accepted.socket());
            assertThat(accepted.socket().getKeepAlive()).isTrue();
            assertThat(accepted.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(77);
            assertThat(accepted.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL))
                    .isEqualTo(25);
            assertThat(accepted.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
            new KeepAlive(() -> 1).afterConnect(accepted.socket());
            assertThat(accepted.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL))
                    .isEqualTo(1);
        }
    }

    /** The system says for each connection what it will do next, and when. */
    @Test
    void aConnectionIsProbedWhenItHasBeenSilentForThatLong() throws IOException {
        ConnectionTable.assume();
        call("CONFIG", "SET", "tcp-keepalive", "77");
        try (RawClient client = SERVED.connect()) {
            int port = port(client);
            await().untilAsserted(() -> {
                assertThat(end(port).timer()).as("the timer is keep-alive's").isEqualTo("02");
                assertThat(end(port).timerTicks()).isBetween(6_000L, 7_700L);
            });
        }
        call("CONFIG", "SET", "tcp-keepalive", "0");
        try (RawClient client = SERVED.connect()) {
            int port = port(client);
            await().untilAsserted(() -> assertThat(end(port).timer()).isEqualTo("00"));
        }
    }

    private static int port(RawClient client) throws IOException {
        return Integer.parseInt(
                client.call("CLIENT", "INFO").replaceFirst("(?s).* addr=127[.]0[.]0[.]1:(\\d+) .*", "$1"));
    }

    /** The server's end of the connection with the client's port. */
    private static ConnectionTable.End end(int clientPort) throws IOException {
        return ConnectionTable.end(SERVED.door().port(), clientPort).orElseThrow();
    }

    // ---- timeout ----

    @Test
    void whoIsSilentIsDisconnectedAndWhoWaitsForSomethingIsNot() throws IOException {
        call("SETRANGE", "large", Integer.toString(LARGE_BYTES - 1), "x");
        try (RawClient waiting = SERVED.connect();
                RawClient subscriber = SERVED.connect();
                RawClient monitor = SERVED.connect();
                RawClient silent = SERVED.connect();
                RawClient mute = SERVED.connect();
                RawClient amidCommand = SERVED.connect();
                RawClient amidTransaction = SERVED.connect();
                RawClient notReading = SERVED.connect(SMALL_BUFFER_BYTES)) {
            subscriber.call("SUBSCRIBE", "news");
            monitor.call("MONITOR");
            waiting.send(command("BLPOP", "list", "0"));
            silent.call("PING");
            amidCommand.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$10\r\nabc");
            amidTransaction.send(command("MULTI") + command("SET", "k", "v"));
            notReading.send(command("GET", "large"));
            await().until(() -> call("INFO", "clients").contains("blocked_clients:1\r\n"));
            await().untilAsserted(() -> assertThat(call("CLIENT", "LIST")).containsPattern(" (obl|omem)=[1-9]\\d{5}"));
            call("CONFIG", "SET", "timeout", "1");
            await().until(() -> call("INFO", "clients").contains("connected_clients:3\r\n"));
            for (RawClient gone : List.of(silent, mute, amidCommand)) {
                assertThat(gone.readToEnd()).isEmpty();
            }
            assertThat(amidTransaction.readToEnd()).isEqualTo("+OK\r\n+QUEUED\r\n");
            assertThat(lengthRead(notReading)).isLessThan(LARGE_BYTES);
            assertThat(call("EXISTS", "k")).contains("0");
            // They were silent for longer than those who are gone.
            assertThat(call("PUBLISH", "news", "n")).contains("1");
            assertThat(subscriber.readReply()).endsWith("\r\nn\r\n");
            call("RPUSH", "list", "x");
            assertThat(waiting.readReply()).endsWith("\r\nx\r\n");
            String shown = "";
            while (!shown.contains("RPUSH")) {
                shown = monitor.readReply();
            }
        }
    }

    /** How much comes before the connection ends, be it reset. */
    private static int lengthRead(RawClient client) {
        try {
            return client.readToEnd().length();
        } catch (IOException reset) {
            return 0;
        }
    }

    // ---- client-output-buffer-limit ----

    /** A host that has gone acknowledges nothing: what was sent to it waits, and its client says nothing more. */
    @Test
    void whoTakesNoRepliesIsDisconnectedWhenTheyHaveWaitedTooLong() throws IOException {
        call("SETRANGE", "large", Integer.toString(LARGE_BYTES - 1), "x");
        call("CONFIG", "SET", "client-output-buffer-limit", "normal 0 1mb 1");
        try (CapturedLog log = CapturedLog.of(OutputLimit.class);
                RawClient other = SERVED.connect();
                RawClient vanished = SERVED.connect(SMALL_BUFFER_BYTES)) {
            String id = id(vanished);
            vanished.send(command("GET", "large"));
            await().until(() -> !call("CLIENT", "LIST").contains("id=" + id + " "));
            assertThat(log.messages()).singleElement().asString().contains("soft limit of 1048576 for more than 1 ");
            assertThat(lengthRead(vanished)).isLessThan(LARGE_BYTES);
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    /** The same of a server on event loops, whose sockets are served otherwise. */
    @Test
    void aServersSocketsHideNothingFromTheLimit(@TempDir Path directory) throws IOException {
        try (ServerProcess server = ServerProcess.startReady(directory);
                RawClient other = new RawClient(server.address());
                RawClient vanished = new RawClient(server.address(), SMALL_BUFFER_BYTES)) {
            other.call("SETRANGE", "large", Integer.toString(LARGE_BYTES - 1), "x");
            String id = id(vanished);
            vanished.send(command("GET", "large"));
            await().untilAsserted(() ->
                    assertThat(other.call("CLIENT", "LIST", "ID", id)).containsPattern(" obl=[1-9]\\d{7} "));
            other.call("CONFIG", "SET", "client-output-buffer-limit", "normal 0 1mb 1");
            await().until(() -> other.call("CLIENT", "LIST", "ID", id).equals("$0\r\n\r\n"));
            assertThat(server.output()).contains("soft limit of 1048576 for more than 1 ");
            assertThat(lengthRead(vanished)).isLessThan(LARGE_BYTES);
        }
    }
}
