package dev.flashkv.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as Redis writes them: {@code 127.0.0.1:6379}, {@code [::1]:6379}. */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** The text of a resolved address. */
    public static String of(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host instanceof Inet6Address ? "[" + compressed(host.getAddress()) + "]" : host.getHostAddress();
        return text + ":" + address.getPort();
    }

    /** RFC 5952: groups without leading zeros, the first of the longest runs of zero groups left out. */
    private static String compressed(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
        }
        int gap = 0;
        int gapLength = 0;
        for (int i = 0, run = 0; i < GROUPS; i++) {
            run = groups[i] == 0 ? run + 1 : 0;
            if (run > gapLength) {
                gapLength = run;
                gap = i + 1 - run;
            }
        }
        if (gapLength < 2) {
            return join(groups, 0, GROUPS);
        }
        return join(groups, 0, gap) + "::" + join(groups, gap + gapLength, GROUPS);
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
