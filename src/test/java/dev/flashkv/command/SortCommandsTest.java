package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortCommandsTest {

    @Test
    void sortsNumbersAndText() {
        Transcript.check("""
            > rpush l 10 9 -1 2.5
            (integer) 4
            > sort l
            ["-1", "2.5", "9", "10"]
            > sort l desc
            ["10", "9", "2.5", "-1"]
            > sort l alpha
            ["-1", "10", "2.5", "9"]
            > sort l limit 1 2
            ["2.5", "9"]
            > sort l limit 1 -1
            ["2.5", "9", "10"]
            > sort l limit 9 1
            []
            > sort l by nosort
            ["10", "9", "-1", "2.5"]
            > sort l by nosort desc limit 0 2
            ["2.5", "-1"]
            > sort_ro l
            ["-1", "2.5", "9", "10"]
            > sort missing
            []
            > set s v
            OK
            > sort s
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > sort l limit 1
            (error) ERR syntax error
            > sort l limit 1 x
            (error) ERR value is not an integer or out of range
            > sort_ro l store d
            (error) ERR syntax error
            """);
    }

    @Test
    void ordersEqualWeightsByTheElementIfTheyAreNumbers() {
        Transcript.check("""
            > rpush l c b a
            (integer) 3
            > mset w_a 1 w_b 1 w_c 1
            OK
            > sort l by w_*
            ["a", "b", "c"]
            > sort l by w_* desc
            ["c", "b", "a"]
            # Of equal texts each keeps its place.
            > sort l by w_* alpha
            ["c", "b", "a"]
            > sort l by w_* alpha desc
            ["c", "b", "a"]
            > rpush n 1 01 1.0 -0 0
            (integer) 5
            > sort n
            ["-0", "0", "01", "1", "1.0"]
            > rpush t "a\\x00b" "a\\x00a" a
            (integer) 3
            > sort t alpha
            ["a\\x00b", "a\\x00a", "a"]
            > sort t alpha store d
            (integer) 3
            > lrange d 0 -1
            ["a", "a\\x00a", "a\\x00b"]
            """);
    }

    @Test
    void looksUpWeightsAndValuesOnAnyShard() {
        Transcript.check("""
            > rpush l 1 2 3
            (integer) 3
            > mset w_1 3 w_2 1 v_1 one v_3 three
            OK
            > sort l by w_*
            ["3", "2", "1"]
            > sort l by w_* get # get v_*
            ["3", "three", "2", (nil), "1", "one"]
            > sort l by w_*->field get w_*->field get constant
            [(nil), (nil), (nil), (nil), (nil), (nil)]
            > sort l get v_* store d
            (integer) 3
            > lrange d 0 -1
            ["one", "", "three"]
            > sort l get v_* limit 5 5 store d
            (integer) 0
            > exists d
            (integer) 0
            > set w_3 heavy
            OK
            > sort l by w_*
            (error) ERR One or more scores can't be converted into double
            > rpush w_4 x
            (integer) 1
            > rpush l 4
            (integer) 4
            # A list has no weight.
            > sort l by w_* alpha
            ["4", "2", "1", "3"]
            """);
    }

    @Test
    void storesWhatItSorts() {
        Engine engine = new Engine();
        Transcript.check(engine, """
            > rpush l 2 1
            (integer) 2
            > expire l 100
            (integer) 1
            > sort l store l
            (integer) 2
            > ttl l
            (integer) -1
            > set d string
            OK
            > sort l desc store d
            (integer) 2
            > lrange d 0 -1
            ["2", "1"]
            > sort missing store d
            (integer) 0
            > sort missing store l
            (integer) 0
            > dbsize
            (integer) 0
            """);
        assertThat(engine.heapBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "' \t5', 5",
        "'', 0",
        "-0x10, -16",
        "inf, Infinity",
        "2.2250738585072014e-308, 2.2250738585072014E-308"
    })
    void readsNumbersAsCDoes(String text, double number) {
        assertThat(SortWeight.numberIn(Bytes.of(text))).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "5 ", "a", "nan", "1e400", "1e-400", "1e-310", "0x", "--1", "1e"})
    void refusesWhatIsNoNumber(String text) {
        assertThat(SortWeight.numberIn(Bytes.of(text))).isNaN();
    }

    @Test
    void endsNumbersAtANul() {
        assertThat(SortWeight.numberIn(Bytes.of("7\0abc"))).isEqualTo(7);
        assertThat(SortWeight.numberIn(Bytes.of("\0abc"))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "SORT k, false",
        "SORT k BY nosort GET # STORE d, false",
        "SORT k BY w_*, true",
        "SORT k GET # GET w_*, true",
        "SORT k STORE by*, false",
        "SORT k by w_* store d, true",
        "SORT_RO k GET *, true"
    })
    void needsAllShardsOnlyForPatterns(String call, boolean everywhere) {
        Args args = new Args(Transcript.words(call));
        CommandSpec spec = Objects.requireNonNull(CommandTable.standard().find(args.get(0)));
        assertThat(spec.goesEverywhere(args)).isEqualTo(everywhere);
    }
}
