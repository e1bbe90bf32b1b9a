package dev.flashkv.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the tests' class path. */
final class KitProcess implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;

    /* JDK 24 and later warn on stderr of what Akka does, unless this is said; JDK 17 refuses it. */
    private static final List<String> JDK_OPTIONS =
            Runtime.version().feature() >= 24 ? List.of("--sun-misc-unsafe-memory-access=allow") : List.of();

    private final Process process;
    private final BufferedReader output;

    private KitProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a main class; what follows are its JVM's options. Its standard error comes out where its output does. */
    static KitProcess start(Class<?> main, List<String> arguments, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A short life is better spent starting than optimising.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(JDK_OPTIONS);
        command.addAll(Arrays.asList(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new KitProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The next line of output; null at its end. */
    String nextLine() throws IOException {
        return output.readLine();
    }

    /** All lines to come. */
    List<String> remainingLines() {
        return output.lines().toList();
    }

    /** Asks it to end, as SIGTERM does. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its output, too.
    }

    /** Waits for its end. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still there after " + TIMEOUT_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
