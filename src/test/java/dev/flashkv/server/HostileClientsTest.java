package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.CapturedLog;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import dev.flashkv.command.CommandTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send very much, or very odd things, or do not read: they are bounded, and all others are served. */
class HostileClientsTest {
    private static final int MIB = 1024 * 1024;
    private static final int OUTPUT_LIMIT = 16 * MIB;
    private static final int MANY_NAMES = 200_000;

    private static FlashKv store;
    private static TcpDoor door;

    private RawClient witness;

    @BeforeAll
    static void open() {
        store = FlashKv.create(ConfigFactory.parseString("flashkv.server.output-buffer-limit = " + OUTPUT_LIMIT)
                .withFallback(ConfigFactory.load()));
        door = store.listen("127.0.0.1", 0);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void connectWitness() throws IOException {
        witness = new RawClient(door.address());
    }

    @AfterEach
    void checkWitness() throws IOException {
        assertThat(witness.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(witness.call("FLUSHALL")).isEqualTo("+OK\r\n");
        witness.close();
        await().until(() -> store.execute("INFO", "clients")
                .toCompletableFuture()
                .join()
                .toString()
                .contains("connected_clients:0\r\n"));
    }

    /** What CLIENT LIST says the largest client takes. */
    private long largestClientBytes() throws IOException {
        return Pattern.compile(" tot-mem=(\\d+)")
                .matcher(witness.call("CLIENT", "LIST"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max()
                .orElseThrow();
    }

    @Test
    void aCommandMayHaveAMillionArguments() throws IOException {
        int keys = 500_000;
        StringBuilder mset = new StringBuilder("*" + (1 + 2 * keys) + "\r\n$4\r\nMSET\r\n");
        for (int i = 0; i < keys; i++) {
            String key = "k" + i % 1_000;
            mset.append('$').append(key.length()).append("\r\n").append(key).append("\r\n$1\r\nv\r\n");
        }
        try (RawClient client = new RawClient(door.address())) {
            client.send(mset.toString());
            assertThat(client.readReply()).isEqualTo("+OK\r\n");
            assertThat(client.call("DBSIZE")).isEqualTo(":1000\r\n");
        }
    }

    /** A request with very many names, of which so many are different, before its last words. */
    private static String naming(String command, int different, String... last) {
        return command(Stream.of(
                        Stream.of(command),
                        IntStream.range(0, MANY_NAMES).mapToObj(i -> "name" + i % different),
                        Stream.of(last))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    /** Not for each pair of them, which would take minutes. */
    @ParameterizedTest
    @CsvSource({"SUBSCRIBE, 200000", "SUBSCRIBE, 1", "PSUBSCRIBE, 200000", "PSUBSCRIBE, 1", "SSUBSCRIBE, 200000"})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void subscribingToVeryManyNamesTakesATimeForEach(String command, int different) throws IOException {
        try (RawClient client = new RawClient(door.address())) {
            String confirmations = confirmations(command, different, i -> Math.min(i + 1, different));
            client.send(naming(command, different));
            assertThat(read(client, confirmations.length()).equals(confirmations))
                    .isTrue();
            // Who listens to the same, and leaves without a word.
            try (RawClient leaving = new RawClient(door.address())) {
                leaving.send(naming(command, different));
                assertThat(read(leaving, confirmations.length()).equals(confirmations))
                        .isTrue();
            }
            String end = command.replace("SUB", "UNSUB");
            String ends = confirmations(end, different, i -> Math.max(0, different - 1 - i));
            client.send(naming(end, different));
            assertThat(read(client, ends.length()).equals(ends)).isTrue();
        }
    }

    private static String confirmations(String command, int different, IntUnaryOperator subscriptions) {
        String kind = "*3\r\n$" + command.length() + "\r\n" + command.toLowerCase(Locale.ROOT) + "\r\n";
        StringBuilder confirmations = new StringBuilder();
        for (int i = 0; i < MANY_NAMES; i++) {
            String name = "name" + i % different;
            confirmations
                    .append(kind)
                    .append('$')
                    .append(name.length())
                    .append("\r\n")
                    .append(name)
                    .append("\r\n:");
            confirmations.append(subscriptions.applyAsInt(i)).append("\r\n");
        }
        return confirmations.toString();
    }

    /** The same for those who wait, are served, and leave. */
    @ParameterizedTest
    @ValueSource(ints = {MANY_NAMES, 1})
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitingForVeryManyListsTakesATimeForEach(int different) throws IOException {
        String last = "name" + (different - 1);
        try (RawClient client = new RawClient(door.address())) {
            String request = naming("BLPOP", different, "0");
            client.send(request);
            await().until(() -> blockedClients() == 1);
            try (RawClient leaving = new RawClient(door.address())) {
                leaving.send(request);
                await().until(() -> blockedClients() == 2);
                assertThat(witness.call("RPUSH", last, "v")).isEqualTo(":1\r\n");
                assertThat(client.readReply()).isEqualTo("*2\r\n$" + last.length() + "\r\n" + last + "\r\n$1\r\nv\r\n");
            }
            await().until(() -> blockedClients() == 0);
            // Nobody waits any more who would be served.
            assertThat(witness.call("RPUSH", last, "v")).isEqualTo(":1\r\n");
            assertThat(witness.call("LLEN", last)).isEqualTo(":1\r\n");
        }
    }

    private int blockedClients() throws IOException {
        return Integer.parseInt(
                witness.call("INFO", "clients").replaceFirst("(?s).*\r\nblocked_clients:(\\d+).*", "$1"));
    }

    /** A piece of a large value: no two are equal. */
    private static String piece(int number) {
        byte[] bytes = new byte[MIB];
        new Random(number).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aValueOfAHundredMegabytesComesBackAsItWasAndNobodyWaitsForIt() throws IOException {
        int pieces = 100;
        int bytes = pieces * MIB;
        try (RawClient client = new RawClient(door.address())) {
            client.send("*3\r\n$3\r\nSET\r\n$5\r\nlarge\r\n$" + bytes + "\r\n");
            for (int i = 0; i < pieces; i++) {
                client.send(piece(i));
                assertThat(witness.call("INCR", "n")).isEqualTo(":" + (i + 1) + "\r\n");
            }
            assertThat(witness.call("EXISTS", "large")).isEqualTo(":0\r\n");
            client.send("\r\n");
            assertThat(client.readReply()).isEqualTo("+OK\r\n");
            assertThat(witness.call("STRLEN", "large")).isEqualTo(":" + bytes + "\r\n");
            client.send(command("GET", "large"));
            assertThat(read(client, ("$" + bytes + "\r\n").length())).isEqualTo("$" + bytes + "\r\n");
            for (int i = 0; i < pieces; i++) {
                // Not by an assertion that would show both.
                assertThat(read(client, MIB).equals(piece(i))).as("piece %d", i).isTrue();
                assertThat(witness.call("INCR", "n")).isEqualTo(":" + (pieces + i + 1) + "\r\n");
            }
            assertThat(read(client, 2)).isEqualTo("\r\n");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    private static String read(RawClient client, int count) throws IOException {
        byte[] bytes = new byte[count];
        assertThat(client.read(bytes)).isEqualTo(count);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aMillionPingsMayBeSentBeforeAnyReplyIsRead() throws IOException {
        int pings = 1_000_000;
        try (RawClient client = new RawClient(door.address())) {
            String portion = "PING\r\n".repeat(10_000);
            for (int i = 0; i < pings; i += 10_000) {
                client.send(portion);
            }
            assertThat(largestClientBytes()).isLessThan(OUTPUT_LIMIT + MIB);
            byte[] replies = new byte["+PONG\r\n".length() * pings];
            assertThat(client.read(replies)).isEqualTo(replies.length);
            assertThat(new String(replies, StandardCharsets.ISO_8859_1)).isEqualTo("+PONG\r\n".repeat(pings));
        }
    }

    @Test
    void aThousandLargeRepliesThatNobodyReadsTakeNoMoreThanTheLimit() throws IOException {
        int valueBytes = 10 * MIB;
        witness.call("SET", "large", "v".repeat(valueBytes));
        try (RawClient client = new RawClient(door.address(), 64 * 1024)) {
            client.send(command("GET", "large").repeat(1_000));
            await().until(() -> largestClientBytes() > valueBytes);
            for (int i = 0; i < 200; i++) {
                assertThat(witness.call("INCR", "n")).isEqualTo(":" + (i + 1) + "\r\n");
            }
            // What is made, what is on its way to the socket, and the reply that reached the limit.
            assertThat(largestClientBytes()).isLessThan(2L * OUTPUT_LIMIT + 2L * valueBytes + MIB);
        }
    }

    @Test
    void manyWrongPasswordsAreAnswered() throws IOException {
        int tries = 100_000;
        witness.call("CONFIG", "SET", "requirepass", "secret");
        try (RawClient client = new RawClient(door.address())) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < tries; i += 1_000) {
                    send(client, command("AUTH", "guess" + i).repeat(1_000));
                }
            });
            String refusal = "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
            for (int i = 0; i < tries; i++) {
                assertThat(client.readReply()).isEqualTo(refusal);
            }
            sending.join();
            assertThat(client.call("AUTH", "secret")).isEqualTo("+OK\r\n");
        } finally {
            witness.call("CONFIG", "SET", "requirepass", "");
        }
    }

    @Test
    void aStrangerMayAnnounceLittle() throws IOException {
        witness.call("CONFIG", "SET", "requirepass", "secret");
        try (RawClient wide = new RawClient(door.address());
                RawClient deep = new RawClient(door.address());
                RawClient modest = new RawClient(door.address())) {
            wide.send("*11\r\n");
            assertThat(wide.readToEnd()).isEqualTo("-ERR Protocol error: unauthenticated multibulk length\r\n");
            deep.send("*2\r\n$4\r\nAUTH\r\n$16385\r\n");
            assertThat(deep.readToEnd()).isEqualTo("-ERR Protocol error: unauthenticated bulk length\r\n");
            assertThat(modest.call("AUTH", "x".repeat(16_384))).startsWith("-WRONGPASS");
            assertThat(modest.call("DEL", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
                    .startsWith("-NOAUTH");
        } finally {
            witness.call("CONFIG", "SET", "requirepass", "");
        }
    }

    @Test
    void manyKeysOfOneSlotAreOnlySlowToNobody() throws IOException {
        int keys = Integer.getInteger("flashkv.test.keys-of-one-slot", 100_000);
        try (RawClient client = new RawClient(door.address())) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < keys; i++) {
                    send(client, command("SET", "{slot}" + i, "v"));
                }
            });
            for (int i = 0; i < keys; i++) {
                assertThat(client.readReply()).isEqualTo("+OK\r\n");
                if (i % 10_000 == 0) {
                    assertThat(witness.call("GET", "{slot}" + i)).startsWith("$");
                }
            }
            sending.join();
            assertThat(witness.call("DBSIZE")).isEqualTo(":" + keys + "\r\n");
        }
    }

    /** A reply of a million elements that nobody reads, and the end of a million keys, beside who asks for one key. */
    @Test
    void whoAsksForAMillionKeysOrElementsKeepsNobodyWaiting() throws IOException {
        int portions = 1_000;
        int each = 1_000;
        StringBuilder elements = new StringBuilder("*" + portions * each + "\r\n");
        try (RawClient greedy = new RawClient(door.address(), 64 * 1024)) {
            for (int portion = 0; portion < portions; portion++) {
                List<String> keys = new ArrayList<>(List.of("MSET"));
                List<String> push = new ArrayList<>(List.of("RPUSH", "list"));
                for (int i = portion * each; i < (portion + 1) * each; i++) {
                    String name = String.format("key:%07d", i);
                    keys.add(name);
                    keys.add("v");
                    push.add(name);
                    elements.append("$11\r\n").append(name).append("\r\n");
                }
                assertThat(greedy.call(keys.toArray(String[]::new))).isEqualTo("+OK\r\n");
                assertThat(greedy.call(push.toArray(String[]::new))).isEqualTo(":" + (portion + 1) * each + "\r\n");
            }
            greedy.send(command("LRANGE", "list", "0", "-1"));
            readOneKeyManyTimes();
            assertThat(greedy.readReply().contentEquals(elements)).isTrue();
            greedy.send(command("KEYS", "*"));
            readOneKeyManyTimes();
            // The same names in another order, and the list's.
            assertThat(greedy.readReply())
                    .startsWith("*" + (portions * each + 1) + "\r\n")
                    .hasSize(elements.length() + "$4\r\nlist\r\n".length());
            greedy.send(command("FLUSHALL"));
            boolean flushed = false;
            for (int i = 0; i < 200; i++) {
                String value = witness.call("GET", "key:0500000");
                assertThat(value).isEqualTo(flushed || !value.startsWith("$1") ? "$-1\r\n" : "$1\r\nv\r\n");
                flushed = value.equals("$-1\r\n");
            }
            assertThat(greedy.readReply()).isEqualTo("+OK\r\n");
            assertThat(witness.call("DBSIZE")).isEqualTo(":0\r\n");
        }
    }

    private void readOneKeyManyTimes() throws IOException {
        for (int i = 0; i < 200; i++) {
            assertThat(witness.call("GET", "key:0500000")).isEqualTo("$1\r\nv\r\n");
        }
    }

    @Test
    void webPagesAreToldNothingAndTheOperatorIs() throws IOException {
        try (CapturedLog log = CapturedLog.of(CommandTable.class);
                RawClient posting = new RawClient(door.address());
                RawClient header = new RawClient(door.address())) {
            posting.send("POST /\u001b[31m HTTP/1.1\r\n");
            assertThat(posting.readToEnd()).isEmpty();
            header.send("Host: somewhere\r\n");
            assertThat(header.readToEnd()).isEmpty();
            assertThat(log.messages())
                    .hasSize(2)
                    .allMatch(message ->
                            message.contains("127.0.0.1:") && message.chars().allMatch(c -> c >= ' '));
        }
        assertThat(witness.call("EXISTS", "k")).isEqualTo(":0\r\n");
    }

    @Test
    void aDrippingArgumentTakesWhatHasArrived() throws IOException {
        try (RawClient client = new RawClient(door.address())) {
            client.send("*2\r\n$4\r\nECHO\r\n$536870912\r\n");
            for (int i = 0; i < 100; i++) {
                client.send("x");
            }
            await().until(() -> witness.call("CLIENT", "LIST").contains(" qbuf=100 "));
            assertThat(largestClientBytes()).isLessThan(64 * 1024);
        }
    }

    @Test
    void whoSaysNothingForTooLongIsDisconnected() throws IOException {
        try (RawClient silent = new RawClient(door.address())) {
            assertThat(silent.call("PING")).isEqualTo("+PONG\r\n");
            witness.call("CONFIG", "SET", "timeout", "1");
            CompletableFuture<Void> talking = CompletableFuture.runAsync(() -> {
                try {
                    while (witness.call("CLIENT", "LIST")
                                    .lines()
                                    .filter(line -> line.startsWith("id="))
                                    .count()
                            > 1) {
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(silent.readToEnd()).isEmpty();
            talking.join();
        } finally {
            witness.call("CONFIG", "SET", "timeout", "0");
        }
    }

    @Test
    void aReplyOfAnothersIsNeverSeen() throws IOException {
        // What one client breaks off in the middle of a request is not taken for the beginning of another's.
        for (int i = 0; i < 50; i++) {
            try (RawClient broken = new RawClient(door.address())) {
                broken.resetWhenClosed();
                broken.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$10\r\nabc");
            }
            assertThat(witness.call("GET", "k")).isEqualTo("$-1\r\n");
        }
        assertThatThrownBy(() -> {
                    try (RawClient client = new RawClient(door.address())) {
                        client.send("*1\r\n$4\r\nQUIT\r\n");
                        client.readReply();
                        client.readReply();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private static void send(RawClient client, String bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
