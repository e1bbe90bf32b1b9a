package dev.flashkv.bytes;

import java.nio.charset.StandardCharsets;

/** Binary strings for tests, written as Java strings with one char per byte. */
final class Binary {

    private Binary() {}

    /** The string's bytes in an array of their own. */
    static Bytes of(String latin1) {
        return Bytes.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same bytes amid others that would change any answer if they were looked at. */
    static Bytes inside(String latin1, String before, String after) {
        Bytes whole = of(before + latin1 + after);
        return whole.slice(before.length(), before.length() + latin1.length());
    }

    /** The bytes back as a string. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
