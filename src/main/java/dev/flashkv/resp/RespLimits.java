package dev.flashkv.resp;

/**
 * How large a client's request may grow before the parser refuses it. The values are what redis-server enforces; each
 * stands between a client that announces much and the memory of everybody else.
 *
 * @param bulkBytesMax the longest argument in bytes, Redis' {@code proto-max-bulk-len}: no string can be longer, so a
 *     longer announcement is refused at its header instead of after half a gigabyte
 * @param inlineBytesMax the longest inline command, and the longest header line, in bytes without its line end: a
 *     client that never ends its line is refused when it has sent one byte more
 * @param argumentsMax the most arguments of one request: arguments are counted in an int
 */
public record RespLimits(int bulkBytesMax, int inlineBytesMax, int argumentsMax) {

    /** redis-server's own: 512 MiB per argument, 64 KiB per line, 2147483647 arguments. */
    public static final RespLimits DEFAULTS = new RespLimits(512 << 20, 64 << 10, Integer.MAX_VALUE);

    /**
     * Limits of one's own.
     *
     * @throws IllegalArgumentException if one of them is negative
     */
    public RespLimits {
        if (bulkBytesMax < 0 || inlineBytesMax < 0 || argumentsMax < 0) {
            throw new IllegalArgumentException("a limit must not be negative: " + bulkBytesMax + " bytes per bulk, "
                    + inlineBytesMax + " bytes per line, " + argumentsMax + " arguments");
        }
    }
}
