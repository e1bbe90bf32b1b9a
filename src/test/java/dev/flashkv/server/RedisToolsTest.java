package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** What the tool prints when it reads {@code input}; it must succeed, and say nothing on stderr. */
    private static String run(String input, String tool, String... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(tool), tool + " is not installed");
        List<String> command = new ArrayList<>(
                List.of(tool, "-p", Integer.toString(server.address().getPort())));
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
        assertThat(Files.readString(err, StandardCharsets.ISO_8859_1))
                .as(command.toString())
                .isEmpty();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output;
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
        assertThat(cli("--bigkeys")).contains("Biggest string found '\"bulk:");
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
