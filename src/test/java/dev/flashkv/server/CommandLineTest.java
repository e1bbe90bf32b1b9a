package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.server.CommandLine.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @TempDir
    private Path directory;

    private static Settings settings(String... arguments) throws CommandLine.UsageException {
        return Settings.from(CommandLine.parse(arguments).config());
    }

    @Test
    void optionsBecomeSettings() throws Exception {
        Settings settings =
                settings("--port", "7000", "--BIND", "127.0.0.1", "127.0.0.2", "--dir", directory.toString());
        assertThat(settings.port()).isEqualTo(7000);
        assertThat(settings.bind()).containsExactly("127.0.0.1", "127.0.0.2");
        assertThat(settings.dir()).isEqualTo(directory);
    }

    @Test
    void theLastOfSeveralCounts() throws Exception {
        assertThat(settings("-p", "7000", "--port", "7001").port()).isEqualTo(7001);
    }

    @Test
    void anOptionIsStrongerThanTheFile() throws Exception {
        Path file = Files.writeString(
                directory.resolve("file.conf"),
                "flashkv { shards = 8, server.port = 7000, server.bind = \"127.0.0.3\" }");
        Settings settings = settings("--config", file.toString(), "--port", "7001");
        assertThat(settings.shards()).isEqualTo(8);
        assertThat(settings.port()).isEqualTo(7001);
        assertThat(settings.bind()).containsExactly("127.0.0.3");
    }

    @Test
    void asksForTheVersionOrTheOptions() throws Exception {
        assertThat(CommandLine.parse().request()).isEqualTo(Request.START);
        assertThat(CommandLine.parse("-v").request()).isEqualTo(Request.VERSION);
        assertThat(CommandLine.parse("--port", "1", "--help").request()).isEqualTo(Request.HELP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 7000              | unknown option '--prot' (--help lists them)",
                "7000                     | unknown option '7000' (--help lists them)",
                "--port=7000              | unknown option '--port=7000' (--help lists them)",
                "--port                   | option --port takes one value",
                "--port 1 2               | option --port takes one value",
                "--port seven             | option --port",
                "--port 65536             | option --port",
                "--port 6379.5            | option --port",
                "--port -1                | option --port",
                "--dir missing            | option --dir",
                "--config missing.conf    | can't read the config file missing.conf",
                "--config .               | can't read the config file .",
                "--maxmemory much         | option --maxmemory",
                "--maxmemory-policy some  | option --maxmemory-policy",
                "--enable-debug-command 1 | option --enable-debug-command",
            })
    void aMistakeIsSaidInOneLineThatNamesTheOption(String arguments, String message) {
        assertThatThrownBy(() -> settings(arguments.split(" ")))
                .message()
                .contains(message)
                .hasLineCount(1);
    }
}
