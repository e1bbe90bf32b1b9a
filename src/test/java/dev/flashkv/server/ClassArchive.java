package dev.flashkv.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive of classes that the server starts from in half the time (application class-data sharing): starts
 * the packaged server, has it do a little of everything, and stops it, whereupon the JVM writes what it has loaded. Run
 * by the build once there is a jar.
 *
 * <p>The archive is a convenience: whatever goes wrong here is said in one line, and the build goes on without.
 */
public final class ClassArchive {
    private static final Duration TIME_MAX = Duration.ofMinutes(1);

    private static final String COMMANDS = """
            HELLO 3
            COMMAND
            CLIENT SETNAME archive
            SELECT 1
            SET k v EX 100
            GET k
            INCR n
            MSET a 1 b 2 c 3
            MGET a b c
            RPUSH l a b c
            LRANGE l 0 -1
            SCAN 0
            KEYS *
            DEL k
            MULTI
            SET x 1
            GET y
            EXEC
            BLPOP none 0.01
            SUBSCRIBE c
            PUBLISH c m
            INFO
            CONFIG GET max*
            nonsense
            SHUTDOWN NOSAVE
            """;

    private ClassArchive() {}

    /** Takes the jar's and the archive's names. */
    public static void main(String[] args) throws InterruptedException {
        Path jar = Path.of(args[0]).toAbsolutePath();
        Path archive = Path.of(args[1]).toAbsolutePath();
        try {
            Files.deleteIfExists(archive);
            write(jar, archive);
        } catch (IOException failure) {
            System.out.println("No archive of classes, the server starts more slowly: " + failure.getMessage());
        }
    }

    private static void write(Path jar, Path archive) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process server = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-jar",
                        jar.toString(),
                        "--port",
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            rehearse(server, port);
            if (!server.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS) || !Files.isReadable(archive)) {
                throw new IOException("this JVM has written none");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static void rehearse(Process server, int port) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (server.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.getOutputStream().write(COMMANDS.getBytes(StandardCharsets.US_ASCII));
                InputStream replies = socket.getInputStream();
                replies.transferTo(OutputStream.nullOutputStream()); // until the server has gone
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() - startNanos > TIME_MAX.toNanos()) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IOException("the server has stopped with status " + server.exitValue());
    }
}
