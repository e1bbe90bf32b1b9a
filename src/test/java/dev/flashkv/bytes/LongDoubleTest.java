package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All sums, acceptances and refusals are what INCRBYFLOAT answered, redis-server 7.0.15 on x86-64. */
class LongDoubleTest {

    private static final String LARGEST = "0x1.fffffffffffffffep16383";

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.2, 0.3",
        "3.0, 5, 8",
        "10.5, 0.1, 10.6",
        "5.0e3, 2e2, 5200",
        "-0.1, 0.1, 0",
        "+.5, 1., 1.5",
        "00012, -0, 12",
        "0, 0, 0",
        "3.141592653589793238, 0, 3.14159265358979324",
        "0.30000000000000000001, 0, 0.3",
        "1.23456789012345678, 0, 1.23456789012345678",
        "123456789.123456789, 0.000000001, 123456789.12345678999554366",
        "999999.999999, 0.000001, 1000000",
        "1000.1, -0.1, 1000",
        "79.99, -80, -0.01",
        "-7.77, 3.3, -4.47",
        "1e18, 0.5, 1000000000000000000.5",
        "9223372036854775807, 1, 9223372036854775808",
        "9223372036854775808, 1, 9223372036854775809",
        "-9223372036854775808, -1, -9223372036854775809",
        "18446744073709551615, 1, 18446744073709551616",
        "18446744073709551615, 0.5, 18446744073709551616",
        "18446744073709551616, 1, 18446744073709551616",
        "18446744073709551617, 0, 18446744073709551616",
        "18446744073709551619, 0, 18446744073709551620",
        "18446744073709551618, 1, 18446744073709551620",
        "18446744073709551616, 3, 18446744073709551620",
        "0x1p64, 3, 18446744073709551620",
        "0x1p63, 0.5, 9223372036854775808",
        "0x1p63, 0x1.8p0, 9223372036854775810",
        "36893488147419103232, 2, 36893488147419103232",
        "36893488147419103232, 2.0000000000000001, 36893488147419103236",
        "36893488147419103232, 6, 36893488147419103240",
        "1e-17, 0, 0.00000000000000001",
        "-1e-17, 0, -0.00000000000000001",
        "5e-18, 0, 0",
        "5.1e-18, 0, 0.00000000000000001",
        "-5e-18, 0, 0",
        "4.9e-18, 0, 0",
        "1.5e-17, 0, 0.00000000000000002",
        "0x1p-18, 0, 0.00000381469726562",
        "0x1.8p-17, 0, 0.00001144409179688",
        "0x1.4p-16, 0, 0.00001907348632812",
        "1e-4940, 0, 0",
        "3.6e-4951, 1, 1",
        "1.9e-4951, -1.9e-4951, 0",
        "0x1.8p1, 0x1, 4",
        "0X.8P+3, -0x8., -4",
        "0xffffffffffffffffp-8, 0, 72057594037927935.99609375",
        "0xffffffffffffffff8, 0, 295147905179352825856",
        "0xffffffffffffffff9, 0, 295147905179352825856",
        "0x1fffffffffffffffe8, 0, 590295810358705651680",
        "1e25, 1, 10000000000000000000000000",
        "1e30, -1e30, 0",
        "1e30, 1e10, 1000000000000000000024696061952",
        "1.7976931348623157e40, 1, 17976931348623157000570811429393474256896",
        "-3934.0283, -207.883515, -4141.91181499999999982",
        "-8197.995, -196.8, -8394.79499999999999993",
        "6009.04703, -556.1, 5452.94702999999999982",
        "-2795.101809996, 653.74, -2141.36180999600000008",
        "-5711.99135, 657.8, -5054.19135000000000035",
        "6008.95677, -670.36, 5338.59677000000000024",
        "2539.51205, 921.845926, 3461.35797599999999985",
        "-8265.634947, -325.19505, -8590.82999700000000054",
        "119.0755142, -505.36, -386.28448579999999998",
        "-8213.07585, 680.92536, -7532.15049000000000001",
        "8177.4, 409.81388, 8587.21387999999999963",
        "6960.88176, -609.74965, 6351.13210999999999995",
        "1978.2494438, -97.2552, 1880.99424380000000001",
        "-3897.7681, -837.8, -4735.56809999999999983",
        "2527.01491080, 37.744, 2564.7589108",
        "4017.57439119, 994.56, 5012.1343911900000001",
        "-8671.2306, 270.04, -8401.19059999999999988",
        "-4473.90330081, -128.151, -4602.05430080999999998",
        "2688.643718, 808.63, 3497.27371800000000013",
        "6788.53, -542.261120, 6246.26887999999999979",
        "530324.4826525517, -7.55709196164206e-05, 530324.48257698078043632",
        "-4.181514910009689e-09, -9143776244359.607, -9143776244359.60700035095214844",
        "-834779323.6981665, 4.697559129478517, -834779319.00060737051535398",
        "-963624949.413385, -3.5664776018251846e-06, -963624949.41338856652146205",
        "5.50478870450297e+16, 7.227461776630335e+17, 777794064708063200",
        "2.4102094292705826e-06, -0.00041317949268624733, -0.00041076928325698",
        "788167349.1618371, -727.1247468881701, 788166622.03709021181566641",
        "1.9761933329423687, -3.3738554160162716e-10, 1.97619333260498316"
    })
    void sums(String one, String other, String sum) {
        Bytes left = Binary.inside(one, "-2e", "1");
        Bytes right = Binary.of(other);
        assertThat(add(left, right)).isEqualTo(sum);
        assertThat(add(right, left)).isEqualTo(sum);
        assertThat(add(negated(one), negated(other)))
                .isEqualTo(sum.equals("0") ? "0" : negated(sum).toString());
    }

    private static String add(Bytes one, Bytes other) {
        assertThat(LongDouble.isLongDouble(one)).isTrue();
        LongDouble sum = LongDouble.parse(one).plus(LongDouble.parse(other));
        assertThat(sum.isFinite()).isTrue();
        assertThat(sum.toBytes()).hasToString(sum.toString());
        return sum.toString();
    }

    private static Bytes negated(String number) {
        String magnitude = number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
        return Bytes.of(number.startsWith("-") ? magnitude : "-" + magnitude);
    }

    private static LongDouble parse(String text) {
        return LongDouble.parse(Bytes.of(text));
    }

    @Test
    void largestNumbers() {
        String largest = parse(LARGEST).toString();
        assertThat(largest).hasSize(4933).startsWith("1189731495357231765021263853030970205169");
        assertThat(parse("1.18973149535723176502e4932")).hasToString(largest);
        assertThat(parse("0x1.fffffffffffffffefffp16383")).hasToString(largest);
        assertThat(parse(largest)).hasToString(largest);
        // Less than half of the last bit is lost, half of it is carried beyond the range.
        assertThat(parse(LARGEST).plus(parse("0x1p16318"))).hasToString(largest);
        assertThat(parse(LARGEST).plus(parse("0x1p16319")).isFinite()).isFalse();
        assertThat(parse("1e4932").plus(parse("1e4931")).toString())
                .hasSize(4933)
                .startsWith("1100000000000000000038868581125278743253")
                .endsWith("05997527100062433280");
        assertThat(parse("1.1e4000").plus(parse("2e3990")).toString())
                .hasSize(4001)
                .startsWith("1100000000200000000013283083075027879379")
                .endsWith("63249461867353997312");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "\t1",
                "1\0",
                "\0",
                "++1",
                "-",
                ".",
                "e1",
                "1e",
                "1e+",
                "0x",
                "0x.",
                "0x1p",
                "1L",
                "1,5",
                "nan",
                "-NAN",
                "nan(1)",
                "in",
                "infinit",
                "1.18973149535723176509e4932",
                "1.19e4932",
                "1e5000",
                "1e99999999999999999999",
                "0x1p16384",
                "0x1.ffffffffffffffffp16383",
                "1.82259976594123730126e-4951",
                "0x1p-16446",
                "1e-99999999999999999999",
                "0x1p-99999999999999999999"
            })
    void refused(String text) {
        assertThat(LongDouble.isLongDouble(Binary.of(text))).isFalse();
        assertThat(LongDouble.parseOrNull(Binary.of(text))).isNull();
        assertThatThrownBy(() -> LongDouble.parse(Binary.of(text))).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.64519953188247460253e-4951",
                "1.82259976594123730127e-4951",
                "0x1.0000001p-16446",
                "0x1.8p-16445",
                "0e99999999999999999999",
                "-0x0p-99999999999999",
                "1e-400"
            })
    void tinyButNumbers(String text) {
        assertThat(parse(text)).hasToString("0");
    }

    @Test
    void subnormalNumbersKeepTheirLastBit() {
        // 0x1.8p-16445 is a tie between one and two units of the last place; two is even.
        LongDouble difference = parse("0x1.8p-16445").plus(parse("-0x1p-16444"));
        assertThat(difference.plus(parse(LARGEST)).isFinite()).isTrue();
        assertThat(difference).hasToString("0");
        assertThat(parse("0x1p-16445").plus(parse("-0x1p-16444"))).hasToString("0");
    }

    @Test
    void lengthIsLimited() {
        for (String[] parts : new String[][] {{"", "0", "1"}, {"1.", "0", ""}, {"0x", "0", "1"}}) {
            int zeros = 5119 - parts[0].length() - parts[2].length();
            assertThat(parse(parts[0] + "0".repeat(zeros) + parts[2])).hasToString("1");
            assertThat(LongDouble.isLongDouble(Bytes.of(parts[0] + "0".repeat(zeros + 1) + parts[2])))
                    .isFalse();
        }
        assertThat(parse("0." + "0".repeat(4000) + "1e4001")).hasToString("1");
        assertThat(parse("1" + "0".repeat(5000) + "e-5000")).hasToString("1");
    }

    @Test
    void infinityAndNaN() {
        for (String text : new String[] {"inf", "+INF", "Infinity", "+iNfInItY"}) {
            assertThat(parse(text).isFinite()).isFalse();
            assertThat(parse(text).isNaN()).isFalse();
            assertThat(parse(text)).hasToString("inf");
        }
        assertThat(parse("-infinity")).hasToString("-inf");
        LongDouble infinity = parse("inf");
        LongDouble one = LongDouble.of(1);
        assertThat(infinity.plus(one)).hasToString("inf");
        assertThat(one.plus(infinity)).hasToString("inf");
        assertThat(infinity.plus(infinity)).hasToString("inf");
        assertThat(parse("1e4932").plus(parse("1e4932"))).hasToString("inf");
        assertThat(parse("-1e4932").plus(parse("-2e4931"))).hasToString("-inf");
        LongDouble nan = infinity.plus(parse("-inf"));
        assertThat(nan.isNaN()).isTrue();
        assertThat(nan.isFinite()).isFalse();
        assertThat(nan).hasToString("nan");
        assertThat(nan.plus(one).isNaN()).isTrue();
        assertThat(one.plus(nan).isNaN()).isTrue();
        assertThat(infinity.plus(nan).isNaN()).isTrue();
        assertThat(nan.secondsToMillis()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void integersOf64Bits() {
        for (long value : new long[] {0, 1, -1, 1000, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
            assertThat(LongDouble.of(value)).hasToString(Long.toString(value));
            assertThat(parse(Long.toString(value))).hasToString(Long.toString(value));
        }
        assertThat(LongDouble.of(Long.MAX_VALUE).plus(LongDouble.of(Long.MIN_VALUE)))
                .hasToString("-1");
    }

    @Test
    void exactSumsStayExact() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            // Up to 62 bits with at most 17 binary places, so also at most 17 decimal ones.
            BigDecimal divisor = new BigDecimal(BigInteger.ONE.shiftLeft(random.nextInt(18)));
            BigDecimal one = BigDecimal.valueOf(random.nextLong() >> (4 + random.nextInt(50)))
                    .divide(divisor);
            BigDecimal other = BigDecimal.valueOf(random.nextLong() >> (4 + random.nextInt(50)))
                    .divide(divisor);
            BigDecimal sum = one.add(other);
            String expected = sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
            String actual = parse(one.toString()).plus(parse(other.toString())).toString();
            assertThat(actual).as("seed %d: %s + %s", seed, one, other).isEqualTo(expected);
        }
    }

    @Test
    void integersAreRoundedTo64Bits() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            BigInteger value = new BigInteger(1 + random.nextInt(300), random);
            assertThat(parse(value.toString())).as("seed %d", seed).hasToString(rounded(value));
            assertThat(parse("0x" + value.toString(16))).as("seed %d", seed).hasToString(rounded(value));
            BigInteger other = new BigInteger(1 + random.nextInt(300), random);
            BigInteger sum = new BigInteger(rounded(value)).add(new BigInteger(rounded(other)));
            assertThat(parse(value.toString()).plus(parse(other.toString())))
                    .as("seed %d", seed)
                    .hasToString(rounded(sum));
        }
    }

    /* The multiple of the last place's unit that is nearest; of two, the even one. */
    private static String rounded(BigInteger value) {
        BigInteger unit = BigInteger.ONE.shiftLeft(Math.max(0, value.bitLength() - 64));
        BigInteger[] parts = value.divideAndRemainder(unit);
        int half = parts[1].shiftLeft(1).compareTo(unit);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0) && unit.bitLength() > 1);
        return (up ? parts[0].add(BigInteger.ONE) : parts[0]).multiply(unit).toString();
    }

    /*
     * What C's ceill(strtold(text) * 1000) converts to on x86-64. BLPOP in a transaction says "timeout is negative" of
     * those that give a negative number here, and only of those: -0.001 is none, being a little nearer to zero.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1000",
        "0.1, 100",
        "0.0001, 1",
        "0.001, 1",
        "0.0011, 2",
        "1.5, 1500",
        "1e-400, 1",
        "-0, 0",
        "-0.0001, 0",
        "-0.001, 0",
        "-0.003, -3",
        "-1.0015, -1001",
        "9223372036854775, 9223372036854775000",
        "9223372036854775.807, 9223372036854775807",
        "9223372036854775.808, -9223372036854775808",
        "-9223372036854775.808, -9223372036854775807",
        "-9223372036854775.809, -9223372036854775808",
        "1e16, -9223372036854775808",
        "1e400, -9223372036854775808",
        "-1e400, -9223372036854775808",
        "1e4932, -9223372036854775808",
        "inf, -9223372036854775808",
        "-inf, -9223372036854775808"
    })
    void secondsAsMillis(String seconds, long millis) {
        assertThat(parse(seconds).secondsToMillis()).isEqualTo(millis);
    }

    @Test
    void theWorstInputsTakeNoTime() {
        String[] worst = {
            "1e4932",
            "1e-4950",
            "9".repeat(4900),
            "0." + "9".repeat(5100),
            "0." + "0".repeat(300) + "7".repeat(4800) + "e-4600",
            "7".repeat(5100) + "e-170",
            "0x" + "f".repeat(4000),
            "0x." + "0".repeat(4000) + "1p99",
            "1".repeat(5000) + "e-99999"
        };
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < 50; round++) {
                for (String text : worst) {
                    LongDouble value = LongDouble.parseOrNull(Bytes.of(text));
                    if (value != null) {
                        assertThat(value.plus(parse("1e-4940")).toString()).hasSizeLessThan(4952);
                    }
                }
            }
        });
    }
}
