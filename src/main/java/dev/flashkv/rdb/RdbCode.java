package dev.flashkv.rdb;

/** The numbers that RDB gives to things. */
final class RdbCode {
    /** The version written: that of redis-server 7.0. Older ones are read, too. */
    static final int VERSION = 10;

    // ---- types of values ----

    static final int STRING = 0;
    /** A list as strings, one after the other. */
    static final int LIST = 1;
    /** A list as one ziplist. */
    static final int LIST_ZIPLIST = 10;
    /** A list as ziplists, one after the other. */
    static final int LIST_QUICKLIST = 14;
    /** A list as nodes, each a listpack or a single element. */
    static final int LIST_QUICKLIST_2 = 18;

    // ---- nodes of LIST_QUICKLIST_2 ----

    /** A single element. */
    static final int NODE_PLAIN = 1;
    /** A listpack. */
    static final int NODE_PACKED = 2;

    // ---- a length's first byte, with the upper bits of the length where there is room ----

    static final int LENGTH_14_BITS = 0x40;
    static final int LENGTH_32_BITS = 0x80;
    static final int LENGTH_64_BITS = 0x81;
    /** No length: the lower bits say how the string is encoded. */
    static final int ENCODED = 0xc0;

    // ---- how a string is encoded ----

    static final int INT_8 = 0;
    static final int INT_16 = 1;
    static final int INT_32 = 2;
    static final int LZF = 3;

    private RdbCode() {}
}
