package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static dev.flashkv.server.ServerProcess.FOR_EVENT_LOOPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server process and its directives: where they come from, what they do to the process, how a client ends it. */
class ServerConfigProcessTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void processesAreStoppedBySignals() {
        Assumptions.assumeTrue(File.separatorChar == '/', "needs signals");
    }

    private ServerProcess start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--port", "0"));
        return ServerProcess.start(directory, List.of(FOR_EVENT_LOOPS), all.toArray(String[]::new))
                .awaitReady();
    }

    private static String configGet(RawClient client, String name) throws IOException {
        String[] lines = client.call("CONFIG", "GET", name).split("\r\n", -1);
        return lines.length < 5 ? "" : lines[4];
    }

    // ---- where settings come from ----

    @Test
    void everySourceIsStrongerThanTheNext() throws Exception {
        Files.writeString(directory.resolve("application.conf"), """
                flashkv {
                  maxmemory-samples = 1
                  server { maxclients = 1, timeout = 1, tcp-keepalive = 1, port = 1 }
                }
                """);
        Files.writeString(directory.resolve("redis.conf"), "timeout 4\nport 1\nhz 30\n");
        Map<String, String> environment = Map.of(
                "FLASHKV_MAXCLIENTS", "200", "FLASHKV_TIMEOUT", "2", "FLASHKV_TCP_KEEPALIVE", "2", "FLASHKV_PORT", "1");
        try (ServerProcess server = ServerProcess.start(
                                directory,
                                environment,
                                List.of(
                                        FOR_EVENT_LOOPS,
                                        "-Dflashkv.server.timeout=3",
                                        "-Dflashkv.server.tcp-keepalive=3",
                                        "-Dflashkv.server.port=1"),
                                "redis.conf",
                                "--port",
                                "0")
                        .awaitReady();
                RawClient client = new RawClient(server.address())) {
            assertThat(configGet(client, "maxmemory-samples")).isEqualTo("1");
            assertThat(configGet(client, "maxclients")).isEqualTo("200");
            assertThat(configGet(client, "tcp-keepalive")).isEqualTo("3");
            assertThat(configGet(client, "timeout")).isEqualTo("4");
            assertThat(configGet(client, "hz")).isEqualTo("30");
            assertThat(configGet(client, "port")).isEqualTo("0");
            assertThat(server.output()).contains("WARN  Main - redis.conf:3: hz is accepted and has no effect yet");
        }
    }

    @Test
    void anOptionalAddressMayBeMissing() throws Exception {
        // 192.0.2.0/24 is for documentation: no machine has it.
        try (ServerProcess server = start("--bind", "-192.0.2.1", "127.0.0.1")) {
            assertThat(server.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
            assertThat(server.output()).contains("Optional address: can't listen at 192.0.2.1:0");
            assertThat(server.errors()).isEmpty();
        }
    }

    // ---- what they do to the process ----

    @Test
    void logsToItsFileAndKeepsAPidFileForAsLongAsItRuns() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path log = data.resolve("server.log");
        Path pid = data.resolve("server.pid");
        ServerProcess server = ServerProcess.start(
                directory,
                List.of(FOR_EVENT_LOOPS),
                "--dir",
                "data",
                "--logfile",
                "server.log",
                "--pidfile",
                "server.pid",
                "--port",
                "0");
        try (server) {
            await().until(() -> Files.exists(log) && Files.readString(log).contains("Ready to accept connections"));
            assertThat(server.output() + server.errors()).isEmpty();
            assertThat(Files.readString(pid)).isEqualTo(server.pid() + "\n");
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
        assertThat(pid).doesNotExist();
        assertThat(Files.readString(log)).contains("Stopping: no new connections");
    }

    @Test
    void theLogLevelChangesWhileItRuns() throws Exception {
        try (ServerProcess server = start("--loglevel", "notice");
                RawClient client = new RawClient(server.address())) {
            assertThat(client.call("CONFIG", "SET", "loglevel", "warning")).isEqualTo("+OK\r\n");
            // Said at two levels, of which only one is shown.
            assertThat(client.call("SHUTDOWN", "SAVE")).startsWith("-ERR Errors trying to SHUTDOWN");
            await().until(() -> server.output().contains("WARN  ShutdownCommand"));
            client.send(command("SHUTDOWN", "SAVE", "FORCE"));
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).doesNotContain("has asked for SHUTDOWN", "Stopping");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--logfile missing/server.log | can't write the log file",
                "--pidfile missing/server.pid | can't write the pid file",
                "--daemonize yes              | option --daemonize: daemonize yes: FlashKV stays in the foreground",
                "broken.conf                  | broken.conf:2: port x: argument couldn't be parsed into an integer",
            })
    void aMistakeIsSaidInOneLine(String arguments, String message) throws Exception {
        Files.writeString(directory.resolve("broken.conf"), "\nport x\n");
        List<String> all = new ArrayList<>(Arrays.asList(arguments.split(" ")));
        all.addAll(List.of("--port", "0"));
        try (ServerProcess server =
                ServerProcess.start(directory, List.of(FOR_EVENT_LOOPS), all.toArray(String[]::new))) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).startsWith("flashkv: " + message);
            assertThat(server.errors().lines()).hasSize(1);
            assertThat(server.output()).doesNotContain("Ready", "Exception", "\tat ");
        }
    }

    // ---- CONFIG REWRITE ----

    @Test
    void rewritesTheFileItWasStartedWith() throws Exception {
        Path conf = Files.writeString(directory.resolve("redis.conf"), "# mine\nmaxmemory 1mb\n");
        try (ServerProcess server = start("redis.conf");
                RawClient client = new RawClient(server.address())) {
            assertThat(client.call("CONFIG", "SET", "maxmemory", "5mb", "timeout", "60", "requirepass", "p w"))
                    .isEqualTo("+OK\r\n");
            assertThat(client.call("CONFIG", "REWRITE")).isEqualTo("+OK\r\n");
            assertThat(Files.readString(conf)).isEqualTo("""
                    # mine
                    maxmemory 5mb
                    # Generated by CONFIG REWRITE
                    port 0
                    requirepass "p w"
                    timeout 60
                    """);
        }
        try (ServerProcess server = start("redis.conf");
                RawClient client = new RawClient(server.address())) {
            assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
            assertThat(client.call("AUTH", "p w")).isEqualTo("+OK\r\n");
            assertThat(configGet(client, "maxmemory")).isEqualTo("5242880");
        }
    }

    @Test
    void saysWhyItCanNotRewriteIt() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("conf"));
        Path conf = Files.writeString(folder.resolve("redis.conf"), "timeout 0\n");
        try (ServerProcess server = start("conf/redis.conf");
                RawClient client = new RawClient(server.address())) {
            Files.delete(conf);
            Files.delete(folder);
            assertThat(client.call("CONFIG", "REWRITE")).startsWith("-ERR Rewriting config file: ");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    // ---- SHUTDOWN ----

    @ParameterizedTest
    @ValueSource(strings = {"SHUTDOWN", "shutdown nosave", "SHUTDOWN NOW FORCE", "SHUTDOWN SAVE FORCE NOW"})
    void endsWithStatusZeroWhenAClientAsks(String words) throws Exception {
        try (ServerProcess server = start();
                RawClient other = new RawClient(server.address());
                RawClient client = new RawClient(server.address())) {
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            client.send(command(words.split(" ")));
            assertThat(client.readToEnd()).isEmpty();
            assertThat(other.readToEnd()).isEmpty();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).contains("has asked for SHUTDOWN");
        }
    }

    @Test
    void goesOnWhenAShutdownIsNotCarriedOut() throws Exception {
        try (ServerProcess server = start();
                RawClient client = new RawClient(server.address())) {
            assertThat(client.call("SHUTDOWN", "SAVE")).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.\r\n");
            assertThat(client.call("SHUTDOWN", "ABORT")).isEqualTo("-ERR No shutdown in progress.\r\n");
            assertThat(client.call("SHUTDOWN", "SAVE", "NOSAVE")).isEqualTo("-ERR syntax error\r\n");
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
            await().until(() -> server.output().contains("SHUTDOWN SAVE can't save anything"));
        }
    }
}
