package dev.flashkv.server;

import static org.awaitility.Awaitility.await;

import dev.flashkv.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server in a process of its own, started as an operator does. Its working directory takes its output, too. */
final class ServerProcess implements AutoCloseable {
    /** What the JVM must allow for event loops; flashkv.jar says it in its manifest. */
    static final String FOR_EVENT_LOOPS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("Ready to accept connections tcp ([0-9.]+):([0-9]+) in [0-9]+ ms");

    /* Since JDK 24 Akka's use of sun.misc.Unsafe is warned of on stderr, unless this is said; JDK 17 refuses it. */
    private static final List<String> JDK_OPTIONS =
            Runtime.version().feature() >= 24 ? List.of("--sun-misc-unsafe-memory-access=allow") : List.of();

    private final Process process;
    private final Path directory;
    private final Path out;
    private final Path err;

    private ServerProcess(Process process, Path directory, Path out, Path err) {
        this.process = process;
        this.directory = directory;
        this.out = out;
        this.err = err;
    }

    /** Starts Main in {@code directory}, and returns at once. */
    static ServerProcess start(Path directory, List<String> jvmOptions, String... arguments) throws IOException {
        return start(directory, Map.of(), jvmOptions, arguments);
    }

    /** The same with at most {@code files} open files, sockets included. */
    static ServerProcess startWithOpenFiles(Path directory, int files, List<String> jvmOptions, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        return start(
                directory,
                List.of("sh", "-c", "ulimit -n " + files + " && exec \"$0\" \"$@\""),
                Map.of(),
                jvmOptions,
                all.toArray(String[]::new));
    }

    /** The same with more environment variables. */
    static ServerProcess start(
            Path directory, Map<String, String> environment, List<String> jvmOptions, String... arguments)
            throws IOException {
        return start(directory, List.of(), environment, jvmOptions, arguments);
    }

    private static ServerProcess start(
            Path directory,
            List<String> launcher,
            Map<String, String> environment,
            List<String> jvmOptions,
            String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("-cp", classPath(), Main.class.getName()));
        all.addAll(List.of(arguments));
        return start(directory, launcher, environment, jvmOptions, all);
    }

    /** Starts {@link OverflowingServer} on event loops at a free port, and returns once it is ready. */
    static ServerProcess startOverflowing(Path directory, String overflowing) throws IOException {
        return startFaulty(directory, List.of(), OverflowingServer.class, overflowing);
    }

    /**
     * Starts a program of the tests, which is to start Main with what follows its first argument, on event loops at a
     * free port, and returns once it is ready.
     */
    static ServerProcess startFaulty(Path directory, List<String> jvmOptions, Class<?> program, String argument)
            throws IOException {
        List<String> options = new ArrayList<>(jvmOptions);
        // The server's own logging, although the tests' is on the class path.
        options.addAll(List.of(FOR_EVENT_LOOPS, "-Dlogback.configurationFile=logback.xml"));
        List<String> all = List.of(
                "-cp",
                wholeClassPath().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                program.getName(),
                argument,
                "--port",
                "0");
        return start(directory, List.of(), Map.of(), options, all).awaitReady();
    }

    private static ServerProcess start(
            Path directory,
            List<String> launcher,
            Map<String, String> environment,
            List<String> jvmOptions,
            List<String> program)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A short life is better spent starting than optimising.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(JDK_OPTIONS);
        command.addAll(jvmOptions);
        command.addAll(program);
        Path out = Files.createTempFile(directory, "server", ".out");
        Path err = Files.createTempFile(directory, "server", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new ServerProcess(process, directory, out, err);
    }

    /** Starts Main on event loops at a free port, and returns once it is ready. */
    static ServerProcess startReady(Path directory) throws IOException {
        return start(directory, List.of(FOR_EVENT_LOOPS), "--port", "0").awaitReady();
    }

    /** This JVM's class path without the tests themselves: their logging configuration is not the server's. */
    private static String classPath() {
        Path tests = Path.of(ServerProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return wholeClassPath()
                .filter(entry -> !entry.equals(tests))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> wholeClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath());
    }

    /** Returns once the server is ready; fails if it ends before. */
    ServerProcess awaitReady() {
        await().atMost(TIMEOUT).until(() -> READY.matcher(output()).find() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("The server ended instead of getting ready: " + output() + errors());
        }
        return this;
    }

    /** Where it listens; of several addresses the first. */
    InetSocketAddress address() {
        Matcher ready = READY.matcher(output());
        if (!ready.find()) {
            throw new IllegalStateException("not ready: " + output());
        }
        return new InetSocketAddress(ready.group(1), Integer.parseInt(ready.group(2)));
    }

    Path directory() {
        return directory;
    }

    long pid() {
        return process.pid();
    }

    /** What it has written to its standard output so far. */
    String output() {
        return read(out);
    }

    /** What it has written to its standard error so far. */
    String errors() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it a signal, such as TERM. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill ended with status " + status);
        }
    }

    /** Whether every thread of it has come to a stop: a signal is sent before it has reached them all. */
    boolean isStopped() throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid()), "task");
        if (!Files.isDirectory(tasks)) {
            return true; // only Linux says
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                // The name before the state may hold anything but is in parentheses.
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Waits for its end and returns its exit status. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The server does not end: " + output() + errors());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
