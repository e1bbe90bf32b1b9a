package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LcsCommandTest {
    private final Engine engine = new Engine();

    @Test
    void findsWhatTwoStringsHaveInCommon() {
        Transcript.check(engine, """
            > mset a ohmytext b mynewtext
            OK
            > lcs a b
            "mytext"
            > lcs a b len
            (integer) 6
            > lcs a missing
            ""
            > lcs a missing len
            (integer) 0
            > lcs a b len idx
            (error) ERR If you want both the length and indexes, please just use IDX.
            > lcs a b minmatchlen
            (error) ERR syntax error
            > lcs a b minmatchlen x
            (error) ERR value is not an integer or out of range
            > rpush l x
            (integer) 1
            > lcs a l
            (error) ERR The specified keys must contain string values
            """);
        assertThat(Plain.of(engine.run("LCS", "a", "b", "IDX")))
                .isEqualTo(Map.of(
                        "matches",
                        List.of(List.of(List.of(4L, 7L), List.of(5L, 8L)), List.of(List.of(2L, 3L), List.of(0L, 1L))),
                        "len",
                        6L));
        assertThat(Plain.of(engine.run("LCS", "a", "b", "IDX", "MINMATCHLEN", "4", "WITHMATCHLEN")))
                .isEqualTo(Map.of("matches", List.of(List.of(List.of(4L, 7L), List.of(5L, 8L), 4L)), "len", 6L));
    }

    @Test
    void refusesWhatWouldTakeTooMuchMemoryInRedis() {
        engine.limits.bulkBytesMax(1024 * 1024);
        engine.run("SETRANGE", "a", "510", "x");
        engine.run("SETRANGE", "b", "511", "x");
        assertThat(Plain.of(engine.run("LCS", "a", "a", "LEN"))).isEqualTo(511L);
        assertThat(Plain.string(engine.run("LCS", "a", "b", "LEN"))).contains("exceeds proto-max-bulk-len");
        engine.limits.bulkBytesMax(Long.MAX_VALUE);
        engine.run("SETRANGE", "a", "49999", "x");
        engine.run("SETRANGE", "b", "49999", "x");
        assertThat(Plain.string(engine.run("LCS", "a", "b", "LEN"))).contains("failed allocating transient memory");
    }

    /** It is part of both, its pieces make it up, and there is no longer one. */
    @Test
    void findsALongestOneWhicheverStringIsTheLonger() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Bytes first = text(random);
            Bytes second = text(random);
            CommonSubsequence common = CommonSubsequence.of(first, second);
            assertThat(common.bytes().length())
                    .isEqualTo(longest(first, second))
                    .isEqualTo(CommonSubsequence.lengthOf(first, second));
            StringBuilder pieces = new StringBuilder();
            for (CommonSubsequence.Range range : common.ranges()) {
                Bytes piece = first.slice(range.first(), range.first() + range.length());
                assertThat(piece).isEqualTo(second.slice(range.second(), range.second() + range.length()));
                pieces.insert(0, piece);
            }
            assertThat(pieces).hasToString(common.bytes().toString());
        }
    }

    private static Bytes text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return Bytes.of(text.toString());
    }

    /** By the definition. */
    private static int longest(Bytes first, Bytes second) {
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        Bytes restOfFirst = first.slice(1, first.length());
        Bytes restOfSecond = second.slice(1, second.length());
        return first.byteAt(0) == second.byteAt(0)
                ? 1 + longest(restOfFirst, restOfSecond)
                : Math.max(longest(restOfFirst, second), longest(first, restOfSecond));
    }
}
