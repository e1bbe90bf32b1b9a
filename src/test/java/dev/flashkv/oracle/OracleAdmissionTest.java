package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, and how far, beside a redis-server of its own with the same settings. */
class OracleAdmissionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int PIECE_BYTES = 7;

    private static RedisOracle redis;
    private static FlashKvTarget flashKv;

    @BeforeAll
    static void start() {
        redis = RedisOracle.start("redis-server for admission");
        flashKv = new FlashKvTarget();
    }

    @AfterAll
    static void stop() {
        flashKv.close();
        redis.close();
    }

    private static ReplyNode ask(RawConnection connection, String row) throws IOException {
        connection.send(List.of(Command.parse(row)));
        return ReplyNode.parse(connection.readReply());
    }

    // ---- a password ----

    private static String request(String... words) {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return request.toString();
    }

    static Stream<String> strangersBytes() {
        String auth = request("AUTH", "secret");
        return Stream.of(
                request("GET", "k") + request("PING") + request("QUIT"),
                auth + request("SET", "k", "v") + request("GET", "k") + request("QUIT"),
                request("GET", "k") + auth + request("GET", "k") + request("QUIT"),
                request("AUTH", "wrong") + request("GET", "k") + auth + request("PING") + request("QUIT"),
                auth + request("RESET") + request("PING") + auth + request("PING") + request("QUIT"),
                request("HELLO", "3", "AUTH", "default", "secret", "SETNAME", "me")
                        + request("CLIENT", "GETNAME")
                        + request("GET", "nope")
                        + request("QUIT"),
                "PING\r\nAUTH secret\r\nPING\r\nQUIT\r\n",
                "QUIT\r\nPING\r\n",
                // A stranger's requests are small: ten arguments of 16 KiB at most.
                "*10\r\n" + "$1\r\na\r\n".repeat(10) + request("QUIT"),
                "*11\r\n" + "$1\r\na\r\n".repeat(11) + request("QUIT"),
                "*1000000000\r\n",
                "*2\r\n$4\r\nAUTH\r\n$16384\r\n" + "x".repeat(16_384) + "\r\n" + request("QUIT"),
                "*2\r\n$4\r\nAUTH\r\n$16385\r\n",
                "*2\r\n$4\r\nAUTH\r\n$100000000\r\n",
                auth + "*11\r\n$4\r\nMGET\r\n" + "$1\r\na\r\n".repeat(10) + request("QUIT"),
                auth + request("ECHO", "x".repeat(20_000)) + request("QUIT"),
                request("PING") + "*11\r\n" + request("PING"),
                "*-1\r\n*0\r\n" + auth + request("PING") + request("QUIT"),
                "PING" + " a".repeat(20) + "\r\n" + request("QUIT"));
    }

    @ParameterizedTest
    @MethodSource("strangersBytes")
    void aStrangersBytesAreAnsweredTheSame(String bytes) throws IOException {
        for (int piece : new int[] {bytes.length(), PIECE_BYTES}) {
            assertThat(received(flashKv, bytes, piece)).isEqualTo(received(redis, bytes, piece));
        }
    }

    private static String received(Target target, String bytes, int pieceBytes) throws IOException {
        try (RawConnection admin = new RawConnection(target, TIMEOUT);
                RawConnection stranger = connectAfter(admin, "CONFIG SET requirepass secret", target)) {
            StringBuilder received = new StringBuilder();
            try {
                for (int from = 0; from < bytes.length(); from += pieceBytes) {
                    stranger.sendRaw(bytes.substring(from, Math.min(bytes.length(), from + pieceBytes)));
                }
            } catch (IOException e) {
                // Closed by the server, whose last words can still be read.
            }
            stranger.readToEnd(received);
            ask(admin, "CONFIG SET requirepass ''");
            return received.toString().replaceFirst("(\\$2\\r\\nid\\r\\n):[0-9]+", "$1:?");
        }
    }

    private static RawConnection connectAfter(RawConnection admin, String row, Target target) throws IOException {
        assertThat(ask(admin, row).render()).isEqualTo("+OK");
        return new RawConnection(target, TIMEOUT);
    }

    // ---- proto-max-bulk-len ----

    @Test
    void aLimitForArgumentsHoldsFromTheNextOneOn() throws IOException {
        assertThat(withBulkLimit(flashKv)).isEqualTo(withBulkLimit(redis));
    }

    /** What one gets that was there before the limit was lowered, and another when it has been raised again. */
    private static List<String> withBulkLimit(Target target) throws IOException {
        List<String> replies = new ArrayList<>();
        String argument = "x".repeat(1024 * 1024);
        try (RawConnection admin = new RawConnection(target, TIMEOUT);
                RawConnection before = new RawConnection(target, TIMEOUT)) {
            replies.add(ask(before, "PING").render());
            replies.add(ask(admin, "CONFIG SET proto-max-bulk-len 1mb").render());
            replies.add(ask(before, "STRLEN " + argument).render());
            before.sendRaw("*2\r\n$4\r\nECHO\r\n$1048577\r\n");
            StringBuilder words = new StringBuilder();
            before.readToEnd(words);
            replies.add(words.toString());
            replies.add(ask(admin, "CONFIG SET proto-max-bulk-len 512mb").render());
            replies.add(ask(admin, "STRLEN " + argument + "y").render());
        }
        return replies;
    }

    // ---- maxclients ----

    @Test
    void oneClientTooManyIsToldSoAndClosed() throws IOException {
        assertThat(withMaxClients(flashKv)).isEqualTo(withMaxClients(redis));
    }

    /** What clients get of a server that has room for three. */
    private static List<String> withMaxClients(Target target) throws IOException {
        List<String> replies = new ArrayList<>();
        try (RawConnection admin = new RawConnection(target, TIMEOUT)) {
            // Of other tests' connections none may be left.
            await().until(() -> ask(admin, "INFO clients").text().contains("connected_clients:1\r\n"));
            ask(admin, "CONFIG RESETSTAT");
            replies.add(ask(admin, "CONFIG SET maxclients 3").render());
            try (RawConnection second = new RawConnection(target, TIMEOUT)) {
                replies.add(ask(second, "PING").render());
                try (RawConnection third = new RawConnection(target, TIMEOUT)) {
                    replies.add(ask(third, "PING").render());
                    for (int i = 0; i < 2; i++) {
                        replies.add(lastWords(target));
                    }
                    // Who is in stays in when the limit falls.
                    replies.add(ask(admin, "CONFIG SET maxclients 1").render());
                    replies.add(ask(third, "PING").render());
                    replies.add(ask(admin, "CONFIG SET maxclients 3").render());
                }
                await().until(() -> ask(admin, "INFO clients").text().contains("connected_clients:2\r\n"));
                try (RawConnection again = new RawConnection(target, TIMEOUT)) {
                    replies.add(ask(again, "PING").render());
                }
            }
            replies.add(ask(admin, "INFO stats").text().replaceFirst("(?s).*(rejected_connections:[0-9]+).*", "$1"));
            replies.add(ask(admin, "CONFIG GET maxclients").render());
            replies.add(ask(admin, "CONFIG SET maxclients 0").render());
            replies.add(ask(admin, "CONFIG SET maxclients 10000").render());
        }
        return replies;
    }

    private static String lastWords(Target target) throws IOException {
        try (RawConnection refused = new RawConnection(target, TIMEOUT)) {
            StringBuilder words = new StringBuilder();
            refused.readToEnd(words);
            return words.toString();
        }
    }

    // ---- protected-mode ----

    /** An address of this machine that is not the loopback's, for clients that look as if they came from elsewhere. */
    private static Optional<InetAddress> otherAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private record At(String name, InetSocketAddress address) implements Target {
        @Override
        public void close() {}
    }

    @Test
    void fromElsewhereOneComesInOnlyWithAPasswordToBeAskedFor() throws IOException {
        Optional<InetAddress> other = otherAddress();
        Assumptions.assumeTrue(other.isPresent(), "no address but the loopback's");
        try (FlashKv store = FlashKv.create();
                RawConnection redisAdmin = new RawConnection(redis, TIMEOUT)) {
            TcpDoor door = store.listen("0.0.0.0", 0);
            Target subject = new At(
                    "FlashKV",
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), door.address().getPort()));
            assertThat(ask(redisAdmin, "CONFIG SET bind 0.0.0.0").render()).isEqualTo("+OK");
            List<String> expected = asStrangersFromElsewhere(redis, other.get());
            assertThat(asStrangersFromElsewhere(subject, other.get())).isEqualTo(expected);
            assertThat(expected.get(0)).isEqualTo("-DENIED");
            assertThat(ask(redisAdmin, "CONFIG SET bind 127.0.0.1").render()).isEqualTo("+OK");
        }
    }

    private static List<String> asStrangersFromElsewhere(Target target, InetAddress address) throws IOException {
        Target fromElsewhere = new At(
                target.name(), new InetSocketAddress(address, target.address().getPort()));
        List<String> replies = new ArrayList<>();
        try (RawConnection admin = new RawConnection(target, TIMEOUT)) {
            // The explanation is in our own words.
            replies.add(code(lastWords(fromElsewhere)));
            ask(admin, "CONFIG SET requirepass secret");
            replies.addAll(asking(fromElsewhere, "PING", "AUTH secret", "PING"));
            ask(admin, "CONFIG SET requirepass ''");
            replies.add(code(lastWords(fromElsewhere)));
            // It is the default user's password that counts, however it came, and nobody else's.
            ask(admin, "ACL SETUSER default >other");
            replies.addAll(asking(fromElsewhere, "PING", "AUTH other", "PING"));
            ask(admin, "ACL SETUSER default nopass");
            ask(admin, "ACL SETUSER u on >p +@all");
            replies.add(code(lastWords(fromElsewhere)));
            ask(admin, "ACL SETUSER default off");
            replies.add(code(lastWords(fromElsewhere)));
            ask(admin, "ACL SETUSER default on");
            ask(admin, "ACL DELUSER u");
            ask(admin, "CONFIG SET protected-mode no");
            replies.addAll(asking(fromElsewhere, "PING"));
            ask(admin, "CONFIG SET protected-mode yes");
        }
        return replies;
    }

    private static String code(String error) {
        return error.substring(0, Math.max(0, error.indexOf(' ')));
    }

    private static List<String> asking(Target target, String... rows) throws IOException {
        List<String> replies = new ArrayList<>();
        try (RawConnection connection = new RawConnection(target, TIMEOUT)) {
            for (String row : rows) {
                replies.add(ask(connection, row).render());
            }
        }
        return replies;
    }
}
