package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Doubles read and printed as redis-server 7.0.15 does with scores; every line was checked there. */
class NumbersDoubleTest {

    private static final MathContext SEVENTEEN_DIGITS = new MathContext(17, RoundingMode.HALF_EVEN);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "+1, 1",
        "-0, -0",
        "-0.0, -0",
        "00012, 12",
        ".5, 0.5",
        "5., 5",
        "1.e3, 1000",
        "1e+5, 100000",
        "3.14, 3.1400000000000001",
        "-3.14, -3.1400000000000001",
        "0.1, 0.10000000000000001",
        "123456.7, 123456.7",
        "0.0001, 0.0001",
        "0.00001, 1.0000000000000001e-05",
        "0.01, 0.01",
        "0.001, 0.001",
        "0.00012345678901234567, 0.00012345678901234567",
        "4503599627370495.5, 4503599627370495.5",
        "4503599627370496, 4503599627370496",
        "9007199254740993, 9007199254740992",
        "9223372036854775807, 9.2233720368547758e+18",
        "-9223372036854775808, -9.2233720368547758e+18",
        "1e15, 1000000000000000",
        "1e16, 10000000000000000",
        "99999999999999984, 99999999999999984",
        "99999999999999999, 1e+17",
        "123456789012345678, 1.2345678901234568e+17",
        "1e20, 1e+20",
        "-1e20, -1e+20",
        "1e22, 1e+22",
        "1e300, 1.0000000000000001e+300",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "1.7976931348623158e308, 1.7976931348623157e+308",
        "1e-320, 9.9998886718268301e-321",
        "4.9e-324, 4.9406564584124654e-324",
        "2.4703282292062328e-324, 4.9406564584124654e-324",
        "-2.2250738585072014e-308, -2.2250738585072014e-308",
        "0e-400, 0",
        "0e99999999999999999999, 0",
        "0e-99999999999999999999, 0",
        "0x1, 1",
        "0x1d, 29",
        "0x1p3, 8",
        "0X1P-3, 0.125",
        "0x.8, 0.5",
        "0x8., 8",
        "-0x1.8, -1.5",
        "0x0p-99999, 0",
        "0x1.fffffffffffff7p1023, 1.7976931348623157e+308",
        "0x1.000001p-1075, 4.9406564584124654e-324",
        "inf, inf",
        "+inf, inf",
        "-inf, -inf",
        "INF, inf",
        "Infinity, inf",
        "-INFINITY, -inf"
    })
    void readAndPrinted(String text, String printed) {
        for (Bytes bytes : new Bytes[] {Binary.of(text), Binary.inside(text, "-1e", "0")}) {
            assertThat(Numbers.isDouble(bytes)).isTrue();
            assertThat(Binary.text(Numbers.formatDouble(Numbers.parseDouble(bytes))))
                    .isEqualTo(printed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "\t1",
                "\u000b1",
                "1\0",
                "\0",
                "++1",
                "-+1",
                "- 1",
                "-",
                ".",
                "-.",
                ".e3",
                "e3",
                "1e",
                "0e",
                "1e+",
                "1e+-5",
                "1e0x5",
                "1e5.0",
                "1.2.3",
                "1,5",
                "1_0",
                "1f",
                "1d",
                "1L",
                "0x",
                "0x.",
                "0x.p1",
                "0x1p",
                "0x1p+",
                "0x1g",
                "0b1",
                "x1",
                "nan",
                "-nan",
                "NaN",
                "nan()",
                "nan(1)",
                "-nan(abc)",
                "i",
                "in",
                "infi",
                "infinit",
                "infinityy",
                "\u00b2",
                "1e400",
                "-1e400",
                "1e99999999999999999999",
                "1.7976931348623159e308",
                "0x1p1024",
                "0x1p99999",
                "0x1p99999999999999999999",
                "0x1.fffffffffffff8p1023",
                "1e-400",
                "1e-99999999999999999999",
                "2.4703282292062327e-324",
                "0x1p-1075",
                "0x1p-99999999999999999999"
            })
    void refused(String text) {
        assertThat(Numbers.isDouble(Binary.of(text))).isFalse();
        assertThat(Numbers.parseDoubleOrNaN(Binary.of(text))).isNaN();
        assertThatThrownBy(() -> Numbers.parseDouble(Binary.of(text))).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void lengthHasNoLimit() {
        int zeros = 1_000_000;
        assertThat(Numbers.parseDouble(Bytes.of("0".repeat(zeros) + "1"))).isEqualTo(1);
        assertThat(Numbers.parseDouble(Bytes.of("0." + "0".repeat(zeros) + "1e1000001")))
                .isEqualTo(1);
        assertThat(Numbers.parseDouble(Bytes.of("1" + "0".repeat(zeros) + "e-1000000")))
                .isEqualTo(1);
        assertThat(Numbers.parseDouble(Bytes.of("0x" + "0".repeat(zeros) + "1.8")))
                .isEqualTo(1.5);
        assertThat(Numbers.parseDouble(Bytes.of("0x1" + "0".repeat(zeros) + "p-4000000")))
                .isEqualTo(1);
        assertThat(Numbers.isDouble(Bytes.of("1".repeat(zeros)))).isFalse();
    }

    @Test
    void notFinite() {
        assertThat(Binary.text(Numbers.formatDouble(Double.POSITIVE_INFINITY))).isEqualTo("inf");
        assertThat(Binary.text(Numbers.formatDouble(Double.NEGATIVE_INFINITY))).isEqualTo("-inf");
        assertThat(Binary.text(Numbers.formatDouble(Double.NaN))).isEqualTo("nan");
    }

    @Test
    void powersOfTenAndTheirNeighbours() {
        for (int exponent = -320; exponent <= 308; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            for (double value : new double[] {Math.nextDown(power), power, Math.nextUp(power), 9.5 * (power / 10)}) {
                assertRounded(value, "1e" + exponent);
            }
        }
        assertRounded(Double.MIN_VALUE, "the smallest");
        assertRounded(Double.MAX_VALUE, "the largest");
    }

    /* Numbers just between two of 17 digits: the even one is right. */
    @Test
    void tiesGoToEven() {
        assertThat(Binary.text(Numbers.formatDouble(0.5 + 0x1p-18))).isEqualTo("0.50000381469726562");
        assertThat(Binary.text(Numbers.formatDouble(0.5 + 0x3p-18))).isEqualTo("0.50001144409179688");
        assertThat(Binary.text(Numbers.formatDouble(0x1p50 + 0.25))).isEqualTo("1125899906842624.2");
        assertThat(Binary.text(Numbers.formatDouble(0x1p50 + 0.75))).isEqualTo("1125899906842624.8");
    }

    @Test
    void randomDoubles() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            assertRounded(Double.longBitsToDouble(random.nextLong()), "seed " + seed);
        }
        for (int i = 0; i < 50_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(20) - 2);
            assertRounded(value, "seed " + seed);
            assertRounded(Math.rint(value * 1000) / 1000, "seed " + seed);
            assertRounded(Math.rint(value * 1024) / 1024, "seed " + seed);
        }
    }

    private static void assertRounded(double value, String from) {
        if (!Double.isFinite(value)) {
            return;
        }
        Bytes text = Bytes.wrap(Numbers.formatDouble(value));
        boolean right = Double.compare(Numbers.parseDouble(text), value) == 0
                && new BigDecimal(text.toString()).compareTo(new BigDecimal(value).round(SEVENTEEN_DIGITS)) == 0;
        assertThat(right).as("%s: %s as %s", from, value, text).isTrue();
    }
}
