package dev.flashkv.data;

/**
 * What a key holds. Arguments that are views of a network chunk may be passed to any of its methods: what they are
 * views of is copied, at the latest when the value is stored. Not thread-safe: its keyspace's owner is its only user.
 */
public sealed interface Value permits StringValue, ListValue {

    /** This value's type. */
    ValueType type();

    /** How it is stored, in Redis' words, such as int, embstr, raw or quicklist. */
    String encoding();

    /** A value of the same content, which no change of this one changes. O(n); O(1) when it can't change. */
    Value copy();

    /** The bytes of user data in it. O(1). */
    long payloadBytes();

    /**
     * What it takes on the heap, in bytes, by {@link HeapLayout}; 0 for a string of which only the content is stored,
     * in the array of its key. O(1).
     */
    long heapBytes();

    /** Whether it is an aggregate without elements, which no key may hold. A string never is, however short. O(1). */
    boolean isVacant();
}
