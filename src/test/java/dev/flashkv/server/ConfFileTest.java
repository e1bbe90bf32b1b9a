package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.command.ConfigOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in redis.conf's syntax. */
class ConfFileTest {
    @TempDir
    private Path directory;

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8)
                .toString();
    }

    private static ConfigOptions options(String file) throws UsageException {
        return Settings.from(CommandLine.parse(List.of(file), Map.of()).config())
                .options();
    }

    @Test
    void readsLinesAsRedisDoes() throws Exception {
        String conf = file("redis.conf", """
                # A comment, and a blank line

                   # one that is indented
                MaxMemory\t100mb  \r
                \tmaxmemory-policy 'allkeys-lru'
                requirepass "a \\"quoted\\" \\x20\\xc3\\xa9 é"
                masterauth it" is one"
                logfile ""
                bind 127.0.0.1 -::1
                timeout 7""");
        assertThat(ConfFile.read(conf))
                .extracting(ConfFile.Line::words)
                .containsExactly(
                        List.of("MaxMemory", "100mb"),
                        List.of("maxmemory-policy", "allkeys-lru"),
                        List.of("requirepass", "a \"quoted\"  é é"),
                        List.of("masterauth", "it is one"),
                        List.of("logfile", ""),
                        List.of("bind", "127.0.0.1", "-::1"),
                        List.of("timeout", "7"));
        ConfigOptions options = options(conf);
        assertThat(options.get("maxmemory").number()).isEqualTo(104_857_600);
        assertThat(options.get("requirepass").text()).isEqualTo("a \"quoted\"  é é");
        assertThat(options.get("bind").text()).isEqualTo("127.0.0.1 -::1");
        assertThat(options.get("timeout").number()).isEqualTo(7);
    }

    @Test
    void linesAddUpWhereRedisHasItSo() throws Exception {
        ConfigOptions options = options(file("redis.conf", """
                save 900 1
                save 300 10
                save ""
                client-output-buffer-limit normal 1mb 2kb 3
                client-output-buffer-limit replica 0 0 0
                client-output-buffer-limit normal 5 6 7
                timeout 1
                timeout 2
                """));
        assertThat(options.get("save").text()).isEmpty();
        assertThat(options.get("client-output-buffer-limit").text())
                .isEqualTo("normal 5 6 7 slave 0 0 0 pubsub 33554432 8388608 60");
        assertThat(options.get("timeout").number()).isEqualTo(2);
    }

    @Test
    void snapshotsAreRefusedWhereTheLastOfThemStands() throws Exception {
        String conf = file("redis.conf", "save \"\"\nsave 900 1\nsave 300 10\n");
        assertThatThrownBy(() -> options(conf))
                .hasMessage(conf + ":3: save 900 1 300 10: FlashKV keeps nothing on disk yet");
    }

    @Test
    void includesOtherFilesInTheirPlace() throws Exception {
        String first = file("a-first.conf", "timeout 1\nport 1\n");
        file("b-second.conf", "timeout 2\n");
        String conf = file(
                "redis.conf",
                "port 9\ninclude \"" + first + "\"\ninclude " + directory + "/[ab]-*.conf\ninclude " + directory
                        + "/none-*.conf\nmaxclients 5\n");
        assertThat(ConfFile.read(conf))
                .extracting(ConfFile.Line::place)
                .containsExactly(
                        conf + ":1",
                        first + ":1",
                        first + ":2",
                        first + ":1",
                        first + ":2",
                        directory + "/b-second.conf:1",
                        conf + ":5");
        assertThat(options(conf).get("timeout").number()).isEqualTo(2);
        assertThat(options(conf).get("port").number()).isEqualTo(1);
    }

    @Test
    void aFileThatIncludesItselfIsRefused() throws Exception {
        String other = directory.resolve("other.conf").toString();
        String conf = file("redis.conf", "include " + other + "\n");
        file("other.conf", "\ninclude " + conf + "\n");
        assertThatThrownBy(() -> ConfFile.read(conf)).hasMessage(other + ":2: " + conf + " includes itself");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense 1                  | there is no directive 'nonsense'",
                "port                        | port takes one value",
                "port 1 2                    | port takes one value",
                "port x                      | port x: argument couldn't be parsed into an integer",
                "maxmemory 1tb               | maxmemory 1tb: argument must be a memory value",
                "requirepass \"a             | a quote is not closed, or not followed by a blank",
                "requirepass \"a\"b          | a quote is not closed, or not followed by a blank",
                "include                     | include takes one file",
                "include a b                 | include takes one file",
                "include missing.conf        | can't read the config file missing.conf",
                "include missing/*.conf      | can't read the folder missing",
                "loadmodule m.so             | FlashKV has no modules",
                "rename-command nosuch x     | rename-command: there is no command 'nosuch'",
                "rename-command get SET      | rename-command: there is a command 'SET' already",
                "rename-command get          | rename-command takes a command's name and another",
                "user alice +nosuch          | user alice: '+nosuch': Unknown command or category name in ACL",
                "user                        | user takes a name and rules",
                "user alice >a b             | user alice: Syntax error",
                "user alice (+get            | user alice: unmatched parenthesis in a selector",
                "appendonly yes              | appendonly yes: FlashKV keeps nothing on disk yet",
                "supervised systemd          | supervised systemd: FlashKV tells no service manager that it is ready",
            })
    void aMistakeIsSaidWithItsPlace(String line, String message) throws Exception {
        String conf = file("redis.conf", "# comment\n" + line + "\n");
        assertThatThrownBy(() -> options(conf))
                .isInstanceOf(UsageException.class)
                .message()
                .startsWith(conf + ":2: " + message)
                .hasLineCount(1);
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> ConfFile.read(directory.toString()))
                .hasMessage("can't read the config file " + directory);
    }
}
