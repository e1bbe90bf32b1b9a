package dev.flashkv.oracle;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;
import redis.embedded.exceptions.EmbeddedRedisException;
import redis.embedded.exceptions.OsDetectionException;

/**
 * A real redis-server {@value #VERSION}: what it answers is right by definition.
 *
 * <p>The test dependency embedded-redis carries the binary; its launcher is not used, because it leaves the log in a
 * pipe and hides why a start failed. There is no fallback to an installed server and no way to skip: without the
 * oracle its tests fail.
 */
final class RedisOracle implements Target {
    static final String VERSION = "7.0.15";

    private static final int START_ATTEMPTS = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private static RedisOracle shared;
    private static String sharedFailure;

    private final String name;
    private final Process process;
    private final int port;
    private final Path directory;
    private final Thread stopAtExit = new Thread(this::stop, "stop-redis-oracle");

    private RedisOracle(String name, Process process, int port, Path directory) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.directory = directory;
    }

    /**
     * The JVM's one oracle: started at first use, stopped when the JVM ends.
     *
     * @throws IllegalStateException if it cannot be started, now or when it was tried before
     */
    static synchronized RedisOracle shared() {
        if (sharedFailure != null) {
            throw new IllegalStateException(sharedFailure);
        }
        if (shared == null) {
            try {
                shared = start("redis-server " + VERSION);
            } catch (IllegalStateException e) {
                sharedFailure = e.getMessage();
                throw e;
            }
        }
        return shared;
    }

    /**
     * Starts another server, which the caller closes.
     *
     * @throws IllegalStateException if it cannot be started
     */
    static RedisOracle start(String name) {
        try {
            // Deleted by its provider when the JVM ends.
            return start(name, RedisExecProvider.defaultProvider().get());
        } catch (IOException | EmbeddedRedisException | OsDetectionException e) {
            throw new IllegalStateException(unavailable("this platform's binary cannot be had"), e);
        }
    }

    /** Starts the given binary. */
    static RedisOracle start(String name, File binary) {
        IllegalStateException failure = null;
        // A free port may be taken by somebody else before the server binds it: then another one is tried.
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            try {
                return tryStart(name, binary);
            } catch (IllegalStateException e) {
                failure = e;
            } catch (IOException e) {
                failure = new IllegalStateException(unavailable("it cannot be started"), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(unavailable("the start was interrupted"), e);
            }
        }
        throw failure;
    }

    private static String unavailable(String reason) {
        return "The oracle redis-server " + VERSION + " is not available: " + reason
                + ". Its tests cannot tell anything without it and therefore fail.";
    }

    private static RedisOracle tryStart(String name, File binary) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("flashkv-oracle");
        int port = freePort();
        Process process = launch(binary, port, directory);
        Output output = new Output(process);
        RedisOracle oracle = new RedisOracle(name, process, port, directory);
        Runtime.getRuntime().addShutdownHook(oracle.stopAtExit);
        try {
            output.awaitReady();
            oracle.checkVersion();
        } catch (IllegalStateException | IOException | InterruptedException e) {
            oracle.close();
            throw e;
        }
        return oracle;
    }

    private static Process launch(File binary, int port, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        binary.getAbsolutePath(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--enable-debug-command",
                        "yes"))
                .redirectErrorStream(true);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            delete(directory);
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void checkVersion() throws IOException {
        try (RawConnection connection = new RawConnection(this, START_TIMEOUT)) {
            connection.send(List.of(Command.of("INFO", "server")));
            String info = connection.readReply();
            if (!info.contains("process_id:" + process.pid() + "\r\n")
                    || !info.contains("redis_version:" + VERSION + "\r\n")) {
                throw new IllegalStateException(unavailable("the server is another one:\n" + info));
            }
        }
    }

    /**
     * What the process says, read for as long as it lives. That it is ready is taken from there and not found out by
     * connecting: until it listens, the port may be anybody's, even the local end of the connection that asks.
     */
    private static final class Output {
        private static final String READY = "Ready to accept connections";

        private final Process process;
        private final StringBuilder text = new StringBuilder();
        /** Completes when the server listens: true; or has ended without: false. */
        private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

        Output(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "redis-oracle-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                String line;
                while ((line = lines.readLine()) != null) {
                    said(line);
                    if (line.contains(READY)) {
                        ready.complete(true);
                    }
                }
            } catch (IOException e) {
                said(e.toString()); // the process was ended
            } finally {
                ready.complete(false);
            }
        }

        private synchronized void said(String line) {
            text.append(line).append('\n');
        }

        private synchronized String allSaid() {
            return text.toString();
        }

        /** Returns when the server accepts connections. */
        void awaitReady() throws InterruptedException {
            String reason;
            try {
                if (ready.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                    return;
                }
                reason = "it ended with status " + process.waitFor();
            } catch (TimeoutException e) {
                reason = "it was not ready in time";
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException(unavailable(reason + " and said:\n" + allSaid()));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Whether the server's process runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(directory);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
