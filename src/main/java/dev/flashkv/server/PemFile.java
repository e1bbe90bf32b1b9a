package dev.flashkv.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a file in PEM has: blocks of Base64 between lines that name them (RFC 7468). */
final class PemFile {

    /**
     * One block.
     *
     * @param label what it is, such as {@code CERTIFICATE}
     * @param encrypted whether its own lines say that it is encrypted, as OpenSSL's older formats do
     * @param content its bytes, in DER
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares blocks
    record Block(String label, boolean encrypted, byte[] content) {}

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final String ENCRYPTED = "ENCRYPTED";

    private PemFile() {}

    /**
     * The file's blocks in their order; what stands between them is comment.
     *
     * @throws IOException if it can't be read, or a block is not Base64 or has no end; the message is one line
     */
    static List<Block> read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        boolean encrypted = false;
        StringBuilder base64 = new StringBuilder();
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .lines()
                .toList()) {
            String text = line.strip();
            if (label == null) {
                if (text.startsWith(BEGIN) && text.endsWith(DASHES) && text.length() > BEGIN.length()) {
                    label = text.substring(BEGIN.length(), text.length() - DASHES.length());
                    encrypted = false;
                    base64.setLength(0);
                }
            } else if (text.startsWith(END)) {
                blocks.add(new Block(label, encrypted, decoded(base64.toString(), label)));
                label = null;
            } else if (text.indexOf(':') >= 0) {
                encrypted |= text.toUpperCase(Locale.ROOT).contains(ENCRYPTED);
            } else {
                base64.append(text);
            }
        }
        if (label != null) {
            throw new IOException(label + " has no end");
        }
        return blocks;
    }

    private static byte[] decoded(String base64, String label) throws IOException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(label + " is not Base64", e);
        }
    }
}
