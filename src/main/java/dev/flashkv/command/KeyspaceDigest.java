package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Keyspace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What DEBUG DIGEST tells of all keys, and DEBUG DIGEST-VALUE of one: twenty bytes that are the same where keys, values
 * and expiries are, here and in redis-server. Keys that have expired don't count. Not for secrets: who may choose keys
 * can choose what they add up to.
 */
final class KeyspaceDigest {

    /*
     * Two ways to take something into a digest, both by its SHA-1. "Add" combines by exclusive or, so that the order
     * does not matter: that of keys. "Mix" hashes the combination again, so that it does: that of a key's parts.
     */

    private static final int LENGTH = 20;

    // ---- numbers that Redis has for types ----

    private static final int STRING = 0;
    private static final int LIST = 1;

    private static final Bytes EXPIRES = Bytes.wrap("!!expire!!".getBytes(StandardCharsets.US_ASCII));

    private final MessageDigest sha1 = newSha1();
    private final byte[] digest = new byte[LENGTH];
    private int lastDatabase = -1;

    private KeyspaceDigest() {}

    private static MessageDigest newSha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** That of all databases of all shards, in hexadecimal; zeros when there are no keys. O(all data). */
    static String ofAll(List<Databases> shards) {
        KeyspaceDigest all = new KeyspaceDigest();
        int end = shards.stream().mapToInt(Databases::end).max().orElse(0);
        for (int database = 0; database < end; database++) {
            for (Databases shard : shards) {
                if (shard.has(database)) {
                    all.addKeys(database, shard.get(database));
                }
            }
        }
        return all.toString();
    }

    /** That of one key's value and expiry, in hexadecimal; zeros when there is no such key. O(n). */
    static String ofValue(Keyspace keyspace, Bytes key) {
        KeyspaceDigest one = new KeyspaceDigest();
        Value value = keyspace.peek(key);
        if (value != null) {
            one.mix(value, keyspace.deadlineMillis(key) != Keyspace.NO_DEADLINE);
        }
        return one.toString();
    }

    /** Adds all keys; a database's number goes before the first of its keys. */
    private void addKeys(int database, Keyspace keyspace) {
        keyspace.allKeys().forEach(key -> {
            if (lastDatabase != database) {
                lastDatabase = database;
                mix(number(database));
            }
            Value value = Objects.requireNonNull(keyspace.peek(key));
            KeyspaceDigest one = new KeyspaceDigest();
            one.mix(key);
            one.mix(value, keyspace.deadlineMillis(key) != Keyspace.NO_DEADLINE);
            combine(hash(Bytes.wrap(one.digest)));
        });
    }

    private void mix(Value value, boolean expires) {
        if (value instanceof StringValue string) {
            mix(number(STRING));
            mix(string.bytes());
        } else if (value instanceof ListValue list) {
            mix(number(LIST));
            for (int i = 0; i < list.size(); i++) {
                mix(list.get(i));
            }
        } else {
            throw new IllegalArgumentException("no digest of " + value.type());
        }
        if (expires) {
            combine(hash(EXPIRES));
        }
    }

    private void mix(Bytes bytes) {
        combine(hash(bytes));
        System.arraycopy(hash(Bytes.wrap(digest)), 0, digest, 0, LENGTH);
    }

    private void combine(byte[] other) {
        for (int i = 0; i < LENGTH; i++) {
            digest[i] ^= other[i];
        }
    }

    private byte[] hash(Bytes bytes) {
        sha1.update(bytes.array(), bytes.arrayOffset(), bytes.length());
        return sha1.digest();
    }

    /** Four bytes, the highest first. */
    private static Bytes number(int value) {
        return Bytes.wrap(
                new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest);
    }
}
