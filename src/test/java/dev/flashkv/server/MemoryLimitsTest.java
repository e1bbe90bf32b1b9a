package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flashkv.CapturedLog;
import dev.flashkv.command.Client;
import dev.flashkv.command.ClientBuffers;
import dev.flashkv.command.TestServer;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client, and all together, may take in memory; who takes more is disconnected, and nobody else notices. */
class MemoryLimitsTest {
    private static final int MIB = 1024 * 1024;
    private static final Map<String, String> DEFAULTS = Map.of(
            "client-query-buffer-limit", "1gb",
            "maxmemory-clients", "0",
            "maxmemory", "0",
            "requirepass", "");

    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    @AfterEach
    void setBack() {
        DEFAULTS.forEach(MemoryLimitsTest::set);
        await().until(() -> call("INFO", "clients").contains("connected_clients:0\r\n"));
    }

    // ---- client-query-buffer-limit ----

    @Test
    void anUnfinishedRequestAboveTheLimitDisconnectsItsClient() throws IOException {
        set("client-query-buffer-limit", "1mb");
        try (CapturedLog log = CapturedLog.of(ConnectionStage.class);
                RawClient greedy = SERVED.connect();
                RawClient other = SERVED.connect()) {
            assertThatThrownBy(() -> {
                        greedy.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2000000\r\n");
                        for (int sent = 0; sent < 2_000_000; sent += 50_000) {
                            greedy.send("x".repeat(50_000));
                        }
                        greedy.send("\r\n");
                        throw new SocketException(greedy.readReply());
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("OK");
            assertThat(other.call("EXISTS", "k")).isEqualTo(":0\r\n");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("from 127.0.0.1:", " bytes of an unfinished request", "limit of 1048576");
        }
    }

    @Test
    void manySmallArgumentsCountAsWell() throws IOException {
        set("client-query-buffer-limit", "1mb");
        try (RawClient greedy = SERVED.connect();
                RawClient other = SERVED.connect()) {
            assertThatThrownBy(() -> {
                        greedy.send("*1000000\r\n$3\r\nDEL\r\n");
                        for (int i = 0; i < 100; i++) {
                            greedy.send("$1\r\nk\r\n".repeat(10_000));
                        }
                        greedy.readReply();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aTransactionAboveTheLimitDisconnectsItsClientAndIsNotCarriedOut() throws IOException {
        set("client-query-buffer-limit", "1mb");
        String value = "v".repeat(100_000);
        try (RawClient greedy = SERVED.connect();
                RawClient other = SERVED.connect()) {
            assertThat(greedy.call("MULTI")).isEqualTo("+OK\r\n");
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            assertThat(greedy.call("SET", "k" + i, value)).isEqualTo("+QUEUED\r\n");
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(other.call("DBSIZE")).isEqualTo(":0\r\n");
        }
    }

    @Test
    void whatIsCarriedOutCountsNoMore() throws IOException {
        set("client-query-buffer-limit", "1mb");
        String value = "v".repeat(900_000);
        try (RawClient client = SERVED.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.call("SET", "k", value)).isEqualTo("+OK\r\n");
            }
            client.send(command("APPEND", "k", "x").repeat(100_000));
            for (int i = 0; i < 100_000; i++) {
                assertThat(client.readReply()).startsWith(":");
            }
            assertThat(client.call("DEL", "k")).isEqualTo(":1\r\n");
        }
    }

    // ---- maxmemory-clients ----

    @Test
    void theLargestClientsAreDisconnectedWhenAllTogetherTakeTooMuch() throws IOException {
        long before = evicted();
        try (CapturedLog log = CapturedLog.of(ClientMemory.class);
                RawClient small = SERVED.connect();
                RawClient large = SERVED.connect();
                RawClient larger = SERVED.connect()) {
            begin(small, 10_000);
            begin(large, MIB);
            begin(larger, 2 * MIB);
            set("maxmemory-clients", "2mb");
            await().untilAsserted(() -> assertThat(evicted() - before).isEqualTo(1));
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("from 127.0.0.1:", "limit of 2097152 (maxmemory-clients)");
            assertGone(larger);
            assertServed(large, MIB);
            assertServed(small, 10_000);
        }
    }

    @Test
    void whoGrowsIsDisconnectedAtOnce() throws IOException {
        set("maxmemory-clients", "1mb");
        try (RawClient growing = SERVED.connect();
                RawClient other = SERVED.connect()) {
            assertThatThrownBy(() -> {
                        growing.send("*2\r\n$4\r\nECHO\r\n$3000000\r\n" + "x".repeat(3_000_000) + "\r\n");
                        growing.readReply();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void whoIsNotToBeEvictedIsNot() throws IOException {
        try (RawClient protegee = SERVED.connect();
                RawClient other = SERVED.connect()) {
            assertThat(protegee.call("CLIENT", "NO-EVICT", "on")).isEqualTo("+OK\r\n");
            begin(protegee, 3 * MIB);
            begin(other, MIB);
            long before = evicted();
            set("maxmemory-clients", "1mb");
            // All others go, for what remains is still too much.
            await().until(() -> evicted() > before);
            assertGone(other);
            assertServed(protegee, 3 * MIB);
        }
    }

    @Test
    void aPercentageIsOneOfMaxmemory() throws IOException {
        set("maxmemory-clients", "10%");
        try (RawClient client = SERVED.connect()) {
            begin(client, 2 * MIB);
            assertServed(client, 2 * MIB); // no maxmemory, no limit
            set("maxmemory", "100mb");
            begin(client, 2 * MIB);
            assertServed(client, 2 * MIB);
            long before = evicted();
            begin(client, 2 * MIB);
            set("maxmemory", "10mb");
            await().until(() -> evicted() > before);
            assertGone(client);
        }
    }

    @Test
    void queuedCommandsAndUnreadRepliesCount() throws IOException {
        long before = evicted();
        String value = "v".repeat(100_000);
        try (RawClient queueing = SERVED.connect();
                RawClient silent = SERVED.connect(64 * 1024)) {
            queueing.call("MULTI");
            for (int i = 0; i < 20; i++) {
                queueing.call("ECHO", value);
            }
            silent.send(command("ECHO", value).repeat(100));
            await().until(() -> figure(call("CLIENT", "LIST"), "tot-mem") > MIB);
            set("maxmemory-clients", "1mb");
            await().untilAsserted(() -> assertThat(evicted() - before).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, , UNSUBSCRIBE",
        "PSUBSCRIBE, , PUNSUBSCRIBE",
        "WATCH, , UNWATCH",
        "BLPOP, 60, ",
        "CLIENT TRACKING ON BCAST, , CLIENT TRACKING OFF"
    })
    void whatIsRegisteredForAClientCounts(String begin, @Nullable String last, @Nullable String end)
            throws IOException {
        int names = 10_000;
        boolean prefixes = begin.endsWith("BCAST");
        List<String> words = new ArrayList<>(List.of(begin.split(" ")));
        for (int i = 0; i < names; i++) {
            if (prefixes) {
                words.add("PREFIX");
            }
            // No prefix of another.
            words.add(String.format("n%05d", i));
        }
        if (last != null) {
            words.add(last);
        }
        try (RawClient client = SERVED.connect()) {
            assertThat(client.call("HELLO", "3")).startsWith("%");
            client.send(command(words.toArray(String[]::new)));
            await().untilAsserted(() ->
                    assertThat(figure(call("CLIENT", "LIST"), "tot-mem")).isBetween(150L * names, 500L * names));
            if (end != null) {
                client.send(command(end.split(" ")));
                if (end.endsWith("UNSUBSCRIBE")) {
                    readReplies(client, 2 * names);
                } else {
                    readReplies(client, 2);
                }
            } else {
                call("LPUSH", "n00007", "x");
                readReplies(client, 1);
            }
            await().untilAsserted(() ->
                    assertThat(figure(call("CLIENT", "LIST"), "tot-mem")).isLessThan(names));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "SSUBSCRIBE", "WATCH", "BLPOP"})
    void whoHasTooMuchRegisteredIsDisconnected(String command) throws IOException {
        set("maxmemory-clients", "8mb");
        long before = evicted();
        List<String> words = new ArrayList<>(List.of(command));
        for (int i = 0; i < 100_000; i++) {
            words.add("n" + i);
        }
        words.add("0");
        try (RawClient greedy = SERVED.connect();
                RawClient other = SERVED.connect()) {
            greedy.send(command(words.toArray(String[]::new)));
            await().untilAsserted(() -> assertThat(evicted() - before).isEqualTo(1));
            assertThatThrownBy(() -> readReplies(greedy, 1_000_000)).isInstanceOf(IOException.class);
            assertThat(other.call("LPUSH", "n7", "x")).isEqualTo(":1\r\n");
            assertThat(other.call("PUBLISH", "n7", "x")).isEqualTo(":0\r\n");
            assertThat(other.call("DEL", "n7")).isEqualTo(":1\r\n");
        }
    }

    // ---- strangers ----

    @Test
    void aStrangerThatDoesNotReadIsSoonNotReadFrom() throws IOException {
        set("requirepass", "secret");
        try (RawClient stranger = SERVED.connect(16 * 1024)) {
            Thread sending = new Thread(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        stranger.send(command("GET", "k").repeat(10_000));
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            sending.setDaemon(true);
            sending.start();
            // Its replies come to 100 MB; most of what it sends stays in the network, where it costs only itself.
            await().until(() -> figure(call("CLIENT", "LIST"), "obl") > 8 * 1024);
            for (int look = 0; look < 20; look++) {
                assertThat(figure(call("CLIENT", "LIST"), "tot-mem")).isLessThan(512 * 1024);
            }
        }
    }

    // ---- CLIENT LIST and INFO ----

    @Test
    void clientListAndInfoTellWhatTheBuffersTake() throws IOException {
        try (RawClient client = SERVED.connect()) {
            client.send("*4\r\n$4\r\nMSET\r\n$1\r\nk\r\n$300000\r\n" + "v".repeat(300_000) + "\r\n$200000\r\n"
                    + "w".repeat(100_000));
            await().untilAsserted(() -> {
                String list = call("CLIENT", "LIST");
                assertThat(figure(list, "argv-mem")).isBetween(300_000L, 310_000L);
                assertThat(figure(list, "qbuf")).isBetween(100_000L, 110_000L);
                assertThat(figure(list, "qbuf") + figure(list, "qbuf-free")).isBetween(100_000L, 200_100L);
                assertThat(figure(list, "tot-mem"))
                        .isGreaterThanOrEqualTo(
                                figure(list, "qbuf") + figure(list, "qbuf-free") + figure(list, "argv-mem"));
            });
            assertThat(field(call("INFO", "clients"), "client_recent_max_input_buffer"))
                    .isGreaterThan(400_000);
            client.send("w".repeat(100_000) + "\r\n");
            assertThat(client.readReply()).startsWith("-ERR wrong number of arguments");
            assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
            assertThat(client.call("ECHO", "q".repeat(50_000))).isEqualTo("+QUEUED\r\n");
            String list = call("CLIENT", "LIST");
            assertThat(figure(list, "argv-mem")).isZero();
            assertThat(figure(list, "qbuf")).isZero();
            assertThat(figure(list, "multi-mem")).isBetween(50_000L, 51_000L);
        }
    }

    @Test
    void recentIsAFewSeconds() {
        Client client = new Client(1, new TestServer(), "127.0.0.1:1", "127.0.0.1:2", () -> {});
        client.buffers(new ClientBuffers() {
            @Override
            public long queryBytes() {
                return 1_000;
            }

            @Override
            public long replyCapacityBytes() {
                return 500;
            }

            @Override
            public long replyBytes() {
                return 100;
            }

            @Override
            public long outputBytes() {
                return 20;
            }
        });
        BufferPeaks peaks = new BufferPeaks();
        peaks.sample(List.of(client));
        for (int second = 1; second < 8; second++) {
            peaks.sample(List.of());
            assertThat(peaks.inputBytes()).isEqualTo(1_000);
            assertThat(peaks.outputBytes()).isEqualTo(120);
        }
        peaks.sample(List.of());
        assertThat(peaks.inputBytes()).isZero();
        assertThat(peaks.outputBytes()).isZero();
    }

    // ---- help ----

    private static String call(String... command) {
        return SERVED.store().execute(command).toCompletableFuture().join().toString();
    }

    private static void set(String name, String value) {
        assertThat(call("CONFIG", "SET", name, value)).contains("OK");
    }

    /** Sends an ECHO of that many bytes but for its end. */
    private static void begin(RawClient client, int bytes) throws IOException {
        client.send("*2\r\n$4\r\nECHO\r\n$" + bytes + "\r\n" + "x".repeat(bytes - 10));
        await().until(() -> figure(call("CLIENT", "LIST"), "qbuf") >= bytes - 10);
    }

    private static void assertServed(RawClient client, int bytes) throws IOException {
        client.send("y".repeat(10) + "\r\n");
        assertThat(client.readReply()).hasSize(("$" + bytes).length() + 2 + bytes + 2);
    }

    private static void assertGone(RawClient client) {
        try {
            assertThat(client.readToEnd()).isEmpty();
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    private static void readReplies(RawClient client, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            client.readReply();
        }
    }

    private static long evicted() {
        return field(call("INFO", "stats"), "evicted_clients");
    }

    private static long field(String info, String name) {
        Matcher field = Pattern.compile("(?m)^.*\\b" + name + ":(\\d+)\\r?$").matcher(info);
        assertThat(field.find()).as("%s in %s", name, info).isTrue();
        return Long.parseLong(field.group(1));
    }

    /** The largest of that figure among all clients. */
    private static long figure(String list, String name) {
        return Pattern.compile(" " + name + "=(\\d+)")
                .matcher(list)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max()
                .orElse(0);
    }
}
