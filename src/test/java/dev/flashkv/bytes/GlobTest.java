package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    /* Pattern, text, and what KEYS answered: redis-server 7.0.15, one key at a time. */
    private static final Object[][] ANSWERS = {
        {"", "", true},
        {"", "a", false},
        {"*", "a", true},
        {"**", "a", true},
        {"**", "", false},
        {"?", "", false},
        {"?", "a", true},
        {"??", "a", false},
        {"a*", "a", true},
        {"a**", "a", true},
        {"*a", "ba", true},
        {"h?llo", "hello", true},
        {"h*llo", "hllo", true},
        {"h[ae]llo", "hillo", false},
        {"h[^e]llo", "hello", false},
        {"h[^e]llo", "hallo", true},
        {"h[a-b]llo", "hbllo", true},
        {"h[b-a]llo", "hallo", true},
        {"[b-a]", "c", false},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"\\", "\\", true},
        {"a\\", "a\\", true},
        {"a\\", "a", false},
        {"\\\\", "\\", true},
        {"[", "[", false},
        {"[", "a", false},
        {"[a", "a", true},
        {"[a", "[", false},
        {"[ab", "b", true},
        {"[^", "a", true},
        {"[^", "^", true},
        {"[^a", "b", true},
        {"[^a", "a", false},
        {"[]", "]", false},
        {"[]a]", "]", false},
        {"[]a]", "a]", false},
        {"[^]", "a", true},
        {"[^]", "]", true},
        {"[\\]]", "]", true},
        {"[\\]", "]", true},
        {"[\\]", "\\", false},
        {"[\\", "\\", true},
        {"[\\a-c]", "b", false},
        {"[\\a-c]", "-", true},
        {"[a-]", "a", true},
        {"[a-]", "-", false},
        {"[a-]", "]", true},
        {"[a-]", "_", true},
        {"[a-", "-", true},
        {"[a-", "a", true},
        {"[a-\\]", "b", false},
        {"[Z-\\]", "[", true},
        {"[a-\\]]", "]", false},
        {"[a-\\]]", "^]", true},
        {"[-a]", "-", true},
        {"[a-c-e]", "d", false},
        {"[a-c-e]", "-", true},
        {"[--a]", "A", true},
        {"[^^]", "^", false},
        {"[^^]", "a", true},
        {"[a^]", "^", true},
        {"[*]", "*", true},
        {"[*]", "a", false},
        {"[?]", "b", false},
        {"a[", "a[", false},
        {"a[", "a", false},
        {"*[a", "ba", true},
        {"\u00ff", "\u00ff", true},
        {"?", "\u00ff", true},
        {"[\u0080-\u00ff]", "\u0090", true},
        {"[a-\u00ff]", "b", false},
        {"[a-\u00ff]", "A", true},
        {"[a-\u00ff]", "\u00ff", true},
        {"[a-\u00ff]", "\u0080", false},
        {"[\u0080-a]", "\u00f0", true},
        {"[\u0080-a]", "b", false},
        {"a\0b", "a\0b", true},
        {"a?b", "a\0b", true},
        {"[\0]", "\0", true},
        {"*a*b*c", "xaybzc", true},
        {"*a*b*c", "xaybzcd", false},
        {"a*?", "a", false},
        {"a*?", "ab", true},
        {"*?*", "a", true},
        {"*\\*", "a*", true},
        {"*[^a]*", "aaa", false},
        {"*[^a]*", "aba", true},
        {"a]", "a]", true},
        {"A", "a", false},
        {"[^a-c]x", "dx", true}
    };

    @Test
    void answersAreRedis() {
        for (Object[] answer : ANSWERS) {
            String pattern = (String) answer[0];
            String text = (String) answer[1];
            assertThat(Glob.matches(Binary.of(pattern), Binary.of(text)))
                    .as("%s against %s", pattern, text)
                    .isEqualTo(answer[2]);
            assertThat(Glob.matches(Binary.inside(pattern, "x[", "]*x"), Binary.inside(text, "]", "a*")))
                    .as("%s against %s, amid other bytes", pattern, text)
                    .isEqualTo(answer[2]);
        }
    }

    @Test
    void caseCounts() {
        assertThat(matches("GET*", "get")).isFalse();
        assertThat(matches("[a-z]", "A")).isFalse();
    }

    /* The rules of COMMAND LIST FILTERBY PATTERN and CONFIG GET, redis-server 7.0.15. */
    @Test
    void caseIgnored() {
        assertThat(matchesIgnoreCase("G?T*", "getrange")).isTrue();
        assertThat(matchesIgnoreCase("max*", "MAXmemory")).isTrue();
        assertThat(matchesIgnoreCase("\\G\\et", "gET")).isTrue();
        assertThat(matchesIgnoreCase("[FG]et", "get")).isTrue();
        assertThat(matchesIgnoreCase("[^G]et", "get")).isFalse();
        assertThat(matchesIgnoreCase("[A-H]et", "get")).isTrue();
        assertThat(matchesIgnoreCase("[h-a]et", "GET")).isTrue();
        assertThat(matchesIgnoreCase("\u00c4", "\u00e4")).isFalse();
        // Escaped within a class, a letter is compared exactly.
        assertThat(matchesIgnoreCase("[\\G]et", "get")).isFalse();
        assertThat(matchesIgnoreCase("[\\g]et", "get")).isTrue();
        // Z and a are in order, z and a are not: the range is empty.
        assertThat(matchesIgnoreCase("[Z-a]", "z")).isFalse();
        assertThat(matchesIgnoreCase("[Z-a]", "a")).isFalse();
        assertThat(matchesIgnoreCase("[Z-a]", "_")).isFalse();
    }

    @Test
    void everyByteIsItself() {
        for (int value = 0; value < 256; value++) {
            String text = String.valueOf((char) value);
            assertThat(matches("\\" + text, text)).as("byte %d", value).isTrue();
            assertThat(matches("?", text)).as("byte %d", value).isTrue();
            assertThat(matches("[\\" + text + "]", text)).as("byte %d", value).isTrue();
            assertThat(matches("[^\\" + text + "]", text)).as("byte %d", value).isFalse();
        }
    }

    @Test
    void starsAndQuestionMarksAgreeWithRegularExpressions() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = randomString(random, "aab*?", 8);
            String text = randomString(random, "ab", 10) + "b";
            boolean expected = Pattern.matches(
                    pattern.replaceAll("\\*+", "*").replace("*", ".*").replace('?', '.'), text);
            if (matches(pattern, text) != expected) {
                assertThat(!expected)
                        .as("seed %d: %s against %s", seed, pattern, text)
                        .isEqualTo(expected);
            }
        }
    }

    private static String randomString(Random random, String alphabet, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(lengthMax + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /* A matcher that tried every way to share the text among the stars would take years. */
    @ParameterizedTest
    @ValueSource(
            strings = {"*a*a*a*a*b", "*a*a*a*a*a*a*a*a*a*a*[b-c]", "a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab", "*?*?*?*?*?*?*?b"})
    void manyStarsOnALongRun(String pattern) {
        Bytes text = Bytes.of("a".repeat(200_000));
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Glob.matches(Bytes.of(pattern), text)).isFalse());
    }

    @Test
    void longPatterns() {
        int length = 1 << 20;
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            String brackets = "[".repeat(length);
            assertThat(matches(brackets, brackets)).isFalse();
            assertThat(matches(brackets, "[")).isTrue();
            assertThat(matches("*" + brackets, "abc[")).isTrue();
            assertThat(matches("*".repeat(length), "abc")).isTrue();
            assertThat(matches("*".repeat(length) + "d", "abc")).isFalse();
            assertThat(matches("*?".repeat(length / 2), "a".repeat(length / 2))).isTrue();
            assertThat(matches("\\".repeat(length), "\\".repeat(length / 2))).isTrue();
            assertThat(matches("?".repeat(length), "a".repeat(length))).isTrue();
            assertThat(matches("[a]".repeat(length / 4), "a".repeat(length / 4)))
                    .isTrue();
        });
    }

    private static boolean matches(String pattern, String text) {
        return Glob.matches(Binary.of(pattern), Binary.of(text));
    }

    private static boolean matchesIgnoreCase(String pattern, String text) {
        return Glob.matchesIgnoreCase(Binary.of(pattern), Binary.of(text));
    }
}
