package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static dev.flashkv.server.ServerProcess.FOR_EVENT_LOOPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server process: its start, its end, and what it says to an operator. */
class ServerProcessTest {
    private static final List<String> NO_OPTIONS = List.of();

    @TempDir
    private Path directory;

    @BeforeAll
    static void processesAreStoppedBySignals() {
        Assumptions.assumeTrue(File.separatorChar == '/', "needs signals");
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (before, line) -> line);
    }

    // ---- starting and stopping ----

    @Test
    void saysWhatItIsAndThatItIsReadyAndEndsWithStatusZeroWhenAskedTo() throws Exception {
        try (ServerProcess server = ServerProcess.startReady(directory)) {
            List<String> lines = server.output().lines().toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0))
                    .containsPattern(" FlashKV [0-9][^ ]*: 64 shards, dispatcher flashkv\\.event-loop-dispatcher,"
                            + " garbage collector Copy, MarkSweepCompact, pid " + server.pid() + "$");
            assertThat(lines.get(1))
                    .containsPattern(" Ready to accept connections tcp 127\\.0\\.0\\.1:[0-9]+ in [0-9]+ ms$");
            try (RawClient client = new RawClient(server.address())) {
                assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
                assertThat(client.call("INFO", "server"))
                        .contains(
                                "process_id:" + server.pid(),
                                "tcp_port:" + server.address().getPort());
            }
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertThat(server.errors()).isEmpty();
        }
    }

    @Test
    void answersWhatIsInFlightBeforeItStops() throws Exception {
        int commands = 60;
        String value = "v".repeat(300_000);
        String replyToGet = "$" + value.length() + "\r\n" + value + "\r\n";
        try (ServerProcess server = ServerProcess.startReady(directory);
                RawClient client = new RawClient(server.address(), 64 * 1024);
                RawClient idle = new RawClient(server.address())) {
            client.call("SET", "a", value);
            idle.call("PING"); // it has been accepted: what stands in the queue of the listener is reset
            client.send(command("GET", "a").repeat(commands) + command("INCR", "last"));
            assertThat(client.readReply()).isEqualTo(replyToGet);
            server.signal("INT");
            assertThat(idle.readToEnd()).isEmpty();
            for (int i = 1; i < commands; i++) {
                assertThat(client.readReply().equals(replyToGet))
                        .as("reply %d", i)
                        .isTrue();
            }
            assertThat(client.readToEnd()).isEqualTo(":1\r\n");
            assertThat(server.awaitExit()).isZero();
        }
    }

    // ---- configuration ----

    @Test
    void findsTheOperatorsFileInItsDirectory() throws Exception {
        Files.writeString(directory.resolve("application.conf"), """
                flashkv {
                  shards = 8
                  server { port = 0, dispatcher = fork-join }
                  maxmemory = 64 MiB
                }
                """);
        try (ServerProcess server = ServerProcess.start(
                        directory, List.of("-Dflashkv.maxmemory-samples=7"), "--maxmemory-policy", "allkeys-lru")
                .awaitReady()) {
            assertThat(server.output()).contains(": 8 shards, dispatcher akka.actor.default-dispatcher,");
            try (RawClient client = new RawClient(server.address())) {
                assertThat(client.call("MSET", "a", "1", "b", "2", "c", "3")).isEqualTo("+OK\r\n");
                assertThat(client.call("DBSIZE")).isEqualTo(":3\r\n");
                assertThat(client.call("CONFIG", "GET", "maxmemory*").split("\r\n"))
                        .contains("67108864", "7", "allkeys-lru");
            }
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test
    void readsTheFileItIsTold() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(directory.resolve("application.conf"), "flashkv.shards = not read at all");
        Files.writeString(directory.resolve("other.conf"), "flashkv.shards = 16, flashkv.server.event-loops = 1");
        // Without the right to use event loops it says so, and goes on without.
        try (ServerProcess server = ServerProcess.start(
                        directory,
                        NO_OPTIONS,
                        "--config",
                        "other.conf",
                        "--port",
                        "0",
                        "--bind",
                        "127.0.0.1",
                        "127.0.0.2",
                        "--dir",
                        data.toString())
                .awaitReady()) {
            assertThat(server.output())
                    .contains("--add-exports java.base/sun.nio.ch=ALL-UNNAMED")
                    .contains(": 16 shards, dispatcher akka.actor.default-dispatcher,");
            await().until(() -> lastLine(server.output()).contains("connections tcp 127.0.0.2:"));
            try (RawClient client = new RawClient(server.address())) {
                assertThat(client.call("CONFIG", "GET", "dir")).contains(data.toString());
            }
        }
    }

    @Test
    void hasAsManyEventLoopsAsItIsTold() throws Exception {
        try (ServerProcess server = ServerProcess.start(
                                directory,
                                List.of(FOR_EVENT_LOOPS, "-Dflashkv.server.event-loops=3"),
                                "-p",
                                "0",
                                "--enable-debug-command",
                                "yes")
                        .awaitReady();
                RawClient first = new RawClient(server.address());
                RawClient second = new RawClient(server.address())) {
            assertThat(first.call("SET", "a", "1")).isEqualTo("+OK\r\n");
            assertThat(second.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
            assertThat(second.call("DEBUG", "SLEEP", "0")).isEqualTo("+OK\r\n");
        }
    }

    // ---- mistakes ----

    @Test
    void aPortInUseIsSaidInOneLine() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerProcess server = ServerProcess.start(
                        directory, List.of(FOR_EVENT_LOOPS), "--port", Integer.toString(other.getLocalPort()))) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors().lines())
                    .containsExactly(
                            "flashkv: can't listen at 127.0.0.1:" + other.getLocalPort() + ": Address already in use");
            assertThat(server.output()).doesNotContain("Ready", "Exception", "\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 7000           | unknown option '--prot' (--help lists them)",
                "--port seven          | option --port: ",
                "--dir missing         | option --dir: ",
                "--config missing.conf | can't read the config file missing.conf",
                "--config broken.conf  | broken.conf: 1",
            })
    void aMistakeIsSaidInOneLine(String arguments, String message) throws Exception {
        Files.writeString(directory.resolve("broken.conf"), "flashkv {");
        try (ServerProcess server = ServerProcess.start(directory, NO_OPTIONS, arguments.split(" "))) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).startsWith("flashkv: ").contains(message);
            assertThat(server.errors().lines()).hasSize(1);
            assertThat(server.output()).isEmpty();
        }
    }

    @Test
    void aMistakeInTheOperatorsFileIsSaidWithItsPlace() throws Exception {
        Files.writeString(directory.resolve("application.conf"), "\nflashkv.shards = 5000\n");
        try (ServerProcess server = ServerProcess.start(directory, NO_OPTIONS)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors())
                    .startsWith("flashkv: ")
                    .contains("application.conf: 2", "flashkv.shards", "argument must be between 1 and 1024 inclusive");
            assertThat(server.errors().lines()).hasSize(1);
        }
    }

    @Test
    void tellsItsVersionAndItsOptions() throws Exception {
        try (ServerProcess version = ServerProcess.start(directory, NO_OPTIONS, "--version");
                ServerProcess help = ServerProcess.start(directory, NO_OPTIONS, "--help")) {
            assertThat(version.awaitExit()).isZero();
            assertThat(version.output()).matches("FlashKV [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R");
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output())
                    .startsWith("Usage: ")
                    .contains(Arrays.asList("--config FILE", "--port N", "--bind ADDRESS...", "--dir DIR"));
            assertThat(version.errors() + help.errors()).isEmpty();
        }
    }
}
