package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A user's password, kept as its SHA-256 only. */
final class AclPassword {
    private static final int DIGEST_BYTES = 32;

    private final byte[] digest;

    private AclPassword(byte[] digest) {
        this.digest = digest;
    }

    /** The one that {@code password} is. */
    static AclPassword of(Bytes password) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(password.array(), password.arrayOffset(), password.length());
            return new AclPassword(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The one whose digest is given as 64 hexadecimal digits, small letters. Throws an error for anything else. */
    static AclPassword ofHash(Bytes hash) {
        boolean right = hash.length() == 2 * DIGEST_BYTES;
        for (int i = 0; right && i < hash.length(); i++) {
            byte digit = hash.byteAt(i);
            right = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
        }
        if (!right) {
            throw new AclRuleException("The password hash must be exactly 64 characters and contain only lowercase"
                    + " hexadecimal characters");
        }
        byte[] text = hash.toByteArray();
        return new AclPassword(HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII)));
    }

    /** Whether the two are the same. How long it takes says nothing of either: digests are compared, to the end. */
    boolean matches(AclPassword other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    /** Its digest as 64 hexadecimal digits. */
    String hash() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AclPassword password && matches(password);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }
}
