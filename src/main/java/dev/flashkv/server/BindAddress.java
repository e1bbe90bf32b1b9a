package dev.flashkv.server;

/**
 * An address to listen at, as the directive bind has it.
 *
 * @param host an address or a host's name
 * @param optional whether the server may start without it
 */
public record BindAddress(String host, boolean optional) {
    private static final String OPTIONAL_SIGN = "-";

    /** Reads an address: a minus sign before it makes it optional; a star is all of IPv4, and behind :: all of IPv6. */
    public static BindAddress parse(String text) {
        boolean optional = text.startsWith(OPTIONAL_SIGN);
        String host = optional ? text.substring(OPTIONAL_SIGN.length()) : text;
        return switch (host) {
            case "*" -> new BindAddress("0.0.0.0", optional);
            case "::*" -> new BindAddress("::", optional);
            default -> new BindAddress(host, optional);
        };
    }
}
