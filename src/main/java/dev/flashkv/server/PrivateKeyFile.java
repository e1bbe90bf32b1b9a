package dev.flashkv.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads a private key from a file in PEM: PKCS#8, plain or encrypted, and OpenSSL's own formats for RSA and EC. */
final class PrivateKeyFile {

    /*
     * The JDK reads PKCS#8 alone. OpenSSL's older formats have the same content without the wrapping that says which
     * algorithm it is for; they are wrapped here: version 0, the algorithm, and the key as an octet string.
     */

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xa0;
    private static final int LONG_LENGTH = 0x80;

    private PrivateKeyFile() {}

    /**
     * The first private key in the file.
     *
     * @param passphrase what it is encrypted with, or empty
     * @throws IOException if there is none or it can't be read; the message is one line
     */
    static PrivateKey read(Path file, String passphrase) throws IOException {
        for (PemFile.Block block : PemFile.read(file)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return read(block, passphrase);
            }
        }
        throw new IOException("it has no private key in PEM");
    }

    private static PrivateKey read(PemFile.Block block, String passphrase) throws IOException {
        if (block.encrypted()) {
            throw new IOException(
                    "its encryption is not supported; convert it to PKCS#8 by 'openssl pkcs8 -topk8', with a passphrase or"
                            + " without");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> decoded(new PKCS8EncodedKeySpec(block.content()));
            case "ENCRYPTED PRIVATE KEY" -> decoded(decrypted(block.content(), passphrase));
            case "RSA PRIVATE KEY" -> decoded(wrapped(RSA, block.content()));
            case "EC PRIVATE KEY" -> decoded(wrapped(field(SEQUENCE, EC, curveOf(block.content())), block.content()));
            default -> throw new IOException("a " + block.label() + " is not supported");
        };
    }

    private static PrivateKey decoded(PKCS8EncodedKeySpec key) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (InvalidKeySpecException e) {
                // It is of another algorithm, or of none.
            } catch (GeneralSecurityException e) {
                throw new IOException("this Java has no " + algorithm, e);
            }
        }
        throw new IOException("its private key is not one of RSA, EC or EdDSA");
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] content, String passphrase) throws IOException {
        if (passphrase.isEmpty()) {
            throw new IOException("its private key is encrypted, and tls-key-file-pass is not set");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
            // PBES2 is a family; its parameters print as the name of the member.
            String algorithm =
                    info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("its private key can't be decrypted with tls-key-file-pass", e);
        }
    }

    private static PKCS8EncodedKeySpec wrapped(byte[] algorithm, byte[] key) {
        return new PKCS8EncodedKeySpec(field(SEQUENCE, VERSION, algorithm, field(OCTET_STRING, key)));
    }

    /** The name of the curve in an EC key of OpenSSL's: version, number, and the curve in a field of its own. */
    private static byte[] curveOf(byte[] key) throws IOException {
        try {
            ByteBuffer fields = ByteBuffer.wrap(key);
            enter(fields);
            while (fields.hasRemaining()) {
                boolean curve = (fields.get(fields.position()) & 0xff) == CURVE;
                byte[] content = new byte[enter(fields)];
                fields.get(content);
                if (curve) {
                    return content;
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("its private key is damaged", e);
        }
        throw new IOException("its private key does not name its curve");
    }

    /** Skips the tag and the length of the next field, and returns the length, which the content really has. */
    private static int enter(ByteBuffer fields) {
        fields.get();
        int length = fields.get() & 0xff;
        if (length >= LONG_LENGTH) {
            int bytes = length - LONG_LENGTH;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << Byte.SIZE) | (fields.get() & 0xff);
            }
        }
        if (length < 0 || length > fields.remaining()) {
            throw new IllegalArgumentException("a field is longer than the key");
        }
        return length;
    }

    private static byte[] field(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(tag);
        int length = content.size();
        if (length < LONG_LENGTH) {
            field.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
            field.write(LONG_LENGTH | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                field.write(length >> (i * Byte.SIZE));
            }
        }
        field.writeBytes(content.toByteArray());
        return field.toByteArray();
    }
}
