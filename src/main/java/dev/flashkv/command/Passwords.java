package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Compares passwords. */
final class Passwords {
    private Passwords() {}

    /**
     * Whether the two are the same. How long it takes says nothing of the expected one: digests are compared, which have
     * one length, and byte by byte to the end.
     */
    static boolean equal(Bytes given, Bytes expected) {
        return MessageDigest.isEqual(digest(given), digest(expected));
    }

    private static byte[] digest(Bytes password) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(password.array(), password.arrayOffset(), password.length());
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
