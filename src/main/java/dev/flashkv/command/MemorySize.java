package dev.flashkv.command;

import java.math.BigInteger;
import java.util.Locale;

/** Sizes in memory as redis.conf writes them: 100, 1k (1000), 1kb (1024), and so on with m, mb, g, gb, in any case. */
public final class MemorySize {
    private static final int DIGITS_MAX = 127;

    private MemorySize() {}

    /** The size in bytes, at most 2^63 - 1; or -1 if the text is none. */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit = unitOf(text.substring(digits).toLowerCase(Locale.ROOT));
        if (unit < 0 || digits == 0 || digits > DIGITS_MAX) {
            return -1;
        }
        return new BigInteger(text.substring(0, digits))
                .multiply(BigInteger.valueOf(unit))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    private static long unitOf(String unit) {
        return switch (unit) {
            case "", "b" -> 1;
            case "k" -> 1_000;
            case "kb" -> 1L << 10;
            case "m" -> 1_000_000;
            case "mb" -> 1L << 20;
            case "g" -> 1_000_000_000;
            case "gb" -> 1L << 30;
            default -> -1;
        };
    }
}
