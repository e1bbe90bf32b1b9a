package dev.flashkv.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import dev.flashkv.server.CommandLine;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what happens. */
class ReadmeTest {
    private static final String PROMPT = "127.0.0.1:6379> ";

    @TempDir
    private Path directory;

    @Test
    void theOptionsAreThoseOfTheServer() throws IOException {
        assertThat(Documents.blocks(Documents.readme(), "text"))
                .as("the README shows what --help prints")
                .contains(CommandLine.help().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void theRedisCliSessionGoesAsShown() throws Exception {
        Assumptions.assumeTrue(isInstalled("redis-cli"), "redis-cli is not installed");
        String session = Documents.blocks(Documents.readme(), "console").stream()
                .filter(block -> block.contains(PROMPT))
                .findFirst()
                .orElseThrow();
        List<String> commands = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        session.lines().filter(line -> !line.startsWith("$ ")).forEach(line -> {
            if (line.startsWith(PROMPT)) {
                commands.add(line.substring(PROMPT.length()));
            } else {
                expected.append(line).append('\n');
            }
        });
        try (FlashKv store = FlashKv.create();
                TcpDoor door = store.listen("127.0.0.1", 0)) {
            // After an error redis-cli prints an empty line when it is not at a terminal.
            assertThat(redisCli(door.port(), commands).replace("\n\n", "\n")).isEqualTo(expected.toString());
        }
    }

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private String redisCli(int port, List<String> commands) throws IOException, InterruptedException {
        Path in = Files.write(directory.resolve("in"), commands);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder("redis-cli", "--no-raw", "-p", Integer.toString(port))
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
