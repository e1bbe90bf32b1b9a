package dev.flashkv.keyspace;

/** Whoever waits for a key; the keyspace keeps the order in which they came and knows nothing else of them. */
public interface Awaiter {}
