package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Integers and cursors; doubles have a test of their own. */
class NumbersTest {

    @Test
    void powersOfTenAndTwoAndTheirNeighbours() {
        for (int exponent = 0; exponent < 19; exponent++) {
            long power = BigInteger.TEN.pow(exponent).longValueExact();
            for (long value : new long[] {power - 1, power, power + 1, 9 * (power / 10 * 10)}) {
                assertWrittenAndRead(value);
                assertWrittenAndRead(-value);
            }
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
            for (long value : new long[] {(1L << bit) - 1, 1L << bit, (1L << bit) + 1}) {
                assertWrittenAndRead(value);
                assertWrittenAndRead(-value);
            }
        }
        assertWrittenAndRead(Long.MAX_VALUE);
        assertWrittenAndRead(Long.MIN_VALUE);
    }

    @Test
    void everyIntegerOfUpToFourDigits() {
        for (long value = -9999; value <= 9999; value++) {
            assertWrittenAndRead(value);
        }
    }

    @Test
    void randomIntegers() {
        Random seeds = new Random();
        long seed = seeds.nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >> random.nextInt(Long.SIZE);
            assertThat(Binary.text(Numbers.formatLong(value)))
                    .as("seed %d", seed)
                    .isEqualTo(Long.toString(value));
            assertWrittenAndRead(value);
        }
    }

    private static void assertWrittenAndRead(long value) {
        String text = Long.toString(value);
        // Compared by hand first: AssertJ's assertions are too slow for tens of thousands of values.
        byte[] buffer = new byte[24];
        int end = Numbers.write(value, buffer, 2);
        byte[] formatted = Numbers.formatLong(value);
        Bytes bytes = Bytes.wrap(buffer, 2, end - 2);
        boolean right = Numbers.lengthOf(value) == text.length()
                && end == 2 + text.length()
                && bytes.toString().equals(text)
                && buffer[1] == 0
                && buffer[end] == 0
                && Arrays.equals(formatted, bytes.toByteArray())
                && Numbers.isLong(bytes)
                && Numbers.parseLong(bytes) == value;
        assertThat(right).as(text).isTrue();
    }

    @Test
    void writeNeedsRoom() {
        assertThatThrownBy(() -> Numbers.write(100, new byte[5], 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Numbers.write(100, new byte[6], 3)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                "+1",
                " 1",
                "1 ",
                "\t1",
                "1\n",
                "1\0",
                "\0",
                "01",
                "00",
                "-0",
                "-01",
                "--1",
                "1-",
                "1.0",
                "1e3",
                "0x10",
                "1_000",
                "1,000",
                "a",
                "\u00b2",
                "\u00d9\u00a1",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "-9999999999999999999",
                "10000000000000000000",
                "18446744073709551617",
                "99999999999999999999",
                "-18446744073709551617",
                "100000000000000000000",
                "000000000000000000000",
                "92233720368547758070"
            })
    void otherSpellingsAreNoIntegers(String text) {
        for (Bytes bytes : new Bytes[] {Binary.of(text), Binary.inside(text, "1", "1")}) {
            assertThat(Numbers.isLong(bytes)).isFalse();
            assertThatThrownBy(() -> Numbers.parseLong(bytes)).isInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void foreignDigitsAreNoIntegers() {
        for (String text : new String[] {"\u0661", "1\u0662", "\uff11", "\u2212" + "1", "\u00bd"}) {
            assertThat(Numbers.isLong(Bytes.of(text))).as(text).isFalse();
            assertThat(Numbers.isDouble(Bytes.of(text))).as(text).isFalse();
            assertThat(LongDouble.isLongDouble(Bytes.of(text))).as(text).isFalse();
        }
    }

    @Test
    void integersWithinOtherBytes() {
        assertThat(Numbers.parseLong(Binary.inside("-12", "-9", "34"))).isEqualTo(-12);
        byte[] array = {'7', '-', '5', '7'};
        assertThat(Numbers.isLong(array, 1, 2)).isTrue();
        assertThat(Numbers.parseLong(array, 1, 2)).isEqualTo(-5);
        assertThat(Numbers.isLong(array, 0, 2)).isFalse();
        assertThatThrownBy(() -> Numbers.isLong(array, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Numbers.parseLong(array, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /* The left is what redis-server 7.0.15 takes for the cursor on the right. */
    @Test
    void cursorsAreLenient() {
        String[][] cases = {
            {"0", "0"},
            {"", "0"},
            {"007", "7"},
            {"+5", "5"},
            {"-0", "0"},
            {"-1", "18446744073709551615"},
            {"-5", "18446744073709551611"},
            {"9223372036854775808", "9223372036854775808"},
            {"18446744073709551615", "18446744073709551615"},
            {"-18446744073709551615", "1"},
            {"00000000000000000000000000000000001", "1"},
            {"\0", "0"},
            {"\0 5", "0"},
            {"5\0abc", "5"},
            {"-5\0x", "18446744073709551611"}
        };
        for (String[] one : cases) {
            Bytes text = Binary.inside(one[0], "-3", "4");
            assertThat(Numbers.isUnsignedLong(text)).as(one[0]).isTrue();
            assertThat(Long.toUnsignedString(Numbers.parseUnsignedLong(text)))
                    .as(one[0])
                    .isEqualTo(one[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+",
                "-",
                " 5",
                "\t5",
                "5 ",
                "5\n",
                "+-5",
                "--5",
                "+ 5",
                "+\0",
                "-\0",
                "0x10",
                "5a",
                "1.0",
                "18446744073709551616",
                "-18446744073709551616",
                "18446744073709551620",
                "28446744073709551615",
                "99999999999999999999",
                "99999999999999999999999999"
            })
    void otherSpellingsAreNoCursors(String text) {
        assertThat(Numbers.isUnsignedLong(Binary.of(text))).isFalse();
        assertThatThrownBy(() -> Numbers.parseUnsignedLong(Binary.of(text))).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void randomCursors() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        BigInteger bound = BigInteger.ONE.shiftLeft(64);
        for (int i = 0; i < 5_000; i++) {
            BigInteger value = new BigInteger(60 + random.nextInt(10), random);
            Bytes text = Bytes.of(value.toString());
            boolean fits = value.compareTo(bound) < 0;
            assertThat(Numbers.isUnsignedLong(text))
                    .as("seed %d, %s", seed, value)
                    .isEqualTo(fits);
            if (fits) {
                assertThat(Numbers.parseUnsignedLong(text)).as("seed %d", seed).isEqualTo(value.longValue());
            }
        }
    }
}
