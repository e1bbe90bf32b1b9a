package dev.flashkv.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server under measurement, in a process of its own on a free port of this machine. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Path directory;
    private final int port;
    private final Duration untilFirstPong;

    private ServerProcess(String name, Process process, Path directory, int port, Duration untilFirstPong) {
        this.name = name;
        this.process = process;
        this.directory = directory;
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
        Path directory = Files.createTempDirectory("bench");
        Path log = directory.resolve("output");
        long startNanos = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        while (!answersPing(port)) {
            if (!process.isAlive() || System.nanoTime() - startNanos > START_TIMEOUT.toNanos()) {
                String output = Files.readString(log);
                end(process, directory);
                throw new IOException(name + " did not start: " + output);
            }
        }
        return new ServerProcess(name, process, directory, port, Duration.ofNanos(System.nanoTime() - startNanos));
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

    /** What the server answers to an inline command, to the end of the connection. */
    String ask(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A field of a section of INFO. */
    String info(String section, String field) throws IOException {
        String info = ask("INFO " + section);
        Matcher matcher = Pattern.compile("^" + field + ":(\\S*)", Pattern.MULTILINE).matcher(info);
        if (!matcher.find()) {
            throw new IOException("no " + field + " in " + info);
        }
        return matcher.group(1);
    }

    /** Ends the process and removes what it has left. */
    @Override
    public void close() {
        end(process, directory);
    }

    private static void end(Process process, Path directory) {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(directory);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> contents;
        try (Stream<Path> walk = Files.walk(directory)) {
            contents = walk.sorted(Comparator.reverseOrder()).toList(); // what a directory holds before itself
        }
        for (Path each : contents) {
            Files.delete(each);
        }
    }
}
