package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowLogCommandsTest {
    private final Engine engine = new Engine();

    @BeforeEach
    void allowDebug() {
        engine.server.configure("enable-debug-command", "yes");
        engine.server.monitoring.bind(engine.server.config);
    }

    /** The words of the calls in the log, the latest first. */
    private List<String> logged() {
        return engine.server.monitoring.slowLog().latest(Long.MAX_VALUE).stream()
                .map(entry -> String.join(
                        " ", entry.words().stream().map(Bytes::toString).toList()))
                .toList();
    }

    private void logEverything() {
        engine.run("CONFIG", "SET", "slowlog-log-slower-than", "0");
        engine.run("SLOWLOG", "RESET");
        engine.server.monitoring.slowLog().clear();
    }

    @Test
    void keepsCallsThatTookLong() {
        engine.run("CLIENT", "SETNAME", "me");
        Transcript.check(engine, """
            > slowlog get
            []
            > slowlog len
            (integer) 0
            > debug sleep 0.009
            OK
            > slowlog len
            (integer) 0
            > debug sleep 0.01
            OK
            > debug sleep 1.5
            OK
            > slowlog len
            (integer) 2
            > slowlog get
            [[(integer) 1, (integer) 1700000001, (integer) 1500000, ["debug", "sleep", "1.5"], "127.0.0.1:50000", "me"], \
            [(integer) 0, (integer) 1700000000, (integer) 10000, ["debug", "sleep", "0.01"], "127.0.0.1:50000", "me"]]
            > slowlog get 1
            [[(integer) 1, (integer) 1700000001, (integer) 1500000, ["debug", "sleep", "1.5"], "127.0.0.1:50000", "me"]]
            > slowlog get 0
            []
            > slowlog reset
            OK
            > slowlog get -1
            []
            > debug sleep 1
            OK
            > slowlog get
            [[(integer) 2, (integer) 1700000002, (integer) 1000000, ["debug", "sleep", "1"], "127.0.0.1:50000", "me"]]
            """);
    }

    @Test
    void thresholdAndLengthFollowTheSettings() {
        logEverything();
        engine.run("PING");
        engine.run("CONFIG", "SET", "slowlog-log-slower-than", "-1");
        engine.run("DEBUG", "SLEEP", "100");
        assertThat(logged()).containsExactly("PING");
        engine.run("CONFIG", "SET", "slowlog-log-slower-than", "0", "slowlog-max-len", "3");
        for (int i = 0; i < 5; i++) {
            engine.run("ECHO", "" + i);
        }
        assertThat(logged()).containsExactly("ECHO 4", "ECHO 3", "ECHO 2");
        engine.run("CONFIG", "SET", "slowlog-max-len", "1");
        assertThat(logged()).hasSize(1);
        engine.run("CONFIG", "SET", "slowlog-max-len", "0");
        assertThat(logged()).isEmpty();
        engine.run("CONFIG", "SET", "slowlog-log-slower-than", "9223372036854775807");
        assertThat(engine.server.monitoring.thresholdNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void answersTenCallsIfNotToldOtherwise() {
        logEverything();
        for (int i = 0; i < 12; i++) {
            engine.run("ECHO", "" + i);
        }
        assertThat(Plain.list(engine.run("SLOWLOG", "GET"))).hasSize(10);
        assertThat(Plain.list(engine.run("SLOWLOG", "GET", "-1"))).hasSize(13);
        assertThat(Plain.list(engine.run("SLOWLOG", "GET", "9223372036854775807")))
                .hasSize(14);
    }

    @Test
    void keepsFailedCallsButNotRefusedOnes() {
        logEverything();
        engine.run("INCR", "k", "x");
        engine.run("NOSUCH");
        engine.run("PING", "a", "b");
        assertThat(logged()).containsExactly("PING a b");
    }

    @Test
    void cutsLongArgumentsAndLongLists() {
        logEverything();
        engine.run("ECHO", "x".repeat(128));
        engine.run("ECHO", "x".repeat(200));
        engine.run(call(32));
        engine.run(call(33));
        engine.run(call(40));
        assertThat(logged())
                .containsExactly(
                        "DEL" + " k".repeat(30) + " ... (9 more arguments)",
                        "DEL" + " k".repeat(30) + " ... (2 more arguments)",
                        "DEL" + " k".repeat(31),
                        "ECHO " + "x".repeat(128) + "... (72 more bytes)",
                        "ECHO " + "x".repeat(128));
    }

    private static String[] call(int words) {
        List<String> call = new ArrayList<>(List.of("DEL"));
        while (call.size() < words) {
            call.add("k");
        }
        return call.toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH secret, AUTH (redacted)",
        "auth default secret, auth (redacted) (redacted)",
        "HELLO 3 AUTH default secret SETNAME me, HELLO 3 AUTH (redacted) (redacted) SETNAME me",
        "HELLO 3 SETNAME auth AUTH default secret, HELLO 3 SETNAME auth AUTH (redacted) (redacted)",
        "HELLO 3 AUTH default, HELLO 3 AUTH (redacted)",
        "CONFIG SET maxmemory 0 RequirePass secret, CONFIG SET maxmemory 0 RequirePass (redacted)",
        "CONFIG SET masterauth hush timeout 0, CONFIG SET masterauth (redacted) timeout 0",
        "CONFIG GET requirepass, CONFIG GET requirepass",
        "SET auth secret, SET auth secret",
    })
    void hidesPasswords(String call, String kept) {
        logEverything();
        engine.run(call.split(" "));
        assertThat(logged()).containsExactly(kept);
    }

    @Test
    void keepsCopiesOfTheArguments() {
        logEverything();
        byte[] chunk = "ECHOword".getBytes(StandardCharsets.ISO_8859_1);
        engine.run(Bytes.wrap(chunk, 0, 4), Bytes.wrap(chunk, 4, 4));
        chunk[4] = 'W';
        assertThat(logged()).containsExactly("ECHO word");
    }

    @Test
    void refusesWrongCounts() {
        Transcript.check(engine, """
            > slowlog get -2
            (error) ERR count should be greater than or equal to -1
            > slowlog get abc
            (error) ERR count should be greater than or equal to -1
            > slowlog get 1 2
            (error) ERR unknown subcommand or wrong number of arguments for 'get'. Try SLOWLOG HELP.
            > slowlog len x
            (error) ERR wrong number of arguments for 'slowlog|len' command
            > slowlog
            (error) ERR wrong number of arguments for 'slowlog' command
            > slowlog nonsense
            (error) ERR unknown subcommand 'nonsense'. Try SLOWLOG HELP.
            """);
        assertThat(Plain.list(engine.run("SLOWLOG", "HELP"))).contains("GET [count]", "LEN", "RESET");
    }
}
