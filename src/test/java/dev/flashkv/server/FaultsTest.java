package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.CapturedLog;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.Execution;
import dev.flashkv.command.Handler;
import dev.flashkv.command.PlantedFault;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A fault in any command, wherever it runs, is answered with an internal error and logged once with the command's name;
 * the keys, the shards and all other clients are as they were.
 */
@SuppressWarnings("try") // a planted fault is there, and nobody asks it for anything
class FaultsTest {
    private static final String INTERNAL = "-ERR internal error\r\n";

    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    private RawClient witness;

    @BeforeEach
    void populate() throws IOException {
        witness = SERVED.connect();
        witness.call("FLUSHALL");
        for (int i = 0; i < 200; i++) {
            witness.call("SET", "witness:" + i, "v" + i);
        }
    }

    @AfterEach
    void checkWitnesses() throws IOException {
        // Every shard has some of these keys: all of them answer, and nothing is lost.
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            all.append(command("GET", "witness:" + i));
        }
        witness.send(all.toString());
        for (int i = 0; i < 200; i++) {
            String value = "v" + i;
            assertThat(witness.readReply()).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
        }
        witness.close();
    }

    @TestFactory
    Stream<DynamicTest> anyCommandMayFail() {
        return CommandTable.standard().rowsAndSubcommands().stream()
                .filter(spec ->
                        !(spec.handler() instanceof Handler.Container) && !(spec.handler() instanceof Handler.Exec))
                .map(spec -> dynamicTest(spec.name(), () -> fails(spec)));
    }

    private static void fails(CommandSpec spec) throws IOException {
        String[] name = spec.name().toUpperCase(Locale.ROOT).split("\\|", -1);
        String[] words = new String[Math.max(name.length, Math.abs(spec.arity()))];
        System.arraycopy(name, 0, words, 0, name.length);
        for (int i = name.length; i < words.length; i++) {
            words[i] = "k" + i;
        }
        try (RawClient client = SERVED.connect();
                CapturedLog log = CapturedLog.of(Execution.class)) {
            try (PlantedFault fault = PlantedFault.insteadOf(spec)) {
                assertThat(client.call(words)).isEqualTo(INTERNAL);
                assertThat(log.messages()).hasSize(1);
                assertThat(log.messages().get(0)).contains("'" + spec.name() + "'");
                // Embedded callers meet it in the same way.
                assertThat(SERVED.store().execute(words).toCompletableFuture().join())
                        .isEqualTo(Reply.error("ERR internal error"));
            }
            // The connection, and whatever shards it has been on, go on.
            assertThat(client.call("DBSIZE")).isEqualTo(":200\r\n");
        }
    }

    @Test
    void aFaultAfterAWriteLeavesTheWrite() throws IOException {
        try (RawClient client = SERVED.connect();
                PlantedFault fault = PlantedFault.after("append", () -> true)) {
            client.send(command("SET", "k", "a") + command("APPEND", "k", "b") + command("GET", "k"));
            assertThat(client.readReply()).isEqualTo("+OK\r\n");
            assertThat(client.readReply()).isEqualTo(INTERNAL);
            assertThat(client.readReply()).isEqualTo("$2\r\nab\r\n");
        }
    }

    @Test
    void aFaultWhileShardsAreHeldReleasesThem() throws IOException {
        String[] mset = new String[101];
        mset[0] = "MSET";
        for (int i = 1; i < mset.length; i++) {
            mset[i] = "m" + i;
        }
        try (RawClient client = SERVED.connect()) {
            try (PlantedFault fault = PlantedFault.after("mset", () -> true)) {
                assertThat(client.call(mset)).isEqualTo(INTERNAL);
            }
            assertThat(witness.call("DBSIZE")).isEqualTo(":250\r\n");
            assertThat(client.call(mset)).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void aFaultOnTheWayAlongTheShardsEndsTheWalk() throws IOException {
        AtomicInteger visits = new AtomicInteger();
        try (RawClient client = SERVED.connect();
                PlantedFault fault = PlantedFault.after("scan", () -> visits.incrementAndGet() == 5)) {
            client.send(command("SCAN", "0", "COUNT", "1000") + command("PING"));
            assertThat(client.readReply()).isEqualTo(INTERNAL);
            assertThat(client.readReply()).isEqualTo("+PONG\r\n");
            assertThat(visits).hasValue(5);
        }
    }

    @Test
    void aFaultWithinATransactionIsThatCommandsReply() throws IOException {
        try (RawClient client = SERVED.connect();
                PlantedFault fault = PlantedFault.after("incr", () -> true);
                CapturedLog log = CapturedLog.of(Execution.class)) {
            client.send(command("MULTI")
                    + command("SET", "a", "1")
                    + command("INCR", "n")
                    + command("SET", "b", "2")
                    + command("EXEC")
                    + command("MGET", "a", "n", "b"));
            for (String expected : new String[] {"+OK\r\n", "+QUEUED\r\n", "+QUEUED\r\n", "+QUEUED\r\n"}) {
                assertThat(client.readReply()).isEqualTo(expected);
            }
            assertThat(client.readReply()).isEqualTo("*3\r\n+OK\r\n" + INTERNAL + "+OK\r\n");
            assertThat(client.readReply()).isEqualTo("*3\r\n$1\r\n1\r\n$1\r\n1\r\n$1\r\n2\r\n");
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void aFaultOfACommandThatIsServedByAnothersPushIsItsOwn() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        try (RawClient waiting = SERVED.connect();
                RawClient next = SERVED.connect();
                CapturedLog log = CapturedLog.of(Execution.class);
                PlantedFault fault = PlantedFault.after("blpop", () -> attempts.incrementAndGet() == 3)) {
            waiting.send(command("BLPOP", "list", "0"));
            awaitBlocked(1);
            next.send(command("BLPOP", "list", "0"));
            awaitBlocked(2);
            assertThat(attempts).hasValue(2);
            assertThat(witness.call("RPUSH", "list", "x")).isEqualTo(":1\r\n");
            assertThat(waiting.readReply()).isEqualTo(INTERNAL);
            // The element is the next one's.
            assertThat(next.readReply()).isEqualTo("*2\r\n$4\r\nlist\r\n$1\r\nx\r\n");
            assertThat(log.messages()).hasSize(1).first().asString().contains("'blpop'");
            assertThat(waiting.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    private static void awaitBlocked(int clients) {
        await().until(() -> SERVED.store()
                .execute("INFO", "clients")
                .toCompletableFuture()
                .join()
                .toString()
                .contains("blocked_clients:" + clients));
    }

    @Test
    void aFaultInABatchOfAnEmbeddedCallerIsThatCommandsReply() {
        try (PlantedFault fault = PlantedFault.after("incr", () -> true)) {
            assertThat(SERVED.store().execute("INCR", "e").toCompletableFuture().join())
                    .isEqualTo(Reply.error("ERR internal error"));
        }
        assertThat(SERVED.store().execute("GET", "e").toCompletableFuture().join())
                .isEqualTo(Reply.bulk(Bytes.of("1")));
    }

    @Test
    void aConnectionThatCannotBeServedLeavesTheDoorOpen() throws IOException {
        // Akka refuses this where a connection begins.
        Config refused = ConfigFactory.parseString("akka.stream.materializer.io.tcp.write-buffer-size = 0");
        try (CapturedLog log = CapturedLog.of(TcpServer.class);
                FlashKv store = FlashKv.create(refused.withFallback(ConfigFactory.load()));
                TcpDoor door = store.listen("127.0.0.1", 0)) {
            for (int connections = 1; connections <= 3; connections++) {
                int expected = connections;
                try (RawClient client = new RawClient(door.address())) {
                    await().until(() -> log.messages().size() == expected);
                }
            }
            assertThat(log.messages()).allMatch(line -> line.startsWith("The connection from 127.0.0.1:"));
        }
    }
}
