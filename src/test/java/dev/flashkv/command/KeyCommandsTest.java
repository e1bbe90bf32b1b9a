package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyCommandsTest {

    @Test
    void deletesAndCounts() {
        Transcript.check("""
            > mset a 1 b 2 c 3
            OK
            > exists a b missing a
            (integer) 3
            > touch a b missing a
            (integer) 3
            > del a missing a
            (integer) 1
            > unlink b c b
            (integer) 2
            > dbsize
            (integer) 0
            > rpush l a
            (integer) 1
            > del l
            (integer) 1
            > exists l
            (integer) 0
            > set a 1 px 10
            OK
            (11 ms later)
            > touch a
            (integer) 0
            > del a
            (integer) 0
            > del
            (error) ERR wrong number of arguments for 'del' command
            """);
    }

    @Test
    void tellsTypes() {
        Transcript.check("""
            > set s v
            OK
            > type s
            string
            > set n 1
            OK
            > type n
            string
            > rpush l a
            (integer) 1
            > type l
            list
            > type missing
            none
            > set s v px 10
            OK
            (11 ms later)
            > type s
            none
            """);
    }

    @Test
    void renames() {
        Transcript.check("""
            > rename a b
            (error) ERR no such key
            > rename a a
            (error) ERR no such key
            > renamenx a b
            (error) ERR no such key
            > set a 1
            OK
            > rename a a
            OK
            > renamenx a a
            (integer) 0
            > rename a b
            OK
            > exists a
            (integer) 0
            > get b
            "1"
            > rpush l x
            (integer) 1
            > renamenx l b
            (integer) 0
            > rename l b
            OK
            > lrange b 0 -1
            ["x"]
            > renamenx b c
            (integer) 1
            > rpush c y
            (integer) 2
            > dbsize
            (integer) 1
            """);
    }

    @Test
    void renamingTakesTheDeadlineAlong() {
        Transcript.check("""
            > set a 1 px 1000
            OK
            > set b 2
            OK
            > rename a b
            OK
            > pttl b
            (integer) 1000
            > set c 3
            OK
            > rename c b
            OK
            > pttl b
            (integer) -1
            > set d 4 px 10
            OK
            > set e 5
            OK
            (10 ms later)
            # At the deadline itself a key is still there.
            > rename d f
            OK
            > get f
            "4"
            (1 ms later)
            > get f
            (nil)
            > set g 1 px 10
            OK
            (11 ms later)
            > rename g e
            (error) ERR no such key
            > renamenx e g
            (integer) 1
            """);
    }

    @Test
    void findsKeysByPattern() {
        Engine engine = new Engine();
        engine.run("MSET", "one", "1", "two", "2", "three", "3", "", "4", "t[o", "5", "\u0000\u00ff", "6");
        engine.run("SET", "gone", "1", "PX", "10");
        engine.advanceMillis(11);
        assertThat(elements(engine.run("KEYS", "*")))
                .containsExactlyInAnyOrder("one", "two", "three", "", "t[o", "\u0000\ufffd");
        assertThat(elements(engine.run("KEYS", "t*"))).containsExactlyInAnyOrder("two", "three", "t[o");
        assertThat(elements(engine.run("KEYS", "t?o"))).containsExactlyInAnyOrder("two", "t[o");
        assertThat(elements(engine.run("KEYS", "[ot][nw][eo]"))).containsExactlyInAnyOrder("one", "two");
        assertThat(elements(engine.run("KEYS", "t\\[o"))).containsExactly("t[o");
        assertThat(elements(engine.run("KEYS", "gone"))).isEmpty();
        // Of all patterns only two find the empty key.
        assertThat(elements(engine.run("KEYS", ""))).containsExactly("");
        assertThat(elements(engine.run("KEYS", "**"))).doesNotContain("").hasSize(5);
    }

    @Test
    void everyKeyIsAsLikelyAsAnyOther() {
        Engine engine = new Engine();
        assertThat(engine.run("RANDOMKEY")).isEqualTo(Reply.NULL);
        // Nine keys of one shard and one of another; half of them again that have expired.
        IntStream.range(0, 9).forEach(i -> engine.run("SET", "{a}" + i, "v"));
        engine.run("SET", "{b}9", "v");
        IntStream.range(0, 5).forEach(i -> engine.run("SET", "{b}gone" + i, "v", "PX", "10"));
        engine.advanceMillis(11);
        Map<String, Long> drawn = Stream.generate(() -> text(engine.run("RANDOMKEY")))
                .limit(10_000)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(drawn)
                .hasSize(10)
                .allSatisfy((key, times) -> assertThat(times).isBetween(850L, 1150L));
        assertThat(engine.run("DBSIZE")).isEqualTo(Reply.integer(10));
    }

    @Test
    void thereIsNoRandomKeyWhenAllHaveExpired() {
        Engine engine = new Engine();
        IntStream.range(0, 100).forEach(i -> engine.run("SET", "k" + i, "v", "PX", "10"));
        engine.advanceMillis(11);
        assertThat(engine.run("DBSIZE")).isEqualTo(Reply.integer(100));
        assertThat(engine.run("RANDOMKEY")).isEqualTo(Reply.NULL);
        assertThat(engine.run("DBSIZE")).isEqualTo(Reply.ZERO);
    }

    private static Stream<String> stream(Reply reply) {
        return ((Reply.Array) reply).elements().stream().map(KeyCommandsTest::text);
    }

    private static List<String> elements(Reply reply) {
        return stream(reply).toList();
    }

    private static String text(Reply reply) {
        return ((Reply.Bulk) reply).bytes().toString();
    }
}
