package dev.flashkv;

import dev.flashkv.bytes.Bytes;

/**
 * Something that has happened to a key.
 *
 * @param database the number of the key's database
 * @param event its name as in Redis, such as {@code set}, {@code expired}, {@code rename_from}
 * @param key the key
 */
public record KeyspaceEvent(int database, String event, Bytes key) {}
