package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the wall clock of a server that is running, forth and back by hours: no client notices. */
class WallClockTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long WAIT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 300;

    /** What comes in time comes before that. */
    private static final long LATE_MILLIS = 10_000;

    private static final long TTL_MILLIS = 10_000_000;
    private static final Pattern MARK = Pattern.compile("(?m)^(\\S+) .* (mark\\d+)");

    @TempDir
    private Path directory;

    @Test
    void stepsAreNotNoticed() throws Exception {
        WallClock wall = new WallClock(directory);
        try (ServerProcess server = ServerProcess.start(
                                directory,
                                wall.environment(),
                                List.of(ServerProcess.FOR_EVENT_LOOPS),
                                "--port",
                                "0",
                                "--enable-debug-command",
                                "yes",
                                "--timeout",
                                "600")
                        .awaitReady();
                RawClient client = new RawClient(server.address());
                RawClient waiting = new RawClient(server.address());
                RawClient silent = new RawClient(server.address())) {
            assertThat(silent.call("PING")).isEqualTo("+PONG\r\n");
            client.call("SET", "long", "1", "PX", Long.toString(TTL_MILLIS));
            String lastSave = client.call("LASTSAVE");
            long beganMillis = timeMillis(client);
            int step = 0;
            for (Duration ahead : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
                String mark = "mark" + step++;
                whatHasBegunEndsInTime(client, waiting, () -> wall.ahead(ahead));
                client.call("DEBUG", "LOG", mark);
                assertThat(Duration.between(OffsetDateTime.now(ZoneOffset.UTC), loggedAt(server, mark)))
                        .as("the wall clock that the server's log shows is ahead by")
                        .isBetween(ahead.minusMinutes(1), ahead.plusMinutes(1));
                long left =
                        Long.parseLong(client.call("PTTL", "long").substring(1).trim());
                assertThat(left).isBetween(TTL_MILLIS - 60_000, TTL_MILLIS);
                assertThat(timeMillis(client) - beganMillis).isBetween(0L, 60_000L);
                assertThat(client.call("OBJECT", "IDLETIME", "long")).matches(":[0-5]?[0-9]\r\n");
            }
            assertThat(client.call("LASTSAVE")).isEqualTo(lastSave);
            assertThat(client.call("CLIENT", "LIST")).doesNotContainPattern(" (age|idle)=(-|[0-9]{3})");
            assertThat(silent.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    @FunctionalInterface
    private interface Step {
        void make() throws IOException;
    }

    /** A blocking command and a TTL that were there before the step end when due, and so does a pause after it. */
    private static void whatHasBegunEndsInTime(RawClient client, RawClient waiting, Step step) throws IOException {
        long beganNanos = System.nanoTime();
        client.call("SET", "short", "1", "PX", Long.toString(WAIT_MILLIS));
        waiting.send(command("BLPOP", "none", Double.toString(WAIT_MILLIS / 1000.0)));
        await().until(() -> client.call("INFO", "clients").contains("blocked_clients:1\r\n"));
        assertThat(client.call("EXISTS", "short")).isEqualTo(":1\r\n");
        step.make();
        assertThat(client.call("EXISTS", "short", "long")).isNotEqualTo(":0\r\n");
        assertThat(waiting.readReply()).isEqualTo("*-1\r\n");
        assertThat(millisSince(beganNanos)).isBetween(WAIT_MILLIS, LATE_MILLIS);
        // Nobody asks for the key: it is the shard's timer that removes it.
        await().atMost(Duration.ofMillis(LATE_MILLIS))
                .until(() -> client.call("DBSIZE").equals(":1\r\n"));
        client.call("CLIENT", "PAUSE", Long.toString(PAUSE_MILLIS), "WRITE");
        long pausedNanos = System.nanoTime();
        assertThat(client.call("SET", "other", "1")).isEqualTo("+OK\r\n");
        assertThat(millisSince(pausedNanos)).isBetween(PAUSE_MILLIS / 2, LATE_MILLIS);
        assertThat(client.call("DEL", "other")).isEqualTo(":1\r\n");
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    /** What TIME says. */
    private static long timeMillis(RawClient client) throws IOException {
        String[] lines = client.call("TIME").split("\r\n", -1);
        return Long.parseLong(lines[2]) * 1000 + Long.parseLong(lines[4]) / 1000;
    }

    private static OffsetDateTime loggedAt(ServerProcess server, String mark) {
        await().until(() -> server.output().contains(mark));
        return MARK.matcher(server.output())
                .results()
                .filter(line -> line.group(2).equals(mark))
                .map(line -> OffsetDateTime.parse(line.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
