package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections behave, seen from a bare socket. */
class ConnectionTest {
    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    @BeforeEach
    void flush() {
        SERVED.store().execute("FLUSHALL").toCompletableFuture().join();
    }

    // ---- pipelines ----

    private static final String PIPELINE = command("FLUSHALL")
            + command("SET", "a", "1\r\n2")
            + command("MSET", "b", "2", "c", "", "d", "\0\u00ff")
            + "PING \"in line\"\r\n"
            + command("MGET", "a", "b", "c", "d", "e")
            + command("RPUSH", "l", "x", "y", "z")
            + "LRANGE l 0 -1\n"
            + command("INCR", "a")
            + command("RENAME", "b", "e")
            + command("GET", "e")
            + command("NO", "SUCH");

    @SuppressWarnings("StringConcatToTextBlock") // the line ends are CR LF
    private static final String PIPELINE_REPLIES = "+OK\r\n+OK\r\n+OK\r\n$7\r\nin line\r\n"
            + "*5\r\n$4\r\n1\r\n2\r\n$1\r\n2\r\n$0\r\n\r\n$2\r\n\0\u00ff\r\n$-1\r\n"
            + ":3\r\n*3\r\n$1\r\nx\r\n$1\r\ny\r\n$1\r\nz\r\n"
            + "-ERR value is not an integer or out of range\r\n"
            + "+OK\r\n$1\r\n2\r\n"
            + "-ERR unknown command 'NO', with args beginning with: 'SUCH' \r\n";

    @Test
    void pipelinesMayBeCutAnywhere() throws IOException {
        String ping = command("PING");
        try (RawClient client = SERVED.connect()) {
            byte[] replies = new byte[PIPELINE_REPLIES.length()];
            for (int cut = 0; cut <= PIPELINE.length(); cut++) {
                // The ping's reply shows that the server has taken the first part before the second is sent.
                client.send(ping + PIPELINE.substring(0, cut));
                assertThat(client.readReply()).isEqualTo("+PONG\r\n");
                client.send(PIPELINE.substring(cut));
                assertThat(client.read(replies)).isEqualTo(replies.length);
                assertThat(latin1(replies)).as("cut at %d", cut).isEqualTo(PIPELINE_REPLIES);
            }
        }
    }

    @Test
    void pipelinesMayComeByteByByte() throws IOException {
        try (RawClient client = SERVED.connect()) {
            for (int i = 0; i < PIPELINE.length(); i++) {
                client.send(PIPELINE.substring(i, i + 1));
            }
            client.closeOutput();
            assertThat(client.readToEnd()).isEqualTo(PIPELINE_REPLIES);
        }
    }

    @Test
    void aPipelineTakesEffectInItsOrderOverAllShards() throws IOException {
        int keys = 500;
        StringBuilder pipeline = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            // Each command reads what the one before has written to another shard.
            pipeline.append(command("SET", "k" + i, "v" + i)).append(command("RENAME", "k" + i, "r" + i));
            pipeline.append(command("EXISTS", "k" + i, "r" + i)).append(command("GET", "r" + i));
            String value = "v" + i;
            expected.append("+OK\r\n+OK\r\n:1\r\n$").append(value.length()).append("\r\n");
            expected.append(value).append("\r\n");
        }
        try (RawClient client = SERVED.connect()) {
            client.send(pipeline.toString());
            client.closeOutput();
            assertThat(client.readToEnd()).isEqualTo(expected.toString());
        }
    }

    @Test
    void aTransactionMayHaveAMillionCommands() throws IOException {
        int commands = 1_000_000;
        try (RawClient client = SERVED.connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send(command("MULTI") + command("INCR", "k").repeat(commands) + command("EXEC"));
                    client.closeOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(client.readReply()).isEqualTo("+OK\r\n");
            for (int i = 0; i < commands; i++) {
                assertThat(client.readReply()).isEqualTo("+QUEUED\r\n");
            }
            String executed = client.readToEnd();
            sending.join();
            assertThat(executed.substring(0, 18)).isEqualTo("*1000000\r\n:1\r\n:2\r\n");
            assertThat(executed.endsWith("\r\n:999999\r\n:1000000\r\n")).isTrue();
        }
    }

    // ---- ends ----

    @Test
    void whatCameBeforeAHalfCloseIsAnsweredBeforeTheConnectionCloses() throws IOException {
        int commands = 20_000;
        try (RawClient client = SERVED.connect()) {
            CompletableFuture<String> answered = CompletableFuture.supplyAsync(() -> readToEnd(client));
            StringBuilder pipeline = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = 1; i <= commands; i++) {
                pipeline.append(command("INCR", "n"));
                expected.append(':').append(i).append("\r\n");
            }
            // An unfinished command is nobody's.
            client.send(pipeline + "*2\r\n$4\r\nINCR\r\n$1\r\n");
            client.closeOutput();
            assertThat(answered.join()).isEqualTo(expected.toString());
        }
    }

    @Test
    void aConnectionThatSaysNothingMayCloseToo() throws IOException {
        try (RawClient client = SERVED.connect()) {
            client.closeOutput();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void quitIsAnsweredAndWhatFollowsIsDropped() throws IOException {
        try (RawClient client = SERVED.connect();
                RawClient other = SERVED.connect()) {
            client.send(command("SET", "a", "1") + command("QUIT") + command("SET", "b", "2"));
            assertThat(client.readToEnd()).isEqualTo("+OK\r\n+OK\r\n");
            assertThat(other.call("EXISTS", "a")).isEqualTo(":1\r\n");
            assertThat(other.call("EXISTS", "b")).isEqualTo(":0\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*1\\r\\n+4\\r\\n                | expected '$', got '+'",
                "*1\\r\\n$-1\\r\\n               | invalid bulk length",
                "*1\\r\\n$536870913\\r\\n        | invalid bulk length",
                "*2147483648\\r\\n               | invalid multibulk length",
                "*one\\r\\n                      | invalid multibulk length",
                "GET \"a                         | unbalanced quotes in request",
            })
    void aProtocolErrorIsSaidAfterTheRepliesBeforeItAndClosesTheConnection(String request, String message)
            throws IOException {
        String broken = request.replace("\\r", "\r").replace("\\n", "\n");
        try (RawClient client = SERVED.connect()) {
            client.send(command("SET", "a", "1") + command("GET", "a") + broken + "\r\n");
            assertThat(client.readToEnd()).isEqualTo("+OK\r\n$1\r\n1\r\n-ERR Protocol error: " + message + "\r\n");
        }
        awaitConnections(0);
    }

    @Test
    void aLineThatNeverEndsIsRefused() throws IOException {
        try (RawClient client = SERVED.connect()) {
            client.send("x".repeat(64 * 1024 + 1));
            assertThat(client.readToEnd()).isEqualTo("-ERR Protocol error: too big inline request\r\n");
        }
    }

    @Test
    void aKilledConnectionCloses() throws IOException {
        try (RawClient killer = SERVED.connect();
                RawClient byId = SERVED.connect();
                RawClient byAddress = SERVED.connect()) {
            String id = integer(byId.call("CLIENT", "ID"));
            assertThat(killer.call("CLIENT", "KILL", "ID", id)).isEqualTo(":1\r\n");
            assertThat(byId.readToEnd()).isEmpty();
            String info = byAddress.call("CLIENT", "INFO");
            String address = info.replaceFirst("(?s).* addr=(\\S+) .*", "$1");
            assertThat(killer.call("CLIENT", "KILL", address)).isEqualTo("+OK\r\n");
            assertThat(byAddress.readToEnd()).isEmpty();
            assertThat(killer.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(killer.call("CLIENT", "KILL", "ID", id)).isEqualTo(":0\r\n");
        }
    }

    @Test
    void whoKillsItselfIsAnsweredFirst() throws IOException {
        try (RawClient client = SERVED.connect()) {
            String id = integer(client.call("CLIENT", "ID"));
            client.send(command("CLIENT", "KILL", "ID", id, "SKIPME", "no") + command("SET", "a", "1"));
            assertThat(client.readToEnd()).isEqualTo(":1\r\n");
        }
        assertThat(SERVED.store()
                        .execute("EXISTS", "a")
                        .toCompletableFuture()
                        .join()
                        .toString())
                .contains("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyConnectionsComeAndGoWithoutATrace(boolean reset) throws IOException {
        Random random = new Random(1);
        try (RawClient witness = SERVED.connect()) {
            for (int i = 0; i < 200; i++) {
                try (RawClient client = SERVED.connect()) {
                    if (reset) {
                        client.resetWhenClosed();
                    }
                    switch (random.nextInt(4)) {
                        case 0 -> assertThat(client.call("INCR", "n")).startsWith(":");
                        case 1 -> client.send(command("INCR", "n").repeat(50));
                        case 2 -> client.send("*2\r\n$3\r\nGET\r\n$10");
                        default -> {}
                    }
                }
            }
            await().untilAsserted(() -> assertThat(
                            witness.call("CLIENT", "LIST").lines().filter(line -> line.startsWith("id=")))
                    .hasSize(1));
            assertThat(witness.call("INFO", "clients")).contains("connected_clients:1\r\n");
        }
        awaitConnections(0);
    }

    // ---- back-pressure ----

    @Test
    void aClientThatDoesNotReadIsNotReadFromEither() throws IOException {
        int valueBytes = 16 * 1024;
        int commands = 4_000;
        String filler = "0123456789abcdef".repeat(valueBytes / 16 - 1);
        Config smallLimit = ConfigFactory.parseString("flashkv.server.output-buffer-limit = 1 MiB")
                .withFallback(ConfigFactory.load());
        try (FlashKv limited = FlashKv.create(smallLimit);
                TcpDoor limitedDoor = limited.listen("127.0.0.1", 0);
                RawClient slow = new RawClient(limitedDoor.address(), 64 * 1024);
                RawClient other = new RawClient(limitedDoor.address())) {
            Progress sent = new Progress();
            CompletionStage<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < commands; i++) {
                    send(slow, command("ECHO", numbered(i, filler)));
                    sent.commands = i + 1;
                }
            });
            // Everything comes to a halt by itself, far from the end, for nothing takes the replies.
            await().pollInterval(Duration.ofMillis(100)).until(sent::isUnchangedSinceLastLook);
            assertThat(sent.commands).isPositive().isLessThan(commands);

            for (int i = 1; i <= 100; i++) {
                assertThat(other.call("INCR", "n")).isEqualTo(":" + i + "\r\n");
            }
            assertThat(other.call("CLIENT", "LIST").lines())
                    .filteredOn(line -> line.startsWith("id="))
                    .hasSize(2);

            byte[] reply = new byte[("$" + valueBytes + "\r\n").length() + valueBytes + 2];
            for (int i = 0; i < commands; i++) {
                assertThat(slow.read(reply)).isEqualTo(reply.length);
                String expected = "$" + valueBytes + "\r\n" + numbered(i, filler) + "\r\n";
                if (!latin1(reply).equals(expected)) {
                    assertThat(latin1(reply)).as("reply %d", i).isEqualTo(expected);
                }
            }
            sending.toCompletableFuture().join();
            assertThat(slow.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void longValuesAreReadAsTheyWereWhenTheyWereAskedFor() throws IOException {
        String value = "0123456789".repeat(10_000);
        int gets = 200; // far more than sockets take
        try (RawClient slow = SERVED.connect();
                RawClient other = SERVED.connect()) {
            for (String key : new String[] {"patched", "appended", "replaced", "removed"}) {
                assertThat(other.call("SET", key, value)).isEqualTo("+OK\r\n");
                slow.send(command("GET", key).repeat(gets) + command("INCR", "asked"));
                await().until(() -> !other.call("GETDEL", "asked").equals("$-1\r\n"));
                other.call("SETRANGE", "patched", "50000", "changed");
                other.call("APPEND", "appended", "changed");
                other.call("SET", "replaced", "changed");
                other.call("DEL", "removed");
                other.call("SETRANGE", "patched", "10", "again");
                for (int i = 0; i < gets; i++) {
                    if (!slow.readReply().equals("$" + value.length() + "\r\n" + value + "\r\n")) {
                        assertThat(key).as("%s is answered as it was", key).isEmpty();
                    }
                }
                assertThat(slow.readReply()).isEqualTo(":1\r\n");
            }
        }
    }

    private static final class Progress {
        private volatile int commands;
        private int lastLook = -1;

        boolean isUnchangedSinceLastLook() {
            int now = commands;
            boolean unchanged = now == lastLook;
            lastLook = now;
            return unchanged;
        }
    }

    private static String numbered(int number, String filler) {
        return String.format("%016d", number) + filler;
    }

    @Test
    void aClientMayWriteALongPipelineBeforeItReads() throws IOException {
        int commands = 400;
        String value = "v".repeat(100_000);
        try (RawClient client = SERVED.connect()) {
            for (int i = 0; i < commands; i++) {
                client.send(command("ECHO", value));
            }
            for (int i = 0; i < commands; i++) {
                assertThat(client.readReply().length()).as("reply %d", i).isEqualTo("$100000\r\n".length() + 100_002);
            }
        }
    }

    @Test
    void aKilledClientIsGoneThoughItDoesNotReadItsReplies() throws IOException {
        String value = "v".repeat(300_000);
        try (RawClient stuck = SERVED.connect(64 * 1024);
                RawClient killer = SERVED.connect()) {
            String id = integer(stuck.call("CLIENT", "ID"));
            stuck.call("SET", "a", value);
            stuck.send(command("GET", "a").repeat(100));
            assertThat(stuck.readReply()).hasSizeGreaterThan(value.length());
            assertThat(killer.call("CLIENT", "KILL", "ID", id)).isEqualTo(":1\r\n");
            // It has read no further, so only a reset tells it.
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> stuck.send(command("PING"))).isInstanceOf(IOException.class));
            assertThat(killer.call("CLIENT", "LIST", "ID", id)).doesNotContain("id=");
        }
    }

    @Test
    void aSmallPipelineMayHaveLargeReplies() throws IOException {
        int commands = 100;
        String value = "v".repeat(300_000);
        try (RawClient client = SERVED.connect(64 * 1024)) {
            client.call("SET", "a", value);
            client.send(command("GET", "a").repeat(commands));
            client.closeOutput();
            byte[] reply = new byte[("$" + value.length() + "\r\n" + value + "\r\n").length()];
            for (int i = 0; i < commands; i++) {
                assertThat(client.read(reply)).isEqualTo(reply.length);
                assertThat(latin1(reply).equals("$" + value.length() + "\r\n" + value + "\r\n"))
                        .as("reply %d", i)
                        .isTrue();
            }
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    // ---- closing the store ----

    @Test
    void aClosingStoreAnswersWhatIsInFlightAndAcceptsNoMore() throws IOException {
        int commands = 60;
        String value = "v".repeat(300_000);
        String replyToGet = "$" + value.length() + "\r\n" + value + "\r\n";
        FlashKv closing = FlashKv.create();
        TcpDoor closingDoor = closing.listen("127.0.0.1", 0);
        try (RawClient client = new RawClient(closingDoor.address(), 64 * 1024);
                RawClient idle = new RawClient(closingDoor.address())) {
            idle.call("PING");
            client.call("SET", "a", value);
            // A pipeline of one chunk, whose replies fill all buffers: it is in flight until the client reads.
            client.send(command("GET", "a").repeat(commands) + command("INCR", "last"));
            assertThat(client.readReply()).isEqualTo(replyToGet);

            CompletionStage<?> closed = closing.terminate();
            assertThat(idle.readToEnd()).isEmpty();
            assertThatThrownBy(() -> new RawClient(closingDoor.address())).isInstanceOf(IOException.class);
            for (int i = 1; i < commands; i++) {
                assertThat(client.readReply().equals(replyToGet))
                        .as("reply %d", i)
                        .isTrue();
            }
            assertThat(client.readToEnd()).isEqualTo(":1\r\n");
            closed.toCompletableFuture().join();
        } finally {
            closing.close();
        }
    }

    @Test
    void aClosedDoorLeavesItsConnectionsOpen() throws IOException {
        TcpDoor second = SERVED.store().listen("127.0.0.1", 0);
        try (RawClient client = new RawClient(second.address())) {
            assertThat(client.call("SET", "a", "1")).isEqualTo("+OK\r\n");
            second.close();
            assertThatThrownBy(() -> new RawClient(second.address())).isInstanceOf(IOException.class);
            assertThat(client.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
        }
    }

    // ---- help ----

    private static void awaitConnections(int count) {
        await().until(() -> SERVED.store()
                .execute("INFO", "clients")
                .toCompletableFuture()
                .join()
                .toString()
                .contains("connected_clients:" + count));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String integer(String reply) {
        assertThat(reply).startsWith(":");
        return reply.substring(1).trim();
    }

    private static String readToEnd(RawClient client) {
        try {
            return client.readToEnd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(RawClient client, String bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
