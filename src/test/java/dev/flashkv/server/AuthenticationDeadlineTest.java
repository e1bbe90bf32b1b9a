package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.CapturedLog;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import dev.flashkv.command.Client;
import dev.flashkv.command.Engine;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** Who has to authenticate and does not keeps no place for ever; nobody else is concerned. */
class AuthenticationDeadlineTest {
    private static final long PATIENCE_MILLIS = 60_000;

    private final Engine engine = new Engine();

    @Test
    void aStrangerMayTakeThatLongAndNoLonger() {
        engine.run("CONFIG", "SET", "requirepass", "secret");
        Client client = new Client(2, engine.server, "127.0.0.1:1", "127.0.0.1:2", () -> {});
        AuthenticationDeadline deadline = new AuthenticationDeadline(client, 1_000);
        assertThat(deadline.isOver(1_000, PATIENCE_MILLIS)).isFalse();
        assertThat(deadline.isOver(61_000, PATIENCE_MILLIS)).isFalse();
        assertThat(deadline.isOver(61_001, PATIENCE_MILLIS)).isTrue();
        assertThat(deadline.isOver(1_000_000, 0)).isFalse();
    }

    @Test
    void itIsSinceItHasBecomeAStrangerThatCounts() {
        AuthenticationDeadline deadline = new AuthenticationDeadline(engine.client, 1_000);
        assertThat(deadline.isOver(1_000_000, PATIENCE_MILLIS)).isFalse();
        engine.run("CONFIG", "SET", "requirepass", "secret");
        // It came when none was needed.
        assertThat(deadline.isOver(2_000_000, PATIENCE_MILLIS)).isFalse();
        engine.run("RESET");
        assertThat(deadline.isOver(3_000_000, PATIENCE_MILLIS)).isFalse();
        assertThat(deadline.isOver(3_060_000, PATIENCE_MILLIS)).isFalse();
        assertThat(deadline.isOver(3_060_001, PATIENCE_MILLIS)).isTrue();
    }

    @Test
    void whoDoesNotAuthenticateInTimeIsDisconnectedWhateverItSays() throws IOException {
        try (FlashKv store = FlashKv.create(ConfigFactory.parseString("flashkv.server.requirepass = secret")
                        .withFallback(ConfigFactory.load()));
                TcpDoor door = store.listen("127.0.0.1", 0);
                CapturedLog log = CapturedLog.of(StoreServer.class);
                RawClient known = new RawClient(door.address());
                RawClient silent = new RawClient(door.address());
                RawClient guessing = new RawClient(door.address());
                RawClient slow = new RawClient(door.address())) {
            assertThat(known.call("AUTH", "secret")).isEqualTo("+OK\r\n");
            slow.send("*2\r\n$4\r\nAUTH\r\n$16000\r\nsec");
            assertThat(known.call("CONFIG", "SET", "authentication-timeout", "1"))
                    .isEqualTo("+OK\r\n");
            assertThat(repliesUntilClosed(guessing)).isPositive();
            assertThat(silent.readToEnd()).isEmpty();
            assertThat(slow.readToEnd()).isEmpty();
            assertThat(known.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(log.messages())
                    .isNotEmpty()
                    .allMatch(line -> line.matches(
                            "[1-3] clients are disconnected, the first from 127[.]0[.]0[.]1:[0-9]+: not authenticated within 1"
                                    + " seconds [(]authentication-timeout[)]"));
            // RESET makes it a stranger.
            assertThat(known.call("RESET")).isEqualTo("+RESET\r\n");
            assertThat(repliesUntilClosed(known)).isPositive();
        }
    }

    /** Guesses passwords until the server closes the connection; says how many tries were answered. */
    private static int repliesUntilClosed(RawClient client) {
        int replies = 0;
        try {
            while (true) {
                client.send(command("AUTH", "guess" + replies));
                assertThat(client.readReply()).startsWith("-WRONGPASS");
                replies++;
            }
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
            return replies;
        }
    }
}
