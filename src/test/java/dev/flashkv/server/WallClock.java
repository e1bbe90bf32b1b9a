package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of one process, to be set by a test: the system's with something added. It takes a C compiler and
 * Linux, and no rights; without those the test is skipped.
 */
final class WallClock {
    private static final String SOURCE = "wall-clock.c";

    private final Path library;
    private final Path file;

    /** A clock that agrees with the system's; its files are kept in {@code directory}. */
    WallClock(Path directory) throws IOException, InterruptedException {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "libraries are preloaded as on Linux");
        Assumptions.assumeTrue(RedisToolsTest.isInstalled("cc"), "no C compiler");
        Path source = directory.resolve(SOURCE);
        Files.copy(Objects.requireNonNull(WallClock.class.getResourceAsStream(SOURCE)), source);
        library = directory.resolve("wall-clock.so");
        Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).as("status of the compiler").isZero();
        file = Files.write(directory.resolve("ahead-millis"), new byte[Long.BYTES]);
    }

    /** What a process needs in its environment to go by this clock. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "WALL_CLOCK_FILE", file.toString());
    }

    /** Sets the clock to the system's time and that much more, or less. */
    void ahead(Duration duration) throws IOException {
        ByteBuffer millis =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, duration.toMillis());
        // In place: the process has mapped the file.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(millis);
        }
    }
}
