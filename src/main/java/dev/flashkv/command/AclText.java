package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** Text that may have any bytes: one char a byte, so that what is put together out of it has the same bytes again. */
final class AclText {
    private AclText() {}

    /** The bytes, one char each. */
    static String of(Bytes bytes) {
        return new String(bytes.array(), bytes.arrayOffset(), bytes.length(), StandardCharsets.ISO_8859_1);
    }

    /** The chars, one byte each. */
    static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
