package dev.flashkv.resp;

/** The protocol a connection speaks: RESP2 until HELLO 3 asks for RESP3. */
public enum RespVersion {
    /** The protocol of Redis 2.0 to 5.0, every connection's first. */
    RESP2(2),
    /** The protocol of Redis 6.0: maps, sets, doubles, one null, pushes. */
    RESP3(3);

    private final int number;

    RespVersion(int number) {
        this.number = number;
    }

    /** What HELLO calls it: 2 or 3. */
    public int number() {
        return number;
    }
}
