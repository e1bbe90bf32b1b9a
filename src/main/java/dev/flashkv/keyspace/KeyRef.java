package dev.flashkv.keyspace;

/**
 * What the keyspace's HashMap is keyed by. An {@link Entry} is its own key, which saves an object for every key there
 * is; a {@link Probe} looks one up without copying it. The two compare and hash by the key's bytes.
 */
abstract sealed class KeyRef permits Entry, Probe {}
