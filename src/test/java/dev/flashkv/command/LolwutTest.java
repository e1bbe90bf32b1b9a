package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LolwutTest {
    private static final String VERSION = "FlashKV 0.0.0-test, Redis ver. 7.0.15";

    private final Engine engine = new Engine();

    private List<String> lines(String... words) {
        return Plain.string(engine.run(words)).lines().toList();
    }

    @Test
    void drawsAndEndsWithTheVersion() {
        List<String> lines = lines("LOLWUT");
        assertThat(lines).hasSize(17).endsWith(VERSION);
        assertThat(lines).allMatch(line -> line.length() <= 60 && line.matches("[ -~]*"));
        assertThat(engine.run("LOLWUT")).isInstanceOf(Reply.Verbatim.class);
    }

    @Test
    void drawsSomethingElseEachTime() {
        List<String> first = lines("LOLWUT");
        engine.advanceMillis(1);
        assertThat(lines("LOLWUT")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOLWUT VERSION 5",
                "LOLWUT version -1",
                "LOLWUT VERSION",
                "LOLWUT abc",
                "LOLWUT VERSION 7 x y z",
                "LOLWUT 9223372036854775808 1"
            })
    void takesAnyArguments(String command) {
        assertThat(lines(command.split(" "))).endsWith(VERSION);
    }

    @Test
    void itsSizeHasBounds() {
        for (int i = 0; i < 200; i++) {
            engine.advanceMillis(1);
            assertThat(lines("LOLWUT", "9223372036854775807", "9223372036854775807"))
                    .hasSize(61)
                    .allMatch(line -> line.length() <= 160);
            assertThat(lines("LOLWUT", "VERSION", "6", "-5", "0")).hasSize(7);
        }
        assertThat(lines("LOLWUT", "20", "10")).hasSize(11);
    }

    @Test
    void refusesAVersionThatIsNoNumber() {
        Transcript.check(engine, """
            > lolwut version abc
            (error) ERR value is not an integer or out of range
            """);
    }
}
