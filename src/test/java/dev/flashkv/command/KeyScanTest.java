package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyScanTest {

    private final Engine engine = new Engine();

    /** One call of SCAN: the next cursor, and the keys. */
    private record Step(String cursor, List<String> keys) {}

    private Step scan(String cursor, String... options) {
        List<String> words = new ArrayList<>(List.of("SCAN", cursor));
        words.addAll(List.of(options));
        Reply.Array reply = (Reply.Array) engine.run(words.toArray(String[]::new));
        Reply.Array keys = (Reply.Array) reply.elements().get(1);
        return new Step(
                text(reply.elements().get(0)),
                keys.elements().stream().map(KeyScanTest::text).toList());
    }

    private List<String> scanAll(String... options) {
        List<String> keys = new ArrayList<>();
        String cursor = "0";
        do {
            Step step = scan(cursor, options);
            keys.addAll(step.keys());
            cursor = step.cursor();
        } while (!cursor.equals("0"));
        return keys;
    }

    private static String text(Reply reply) {
        return ((Reply.Bulk) reply).bytes().toString();
    }

    @Test
    void aSmallStoreTakesOneCall() {
        assertThat(scan("0")).isEqualTo(new Step("0", List.of()));
        engine.run("MSET", "a", "1", "b", "2", "c", "3", "", "4");
        Step step = scan("0");
        assertThat(step.cursor()).isEqualTo("0");
        assertThat(step.keys()).containsExactlyInAnyOrder("a", "b", "c", "");
    }

    @Test
    void eachCallMeetsCountKeys() {
        for (int i = 0; i < 1000; i++) {
            engine.run("SET", "key:" + i, "v");
        }
        for (int count : new int[] {1, 7, 10, 999, 1000}) {
            List<String> keys = new ArrayList<>();
            String cursor = "0";
            do {
                Step step = scan(cursor, "COUNT", Integer.toString(count));
                if (!step.cursor().equals("0")) {
                    assertThat(step.keys()).hasSize(count);
                }
                keys.addAll(step.keys());
                cursor = step.cursor();
            } while (!cursor.equals("0"));
            assertThat(keys).hasSize(1000).doesNotHaveDuplicates();
        }
        assertThat(scan("0", "COUNT", "9223372036854775807").keys()).hasSize(1000);
        assertThat(scan("0").keys()).hasSize(10);
    }

    @Test
    void filtersByPatternAndType() {
        engine.run("MSET", "a1", "1", "a2", "2", "b1", "3", "", "4");
        engine.run("RPUSH", "a3", "x");
        assertThat(scanAll("MATCH", "a*")).containsExactlyInAnyOrder("a1", "a2", "a3");
        assertThat(scanAll("match", "*")).hasSize(5);
        assertThat(scanAll("TYPE", "LiSt")).containsExactly("a3");
        assertThat(scanAll("TYPE", "string", "MATCH", "?1")).containsExactlyInAnyOrder("a1", "b1");
        assertThat(scanAll("TYPE", "list\u0000s")).containsExactly("a3");
        assertThat(scanAll("TYPE", "zset")).isEmpty();
        assertThat(scanAll("TYPE", "nonsense")).isEmpty();
        assertThat(scanAll("MATCH", "a*", "MATCH", "b*")).containsExactly("b1");
        assertThat(scanAll("COUNT", "1", "MATCH", "a3")).containsExactly("a3");
    }

    @Test
    void leavesOutExpiredKeys() {
        engine.run("SET", "stays", "v", "PX", "100");
        for (int i = 0; i < 100; i++) {
            engine.run("SET", "gone" + i, "v", "PX", "10");
        }
        engine.advanceMillis(11);
        assertThat(scanAll()).containsExactly("stays");
    }

    @Test
    void refusesBadArguments() {
        Transcript.check("""
            > scan abc
            (error) ERR invalid cursor
            > scan 18446744073709551616
            (error) ERR invalid cursor
            > scan 0 match
            (error) ERR syntax error
            > scan 0 count
            (error) ERR syntax error
            > scan 0 foo bar
            (error) ERR syntax error
            > scan 0 count abc
            (error) ERR value is not an integer or out of range
            > scan 0 count 0
            (error) ERR syntax error
            > scan 0 count -1
            (error) ERR syntax error
            > scan abc count abc
            (error) ERR invalid cursor
            > scan
            (error) ERR wrong number of arguments for 'scan' command
            > scan ""
            ["0", []]
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1",
                "63",
                "64",
                "16383",
                "16384",
                "99999999",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615"
            })
    void anyCursorIsHarmless(String cursor) {
        for (int i = 0; i < 500; i++) {
            engine.run("SET", "key:" + i, "v");
        }
        Step step = scan(cursor, "COUNT", "50");
        assertThat(step.keys()).hasSizeLessThanOrEqualTo(50).doesNotHaveDuplicates();
        while (!step.cursor().equals("0")) {
            step = scan(step.cursor(), "COUNT", "50");
        }
    }

    @Test
    void meetsEveryKeyThatIsThereThroughout() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            int keyCount = 1 + random.nextInt(2000);
            Set<String> present = new HashSet<>();
            Set<String> throughout = new HashSet<>();
            for (int i = 0; i < keyCount; i++) {
                // Some rounds crowd all keys into few shards.
                String key = round % 3 == 0 ? "{" + random.nextInt(3) + "}" + i : "key:" + i;
                engine.run("SET", key, "v");
                present.add(key);
                throughout.add(key);
            }
            Set<String> met = new HashSet<>();
            String cursor = "0";
            do {
                Step step = scan(cursor, "COUNT", Integer.toString(1 + random.nextInt(100)));
                met.addAll(step.keys());
                cursor = step.cursor();
                disturb(random, round, present, throughout);
            } while (!cursor.equals("0"));
            throughout.removeAll(met);
            assertThat(throughout).as("round %d of seed %d", round, seed).isEmpty();
            present.forEach(key -> engine.run("DEL", key));
        }
    }

    private void disturb(Random random, int round, Set<String> present, Set<String> throughout) {
        List<String> keys = new ArrayList<>(present);
        int deletions = random.nextInt(20);
        for (int i = 0; i < deletions && !keys.isEmpty(); i++) {
            String key = keys.get(random.nextInt(keys.size()));
            if (random.nextBoolean()) {
                engine.run("DEL", key);
            } else {
                engine.run("PEXPIRE", key, "1");
                engine.advanceMillis(2);
                engine.run("GET", key);
            }
            present.remove(key);
            throughout.remove(key);
        }
        int insertions = random.nextInt(20);
        for (int i = 0; i < insertions; i++) {
            String key = (round % 3 == 0 ? "{" + random.nextInt(3) + "}" : "new:") + random.nextInt(100_000);
            if (present.add(key)) {
                engine.run("SET", key, "v");
            }
        }
    }
}
