package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole SCAN iterations: cursors and portions differ between servers, what all portions hold together must not. */
class OracleScanTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int KEYS = 1_000;

    /** More calls than any iteration over the keys needs, so that an endless one fails. */
    private static final int CALLS_MAX = 10 * KEYS;

    private static Target flashKv;

    @BeforeAll
    static void fill() throws IOException {
        flashKv = new FlashKvTarget();
        for (Target target : List.of(RedisOracle.shared(), flashKv)) {
            List<Command> commands = new ArrayList<>(List.of(Command.of("FLUSHALL")));
            for (int i = 0; i < KEYS; i++) {
                commands.add(i % 7 == 0 ? Command.of("RPUSH", "list:" + i, "a") : Command.of("SET", "key:" + i, "v"));
            }
            commands.add(Command.parse("MSET {t}1 a {t}2 b {t}3 c '' d \\x00\\xff e"));
            commands.add(Command.parse("SET expired v PXAT 1"));
            try (RawConnection connection = new RawConnection(target, TIMEOUT)) {
                connection.send(commands);
                for (Command command : commands) {
                    assertThat(connection.readReply()).as(command.toString()).doesNotStartWith("-");
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        flashKv.close();
    }

    @TestFactory
    Stream<DynamicTest> wholeIterationsReturnTheSameKeys() {
        return Stream.of(
                        "",
                        "COUNT 1",
                        "COUNT 3",
                        "COUNT 10",
                        "COUNT 100",
                        "COUNT 100000",
                        "COUNT 9223372036854775807",
                        "MATCH *1*",
                        "MATCH key:* COUNT 7",
                        "MATCH {t}* COUNT 50",
                        "MATCH {t}*",
                        "MATCH nothing COUNT 100",
                        "MATCH '' COUNT 100",
                        "MATCH \\x00*",
                        "TYPE list",
                        "TYPE LIST COUNT 25",
                        "TYPE string MATCH *9",
                        "TYPE hash",
                        "type list match list:?? count 5")
                .map(options -> dynamicTest("SCAN " + options, () -> {
                    Set<String> expected = iterate(RedisOracle.shared(), options);
                    assertThat(iterate(flashKv, options)).isEqualTo(expected);
                }));
    }

    private static Set<String> iterate(Target target, String options) throws IOException {
        Set<String> found = new TreeSet<>();
        try (RawConnection connection = new RawConnection(target, TIMEOUT)) {
            String cursor = "0";
            for (int calls = 0; calls < CALLS_MAX; calls++) {
                connection.send(List.of(Command.parse("SCAN " + cursor + " " + options)));
                ReplyNode reply = ReplyNode.parse(connection.readReply());
                reply.child(1).children().forEach(key -> found.add(key.text()));
                cursor = reply.child(0).text();
                if (cursor.equals("0")) {
                    return found;
                }
            }
        }
        throw new AssertionError(target.name() + " does not come to an end with SCAN " + options);
    }
}
