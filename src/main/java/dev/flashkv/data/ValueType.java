package dev.flashkv.data;

/** The types a key can have, as TYPE and SCAN's TYPE option name them. */
public enum ValueType {
    /** A binary string, or a number kept as one. */
    STRING("string"),
    /** A list of binary strings. */
    LIST("list");

    private final String redisName;

    ValueType(String redisName) {
        this.redisName = redisName;
    }

    /** What TYPE answers. */
    public String redisName() {
        return redisName;
    }
}
