package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many connections are held while some of them work. Their number is the system property {@code
 * flashkv.test.connections}; this process and the server's each need as many open files.
 */
class ManyConnectionsTest {

    /*
     * The server is a process of its own, so that what is measured is its part alone, and neither needs open files for
     * both ends of each connection.
     */

    private static final int CONNECTIONS = Integer.getInteger("flashkv.test.connections", 2_000);
    private static final int WORKING = 200;
    private static final int PIPELINE = 100;
    private static final long BYTES_MAX = 64 * 1024;
    private static final long LEFT_BYTES_MAX = 2L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    @Test
    void idleConnectionsTakeLittleAndLeaveNothing() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "Linux shows a process' open files");
        try (ServerProcess server = ServerProcess.start(
                                directory,
                                List.of(ServerProcess.FOR_EVENT_LOOPS),
                                "--port",
                                "0",
                                "--maxclients",
                                Integer.toString(CONNECTIONS + WORKING + 1))
                        .awaitReady();
                RawClient witness = new RawClient(server.address())) {
            // What the first clients make the server load is no client's part, nor a leak.
            hold(server, 100, () -> work(server, 10));
            awaitConnections(witness, 1);
            // In this order: whoever looks at a JVM's heap makes it open a socket for that.
            long liveBefore = liveBytes(server);
            long socketsBefore = openSockets(server);

            hold(server, CONNECTIONS, () -> {
                assertThat(witness.call("INFO", "clients")).contains("connected_clients:" + (CONNECTIONS + 1) + "\r\n");
                long each = (liveBytes(server) - liveBefore) / CONNECTIONS;
                System.out.printf("%d connections take %d bytes of heap each%n", CONNECTIONS, each);
                assertThat(each).isLessThan(BYTES_MAX);
                work(server, WORKING);
            });

            awaitConnections(witness, 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(openSockets(server)).isLessThanOrEqualTo(socketsBefore));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(liveBytes(server) - liveBefore).isLessThan(LEFT_BYTES_MAX));
            System.out.printf("%d bytes of heap more than before%n", liveBytes(server) - liveBefore);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Holds so many connections, each of which has been served, while {@code work} runs. */
    private static void hold(ServerProcess server, int count, Work work) throws IOException, InterruptedException {
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(server.address());
                idle.add(channel);
                channel.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
            for (SocketChannel channel : idle) {
                ByteBuffer reply = ByteBuffer.allocate(PONG.length);
                while (reply.hasRemaining() && channel.read(reply) >= 0) {
                    // until it is whole
                }
                assertThat(reply.array()).isEqualTo(PONG);
            }
            work.run();
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    /** So many clients at the same time send pipelines, and get all replies. */
    private static void work(ServerProcess server, int count) throws IOException {
        List<RawClient> workers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                workers.add(new RawClient(server.address()));
            }
            for (int i = 0; i < count; i++) {
                workers.get(i).send(command("INCR", "worker" + i).repeat(PIPELINE) + command("DEL", "worker" + i));
            }
            for (RawClient worker : workers) {
                for (int n = 1; n <= PIPELINE; n++) {
                    assertThat(worker.readReply()).isEqualTo(":" + n + "\r\n");
                }
                assertThat(worker.readReply()).isEqualTo(":1\r\n");
            }
        } finally {
            for (RawClient worker : workers) {
                worker.close();
            }
        }
    }

    private static void awaitConnections(RawClient witness, int count) {
        await().atMost(PATIENCE)
                .until(() -> witness.call("INFO", "clients").contains("connected_clients:" + count + "\r\n"));
    }

    private static long openSockets(ServerProcess server) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
            return files.filter(ManyConnectionsTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }

    /** What is alive on the server's heap after a full collection. */
    private static long liveBytes(ServerProcess server) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(histogram).isZero();
        Matcher total = Pattern.compile("(?m)^Total\\s+[0-9]+\\s+([0-9]+)").matcher(histogram);
        assertThat(total.find()).as(histogram).isTrue();
        return Long.parseLong(total.group(1));
    }
}
