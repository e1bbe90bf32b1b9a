package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugCommandsTest {
    private static final String NOT_ALLOWED =
            "-ERR DEBUG command not allowed. If the enable-debug-command option is set"
                    + " to \"local\", you can run it from a local connection, otherwise you need to set this option in the"
                    + " configuration file, and then restart the server.";

    private final Engine engine = new Engine();

    private void allow(String value) {
        engine.server.configure("enable-debug-command", value);
    }

    @Test
    void isNotAllowedUnlessTheSettingsSaySo() {
        assertThat(Plain.of(engine.run("DEBUG", "SLEEP", "0"))).isEqualTo(NOT_ALLOWED);
        allow("no");
        assertThat(Plain.of(engine.run("DEBUG", "nonsense"))).isEqualTo(NOT_ALLOWED);
        allow("local");
        assertThat(Plain.of(engine.run("DEBUG", "SLEEP", "0"))).isEqualTo("OK");
        assertThat(Plain.of(engine.run("DEBUG"))).isEqualTo("-ERR wrong number of arguments for 'debug' command");
    }

    @Test
    void isNotAllowedFromAfarWhenLocal() {
        allow("local");
        Client far = new Client(2, engine.server, "10.0.0.2:1002", "10.0.0.1:6379", () -> {});
        Command command = CommandTable.standard().resolve(Transcript.words("debug sleep 0"));
        Reply reply = Execution.onAllShards(
                command, (Handler.OnAllShards) command.spec().handler(), engine, far, engine.server.nowMillis);
        assertThat(Plain.of(reply)).isEqualTo(NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 2000", "0.25, 250", "1.5abc, 1500", "0x1p-2, 250", "abc, 0", "'', 0", "-1, 0", "nan, 0"})
    void sleeps(String seconds, long millis) {
        allow("yes");
        long before = engine.server.nowMillis;
        assertThat(Plain.of(engine.run("DEBUG", "sleep", seconds))).isEqualTo("OK");
        assertThat(engine.server.nowMillis - before).isEqualTo(millis);
    }

    @Test
    void answersSamplesOfEveryType() {
        allow("yes");
        assertThat(Plain.of(engine.run("DEBUG", "PROTOCOL", "string"))).isEqualTo("Hello World");
        assertThat(Plain.of(engine.run("DEBUG", "PROTOCOL", "Integer"))).isEqualTo(12345L);
        assertThat(engine.run("DEBUG", "PROTOCOL", "double")).isEqualTo(new Reply.DoubleReply(3.141));
        assertThat(engine.run("DEBUG", "PROTOCOL", "null")).isEqualTo(Reply.NULL);
        assertThat(engine.run("DEBUG", "PROTOCOL", "true")).isEqualTo(new Reply.BooleanReply(true));
        assertThat(Plain.string(engine.run("DEBUG", "PROTOCOL", "junk"))).startsWith("-ERR Wrong protocol type name.");
    }

    @Test
    void answersErrors() {
        allow("yes");
        assertThat(Plain.of(engine.run("DEBUG", "ERROR", "FOO a\r\nb"))).isEqualTo("-FOO a  b");
        Transcript.check(engine, """
            > debug sleep
            (error) ERR unknown subcommand or wrong number of arguments for 'sleep'. Try DEBUG HELP.
            > debug sleep 0 0
            (error) ERR unknown subcommand or wrong number of arguments for 'sleep'. Try DEBUG HELP.
            > debug nonsense
            (error) ERR unknown subcommand or wrong number of arguments for 'nonsense'. Try DEBUG HELP.
            """);
        assertThat(Plain.list(engine.run("DEBUG", "HELP"))).contains("SLEEP <seconds>");
    }
}
