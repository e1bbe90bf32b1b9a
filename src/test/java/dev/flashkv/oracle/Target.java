package dev.flashkv.oracle;

import java.net.InetSocketAddress;

/** A RESP server that takes part in a comparison. */
interface Target extends AutoCloseable {
    /** What failure messages call it. */
    String name();

    /** Where it accepts connections. */
    InetSocketAddress address();

    @Override
    void close();
}
