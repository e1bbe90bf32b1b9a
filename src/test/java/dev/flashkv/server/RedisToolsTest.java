package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** redis-cli and redis-benchmark against the server process; skipped where they are not installed. */
class RedisToolsTest {
    private static final int TIMEOUT_SECONDS = 60;
    /* The status with which timeout ends when it has ended another. */
    private static final int TIMED_OUT = 124;
    private static final List<String> BENCHMARKS = List.of(
            "PING_INLINE",
            "PING_MBULK",
            "SET",
            "GET",
            "INCR",
            "LPUSH",
            "RPUSH",
            "LPOP",
            "RPOP",
            "LRANGE_100 (first 100 elements)",
            "LRANGE_300 (first 300 elements)",
            "LRANGE_500 (first 500 elements)",
            "LRANGE_600 (first 600 elements)",
            "MSET (10 keys)");

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        if (isInstalled("redis-cli") || isInstalled("redis-benchmark")) {
            server = ServerProcess.startReady(directory);
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /**
     * What the tool prints, connected to the server, when it reads {@code input}; it must succeed, and say nothing on
     * stderr.
     */
    private static String run(String input, String tool, String... arguments) throws IOException, InterruptedException {
        return run(0, input, tool, arguments);
    }

    /** The same where the tool is to end with {@code status}; then it may say something on stderr. */
    private static String run(int status, String input, String tool, String... arguments)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(tool), tool + " is not installed");
        List<String> command = new ArrayList<>(List.of(tool));
        if (tool.startsWith("redis-")) {
            command.addAll(List.of("-p", Integer.toString(server.address().getPort())));
        }
        command.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile(directory, tool, ".in"), input, StandardCharsets.ISO_8859_1);
        Path out = Files.createTempFile(directory, tool, ".out");
        Path err = Files.createTempFile(directory, tool, ".err");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(out, StandardCharsets.ISO_8859_1));
        }
        String output = Files.readString(out, StandardCharsets.ISO_8859_1);
        String errors = Files.readString(err, StandardCharsets.ISO_8859_1);
        if (status == 0) {
            assertThat(errors).as(command.toString()).isEmpty();
        }
        assertThat(process.exitValue()).as("%s: %s", command, output).isEqualTo(status);
        return output + errors;
    }

    private static String cli(String... arguments) throws IOException, InterruptedException {
        return run("", "redis-cli", arguments);
    }

    @Test
    void redisCliRunsASession() throws Exception {
        String session = run("""
                flushall
                set greeting "hello, world" ex 100
                get greeting
                ttl none
                rpush list a b c
                lrange list 0 -1
                incr greeting
                mget greeting none
                nonsense
                """, "redis-cli");
        assertThat(session).isEqualTo("""
                OK
                OK
                hello, world
                -2
                3
                a
                b
                c
                ERR value is not an integer or out of range

                hello, world

                ERR unknown command 'nonsense', with args beginning with:\s

                """);
        assertThat(cli("-3", "--no-raw", "hello"))
                .contains("1# \"server\" => \"redis\"", "3# \"proto\" => (integer) 3");
        assertThat(cli("command", "docs", "get")).contains("summary");
        assertThat(cli("info", "keyspace")).contains("db0:keys=2,expires=1");
    }

    @Test
    void redisCliLoadsAndScansInBulk() throws Exception {
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            commands.append(RawClient.command("SET", "bulk:" + i, "value " + i));
        }
        assertThat(run(commands.toString(), "redis-cli", "--pipe")).contains("errors: 0, replies: 5000");
        assertThat(cli("--scan", "--pattern", "bulk:*").lines()).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(cli("-r", "3", "exists", "bulk:4999")).isEqualTo("1\n1\n1\n");
        assertThat(cli("--scan", "--pattern", "bulk:49?9", "-i", "0.001").lines())
                .hasSize(10);
        assertThat(cli("--scan", "--pattern", "nothing*")).isEmpty();
        // What is refused is counted, and what follows is carried out.
        assertThat(run(1, RawClient.command("NONSENSE") + "SET inline 1\r\n", "redis-cli", "--pipe"))
                .contains("errors: 1, replies: 2");
        assertThat(cli("get", "inline")).isEqualTo("1\n");
    }

    @Test
    void redisCliFindsBigAndHotKeys() throws Exception {
        run("""
                flushall
                config set maxmemory-policy allkeys-lfu lfu-log-factor 0
                set small x
                set large 0123456789
                set hot y
                rpush short a
                rpush long a b c d
                """ + "get hot\n".repeat(50), "redis-cli");
        try {
            String big = cli("--bigkeys");
            assertThat(big)
                    .contains("Sampled 5 keys in the keyspace!")
                    .contains("Biggest string found '\"large\"' has 10 bytes")
                    .contains("Biggest   list found '\"long\"' has 4 items")
                    .contains("3 strings with 12 bytes", "2 lists with 5 items");
            for (String[] arguments : new String[][] {{"--memkeys"}, {"--memkeys-samples", "0"}}) {
                assertThat(cli(arguments))
                        .contains("Sampled 5 keys in the keyspace!")
                        .containsPattern("Biggest string found '\"large\"' has [1-9][0-9]+ bytes")
                        .containsPattern("Biggest   list found '\"long\"' has [1-9][0-9]+ bytes");
            }
            assertThat(cli("--hotkeys")).containsPattern("hot key found with counter: [5-9][0-9]\tkeyname: \"hot\"");
            cli("config", "set", "maxmemory-policy", "noeviction");
            assertThat(run(1, "", "redis-cli", "--hotkeys"))
                    .contains("Error: ERR An LFU maxmemory policy is not selected");
        } finally {
            cli("config", "set", "maxmemory-policy", "noeviction", "lfu-log-factor", "10");
        }
    }

    @Test
    void redisCliShowsFiguresOverAndOver() throws Exception {
        run("flushall\nmset a 1 b 2 c 3\n", "redis-cli");
        // It would go on for ever, and without a line buffer nothing of it would arrive before it is ended.
        Assumptions.assumeTrue(isInstalled("stdbuf") && isInstalled("timeout"), "neither stdbuf nor timeout");
        String figures = run(
                TIMED_OUT,
                "",
                "timeout",
                "2",
                "stdbuf",
                "-oL",
                "redis-cli",
                "-p",
                Integer.toString(server.address().getPort()),
                "--stat",
                "-i",
                "0.2");
        List<String> lines = figures.lines().toList();
        assertThat(lines.get(1).split(" +"))
                .containsExactly("keys", "mem", "clients", "blocked", "requests", "connections");
        assertThat(lines.subList(2, lines.size()))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.matches("3 +[0-9.]+[BKMG] +[1-9][0-9]* +0 +[0-9]+ \\(\\+[0-9]+\\) +[0-9]+ *"));
    }

    @Test
    void redisCliMeasuresLatency() throws Exception {
        // Minimum, maximum and mean in milliseconds, and how many samples there were.
        assertThat(cli("--latency", "-i", "0.3").strip()).matches("[0-9]+ [0-9]+ [0-9]+\\.[0-9]+ [1-9][0-9]*");
    }

    @Test
    void redisCliHelpsWithOurCommands() throws Exception {
        String help = run("help set\nhelp client kill\nhelp @list\nhelp nonsense\n", "redis-cli");
        assertThat(help.replaceAll("\u001b\\[[0-9]+m|\r", ""))
                .contains("  SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds"
                        + "|PXAT unix-time-milliseconds|KEEPTTL]\n"
                        + "  summary: Stores a string at a key, whatever it held before, and may set its expiry.\n"
                        + "  since: 1.0.0\n  group: string\n")
                .contains("  CLIENT KILL ip:port|[ID client-id] [TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB]")
                .contains("  LINSERT key BEFORE|AFTER pivot element\n")
                .contains("  LPOP key [count]\n");
    }

    @Test
    void redisCliHintsWhileSomebodyTypes() throws Exception {
        Assumptions.assumeTrue(
                isInstalled("redis-cli") && isInstalled("script"), "no redis-cli, or no terminal for it");
        int port = server.address().getPort();
        // Hints are shown on a terminal only; script makes one. It has to be in use before somebody types.
        Process terminal = new ProcessBuilder(
                        "script", "-qfec", "stty rows 24 cols 200; TERM=xterm redis-cli -p " + port, "/dev/null")
                .redirectErrorStream(true)
                .start();
        try (InputStream screen = terminal.getInputStream();
                OutputStream keyboard = terminal.getOutputStream()) {
            readUntil(screen, port + "> ");
            // CLIENT NO-TOUCH is not in redis-cli's own list.
            keyboard.write("client no-touch ".getBytes(StandardCharsets.US_ASCII));
            keyboard.flush();
            readUntil(screen, "client no-touch ON|OFF");
            keyboard.write("\u0015lpos k ".getBytes(StandardCharsets.US_ASCII));
            keyboard.flush();
            readUntil(screen, "lpos k element [RANK rank] [COUNT num-matches] [MAXLEN len]");
        } finally {
            terminal.destroy();
        }
    }

    /** Reads what a terminal shows until {@code text} is there, but for colours. */
    private static void readUntil(InputStream screen, String text) {
        StringBuilder shown = new StringBuilder();
        assertTimeoutPreemptively(
                Duration.ofSeconds(TIMEOUT_SECONDS),
                () -> {
                    while (!shown.toString()
                            .replaceAll("\u001b\\[[0-9;]*[mK]", "")
                            .contains(text)) {
                        int next = screen.read();
                        assertThat(next).as("%s", shown).isNotNegative();
                        shown.append((char) next);
                    }
                },
                () -> "no " + text + " in " + shown);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void redisBenchmarkRuns(int pipeline) throws Exception {
        String report = run(
                "",
                "redis-benchmark",
                "-t",
                "ping,set,get,incr,lpush,rpush,lpop,rpop,lrange,mset",
                "-n",
                "2000",
                "-c",
                "10",
                "-r",
                "1000",
                "-P",
                Integer.toString(pipeline),
                "--csv");
        // The first lines are the header and, before LRANGE, the LPUSH that fills its list.
        assertThat(report.lines().skip(1).map(line -> line.substring(1, line.indexOf('"', 1))))
                .containsAll(BENCHMARKS);
        assertThat(report).doesNotContain("ERR", "WARNING");
    }
}
