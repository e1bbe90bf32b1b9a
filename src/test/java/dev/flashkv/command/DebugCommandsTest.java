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

    @Test
    void digestsAreTheSameForTheSameData() {
        allow("yes");
        Transcript.check(engine, """
            > debug digest
            0000000000000000000000000000000000000000
            > debug digest-value missing
            [0000000000000000000000000000000000000000]
            > set s hellox
            OK
            > rpush q 1 2 3 abc
            (integer) 4
            # As redis-server 7.0.15 has them.
            > debug digest-value s q
            [a8a9be575fe6a53e7eb0578fa06387d243cb063d, cbc2b0523a70ea13d1198b6811ae18689f1328fe]
            """);
        Reply before = engine.run("DEBUG", "DIGEST");
        engine.run("PEXPIRE", "s", "1000");
        Reply expiring = engine.run("DEBUG", "DIGEST");
        assertThat(expiring).isNotEqualTo(before);
        engine.run("PEXPIRE", "s", "2000");
        assertThat(engine.run("DEBUG", "DIGEST")).isEqualTo(expiring);
        engine.run("PERSIST", "s");
        assertThat(engine.run("DEBUG", "DIGEST")).isEqualTo(before);
        engine.run("SWAPDB", "0", "1");
        assertThat(engine.run("DEBUG", "DIGEST")).isNotEqualTo(before);
        engine.run("FLUSHALL");
        assertThat(Plain.string(engine.run("DEBUG", "DIGEST")))
                .containsOnlyDigits()
                .doesNotMatch(".*[1-9].*");
    }

    @Test
    void showsHowAValueIsStored() {
        allow("yes");
        engine.run("SET", "n", "5");
        engine.run("RPUSH", "q", "1", "2", "3", "abc");
        engine.advanceMillis(26_000);
        assertThat(Plain.string(engine.run("DEBUG", "OBJECT", "n")))
                .matches("Value at:0x[0-9a-f]+ refcount:2147483647 encoding:int serializedlength:2 lru:[0-9]+"
                        + " lru_seconds_idle:26");
        assertThat(Plain.string(engine.run("DEBUG", "OBJECT", "q")))
                .matches("Value at:0x[0-9a-f]+ refcount:1 encoding:quicklist serializedlength:21 lru:[0-9]+"
                        + " lru_seconds_idle:26 ql_nodes:1 ql_avg_node:4.00 ql_listpack_max:-2 ql_compressed:0"
                        + " ql_uncompressed_size:18");
        // Looking is no use.
        assertThat(Plain.string(engine.run("DEBUG", "OBJECT", "n"))).endsWith("lru_seconds_idle:26");
        assertThat(Plain.of(engine.run("DEBUG", "OBJECT", "missing"))).isEqualTo("-ERR no such key");
    }

    @Test
    void reloadsEveryValue() {
        allow("yes");
        engine.run("SET", "gone", "x", "PX", "10");
        Transcript.check(engine, """
            > set s v px 1000
            OK
            > rpush l a 1
            (integer) 2
            > append r 123
            (integer) 3
            > select 7
            OK
            > set t w
            OK
            (11 ms later)
            > debug reload
            OK
            > debug reload merge noflush
            OK
            > get t
            "w"
            > select 0
            OK
            > dbsize
            (integer) 3
            > pttl s
            (integer) 989
            > lrange l 0 -1
            ["a", "1"]
            > get r
            "123"
            > object encoding r
            "int"
            > debug reload junk
            (error) ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.
            """);
        assertThat(Plain.string(engine.run("DEBUG", "RELOAD", "NOSAVE"))).startsWith("-ERR FlashKV keeps nothing");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "2, true", "junk, false", "00, false", "-1, true", "' 1x', true"})
    void switchesActiveExpiry(String argument, boolean active) {
        allow("yes");
        engine.limits.activeExpiry(!active);
        assertThat(Plain.of(engine.run("DEBUG", "SET-ACTIVE-EXPIRE", argument))).isEqualTo("OK");
        assertThat(engine.limits.isActiveExpiry()).isEqualTo(active);
    }

    @Test
    void changesWhatIsPacked() {
        allow("yes");
        engine.run("RPUSH", "l", "a", "b".repeat(10));
        Reply packed = engine.run("DUMP", "l");
        assertThat(Plain.of(engine.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "10b")))
                .isEqualTo("OK");
        assertThat(engine.run("DUMP", "l")).isNotEqualTo(packed);
        assertThat(Plain.string(engine.run("DEBUG", "OBJECT", "l"))).contains("ql_nodes:2");
        assertThat(Plain.string(engine.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "4gb")))
                .startsWith("-ERR");
        assertThat(Plain.of(engine.run("DEBUG", "QUICKLIST-PACKED-THRESHOLD", "0")))
                .isEqualTo("OK");
        assertThat(engine.run("DUMP", "l")).isEqualTo(packed);
    }
}
