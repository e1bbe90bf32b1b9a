package dev.flashkv.bytes;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A number as C's {@code long double} holds it on x86-64: a significand of 64 bits, exponents from -16445 to 16383,
 * rounding to nearest with ties to even. Redis computes INCRBYFLOAT, HINCRBYFLOAT and the timeouts of blocking commands
 * in it, so replies equal to Redis' need every bit of it: {@code double} would give 0.30000000000000004 where Redis
 * says 0.3.
 *
 * <p>Instances are immutable. Zero has no sign here, for none of those commands shows it.
 *
 * <p>Cost: about a microsecond per operation for everyday numbers; a fraction of a millisecond for the largest, such as
 * {@code 1e4932}, whose text has 4,933 digits. No input costs more.
 *
 * <p>Source: IEEE 754-1985's extended format in Intel's shape, and redis-server 7.0.15 for what is a number at all.
 */
public final class LongDouble {

    private static final int SIGNIFICAND_BITS = 64;
    /* What the last bit of the smallest (subnormal) numbers counts: 2^-16445. */
    private static final int EXPONENT_MIN = -16_445;
    /* Finite numbers are less than 2^16384. */
    private static final int MAGNITUDE_BITS_MAX = 16_384;

    /* Redis copies the text into a buffer of 5 KiB, one byte of which ends it. */
    private static final int TEXT_LENGTH_MAX = 5 * 1024 - 1;
    /*
     * Exponents are cut to this before anything is computed. With at most 5,119 digits the number overflows, or
     * vanishes, all the same.
     */
    private static final int EXPONENT_LIMIT = 100_000;
    /* Decimal exponents of the first digit beyond which a number surely overflows, or surely rounds to zero. */
    private static final int DECIMAL_EXPONENT_MAX = 4_932;
    private static final int DECIMAL_EXPONENT_MIN = -4_952;

    private static final int FRACTION_DIGITS = 17;
    private static final BigInteger FRACTION_SCALE = BigInteger.TEN.pow(FRACTION_DIGITS);
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

    private enum Kind {
        FINITE,
        INFINITE,
        NAN
    }

    private static final LongDouble POSITIVE_INFINITY = new LongDouble(Kind.INFINITE, BigInteger.ONE, 0);
    private static final LongDouble NEGATIVE_INFINITY = new LongDouble(Kind.INFINITE, BigInteger.ONE.negate(), 0);
    private static final LongDouble NAN = new LongDouble(Kind.NAN, BigInteger.ZERO, 0);
    private static final LongDouble ZERO = new LongDouble(Kind.FINITE, BigInteger.ZERO, 0);

    private final Kind kind;
    /* The number is significand * 2^exponent; of infinity, only the significand's sign counts. */
    private final BigInteger significand;
    private final int exponent;

    private LongDouble(Kind kind, BigInteger significand, int exponent) {
        this.kind = kind;
        this.significand = significand;
        this.exponent = exponent;
    }

    /** The integer, exactly: 64 bits are as many as there are. */
    public static LongDouble of(long value) {
        return new LongDouble(Kind.FINITE, BigInteger.valueOf(value), 0);
    }

    /**
     * Whether Redis takes these bytes for a {@code long double}: all that C's {@code strtold} reads, decimal,
     * hexadecimal and infinite, but no white space, no NaN, not more than 5,119 bytes, nothing too large and nothing
     * but zero that would round to zero. As costly as {@link #parse}, except that most foreign text is refused early.
     */
    public static boolean isLongDouble(Bytes text) {
        return parseOrNull(text) != null;
    }

    /**
     * The nearest number to what these bytes spell; it may be infinite if they say so.
     *
     * @throws NumberFormatException unless {@link #isLongDouble}
     */
    public static LongDouble parse(Bytes text) {
        LongDouble value = parseOrNull(text);
        if (value == null) {
            throw new NumberFormatException("not a number, or out of a long double's range");
        }
        return value;
    }

    /** As {@link #parse}, but null unless {@link #isLongDouble}: both answers for the cost of one. */
    public static @Nullable LongDouble parseOrNull(Bytes text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return null;
        }
        FloatSyntax.Form form = FloatSyntax.formOf(text);
        boolean negative = FloatSyntax.isNegative(text);
        if (form == FloatSyntax.Form.NOT_A_NUMBER) {
            return null;
        }
        if (form == FloatSyntax.Form.INFINITY) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (FloatSyntax.isZero(text, form)) {
            return ZERO;
        }
        LongDouble magnitude =
                form == FloatSyntax.Form.HEXADECIMAL ? hexadecimalMagnitude(text) : decimalMagnitude(text);
        if (magnitude.kind != Kind.FINITE || magnitude.significand.signum() == 0) {
            return null;
        }
        return negative ? new LongDouble(Kind.FINITE, magnitude.significand.negate(), magnitude.exponent) : magnitude;
    }

    private static LongDouble decimalMagnitude(Bytes text) {
        int end = FloatSyntax.exponentStart(text, FloatSyntax.Form.DECIMAL);
        BigDecimal digits =
                new BigDecimal(text.slice(FloatSyntax.magnitudeStart(text), end).toString());
        int scale = digits.scale() - exponentAfter(text, end);
        BigInteger unscaled = digits.unscaledValue();
        int firstDigitExponent = digits.precision() - 1 - scale;
        if (firstDigitExponent > DECIMAL_EXPONENT_MAX) {
            return POSITIVE_INFINITY;
        }
        if (firstDigitExponent < DECIMAL_EXPONENT_MIN) {
            return ZERO;
        }
        // 10^n is 5^n * 2^n, and the power of two goes into the exponent.
        if (scale <= 0) {
            return rounded(unscaled.multiply(FIVE.pow(-scale)), -scale, false);
        }
        BigInteger divisor = FIVE.pow(scale);
        // Two bits beyond the significand's: the quotient's last bits then decide the rounding with the remainder.
        int shift = Math.max(0, SIGNIFICAND_BITS + 2 - (unscaled.bitLength() - divisor.bitLength()));
        BigInteger[] quotientAndRest = unscaled.shiftLeft(shift).divideAndRemainder(divisor);
        return rounded(quotientAndRest[0], -scale - shift, quotientAndRest[1].signum() != 0);
    }

    private static LongDouble hexadecimalMagnitude(Bytes text) {
        int start = FloatSyntax.magnitudeStart(text) + 2;
        int end = FloatSyntax.exponentStart(text, FloatSyntax.Form.HEXADECIMAL);
        String digits = text.slice(start, end).toString();
        int point = digits.indexOf('.');
        int fractionDigits = point < 0 ? 0 : digits.length() - point - 1;
        BigInteger unscaled = new BigInteger(digits.replace(".", ""), 16);
        int binaryExponent = exponentAfter(text, end) - 4 * fractionDigits;
        int magnitudeBits = unscaled.bitLength() + binaryExponent;
        if (magnitudeBits > MAGNITUDE_BITS_MAX) {
            return POSITIVE_INFINITY;
        }
        return magnitudeBits < EXPONENT_MIN ? ZERO : rounded(unscaled, binaryExponent, false);
    }

    /* The number after the exponent's letter at this place, cut to EXPONENT_LIMIT; 0 if the text ends there. */
    private static int exponentAfter(Bytes text, int letter) {
        if (letter == text.length()) {
            return 0;
        }
        int at = letter + 1;
        boolean negative = text.byteAt(at) == '-';
        if (negative || text.byteAt(at) == '+') {
            at++;
        }
        int exponent = 0;
        for (; at < text.length(); at++) {
            exponent = Math.min(EXPONENT_LIMIT, exponent * 10 + (text.byteAt(at) - '0'));
        }
        return negative ? -exponent : exponent;
    }

    /** The sum, rounded once. Opposite infinities, or a NaN, give NaN. */
    public LongDouble plus(LongDouble other) {
        if (kind == Kind.FINITE && other.kind == Kind.FINITE) {
            int common = Math.min(exponent, other.exponent);
            BigInteger sum =
                    significand.shiftLeft(exponent - common).add(other.significand.shiftLeft(other.exponent - common));
            return rounded(sum, common, false);
        }
        if (kind == Kind.NAN || other.kind == Kind.FINITE) {
            return this;
        }
        boolean opposed = kind == Kind.INFINITE
                && other.kind == Kind.INFINITE
                && significand.signum() != other.significand.signum();
        return opposed ? NAN : other;
    }

    /** Whether this is neither infinite nor NaN. */
    public boolean isFinite() {
        return kind == Kind.FINITE;
    }

    /** Whether this is the result of an impossible sum. Parsing never gives it. */
    public boolean isNaN() {
        return kind == Kind.NAN;
    }

    /**
     * This many seconds as milliseconds, rounded up, the way blocking commands read their timeouts: the product is
     * rounded to a {@code long double} first.
     *
     * @return the milliseconds, or {@link Long#MIN_VALUE} if they do not fit (or this is not finite), which x86-64's
     *     conversion gives and Redis then calls a negative timeout
     */
    public long secondsToMillis() {
        if (kind != Kind.FINITE) {
            return Long.MIN_VALUE;
        }
        LongDouble millis = rounded(significand.multiply(THOUSAND), exponent, false);
        if (millis.kind != Kind.FINITE || millis.significand.bitLength() + millis.exponent > Long.SIZE) {
            return Long.MIN_VALUE;
        }
        // A shift to the right rounds down, so it is applied to the opposite.
        BigInteger ceiling =
                millis.significand.negate().shiftLeft(millis.exponent).negate();
        return ceiling.bitLength() < Long.SIZE ? ceiling.longValue() : Long.MIN_VALUE;
    }

    /**
     * The number as INCRBYFLOAT prints it: all digits before the point, up to 17 after it (rounded from the exact
     * binary value, half to even), without trailing zeros, a lone point, an exponent, or a minus before zero. Infinity
     * is {@code inf}, the rest {@code nan}.
     *
     * @return at most 4,951 bytes, detached
     */
    public Bytes toBytes() {
        return Bytes.wrap(toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The text of {@link #toBytes}. */
    @Override
    public String toString() {
        if (kind == Kind.NAN) {
            return "nan";
        }
        if (kind == Kind.INFINITE) {
            return significand.signum() > 0 ? "inf" : "-inf";
        }
        if (exponent >= 0) {
            return significand.shiftLeft(exponent).toString();
        }
        BigInteger scaled = shiftRightHalfEven(significand.abs().multiply(FRACTION_SCALE), -exponent, false);
        BigDecimal magnitude = new BigDecimal(scaled, FRACTION_DIGITS).stripTrailingZeros();
        // Numbers that round to zero keep no sign, and plain zero has none.
        return significand.signum() < 0 && scaled.signum() != 0
                ? "-" + magnitude.toPlainString()
                : magnitude.toPlainString();
    }

    /*
     * The number nearest to value * 2^exponent, or, if inexact, to something between that and the next magnitude. An
     * inexact value must have more bits than the significand.
     */
    private static LongDouble rounded(BigInteger value, int exponent, boolean inexact) {
        BigInteger magnitude = value.abs();
        int excess = Math.max(magnitude.bitLength() - SIGNIFICAND_BITS, EXPONENT_MIN - exponent);
        int newExponent = exponent;
        if (excess > 0) {
            magnitude = shiftRightHalfEven(magnitude, excess, inexact);
            newExponent += excess;
        }
        if (magnitude.signum() == 0) {
            return ZERO;
        }
        boolean negative = value.signum() < 0;
        if (magnitude.bitLength() + newExponent > MAGNITUDE_BITS_MAX) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        return new LongDouble(Kind.FINITE, negative ? magnitude.negate() : magnitude, newExponent);
    }

    /* magnitude / 2^bits rounded to nearest, ties to even; inexact says that the true magnitude is a little more. */
    private static BigInteger shiftRightHalfEven(BigInteger magnitude, int bits, boolean inexact) {
        BigInteger kept = magnitude.shiftRight(bits);
        if (!magnitude.testBit(bits - 1)) {
            return kept;
        }
        boolean aboveHalf = inexact || magnitude.getLowestSetBit() < bits - 1;
        return aboveHalf || kept.testBit(0) ? kept.add(BigInteger.ONE) : kept;
    }
}
