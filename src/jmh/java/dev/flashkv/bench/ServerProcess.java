package dev.flashkv.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server under measurement, in a process of its own on a free port of this machine. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final int port;
    private final Duration untilFirstPong;

    private ServerProcess(String name, Process process, int port, Duration untilFirstPong) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.untilFirstPong = untilFirstPong;
    }

    /** FlashKV as its launcher starts it, with the JVM options given besides the launcher's own. */
    static ServerProcess flashKv(Path launcher, String jvmOptions, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(options);
        return start("FlashKV", command, Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", jvmOptions));
    }

    /** The redis-server of that path, without persistence. */
    static ServerProcess redis(String binary) throws IOException {
        return start("redis-server", List.of(binary, "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"), Map.of());
    }

    private static ServerProcess start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("--port", Integer.toString(port)));
        Path log = Files.createTempFile("bench", ".log");
        long startNanos = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(Files.createTempDirectory("bench").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        while (!answersPing(port)) {
            if (!process.isAlive() || System.nanoTime() - startNanos > START_TIMEOUT.toNanos()) {
                process.destroyForcibly();
                throw new IOException(name + " did not start: " + Files.readString(log));
            }
        }
        return new ServerProcess(name, process, port, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private static boolean answersPing(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException notYet) {
            return false;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to its first PONG. */
    Duration untilFirstPong() {
        return untilFirstPong;
    }

    /** The processor time it has used so far, in nanoseconds. */
    long cpuNanos() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this platform does not tell a process' CPU time"))
                .toNanos();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
