package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;

/**
 * A key that somebody waits for and that has been modified.
 *
 * @param database the number of its database
 * @param key its name
 */
public record ReadyKey(int database, Bytes key) {}
