package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Keyspace;
import org.jspecify.annotations.Nullable;

/**
 * What SORT's BY and GET name: a key with a star in the place of the element, {@code weight_*}, or such a key's hash
 * field, {@code weights_*->field}; or {@code #}, the element itself.
 *
 * <p>Redis reads patterns as C strings: a star or an arrow after a NUL is none.
 */
final class SortPattern {
    private static final byte STAR = '*';

    private final Bytes pattern;
    private final int star;
    private final int keyEnd;

    SortPattern(Bytes pattern) {
        this.pattern = pattern;
        int end = textEnd(pattern);
        this.star = find(pattern, 0, end, STAR);
        this.keyEnd = star < 0 ? end : keyEnd(pattern, star + 1, end);
    }

    /** Where the field's arrow begins, if there is a field; else the end. */
    private static int keyEnd(Bytes pattern, int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            if (pattern.byteAt(i) == '-' && pattern.byteAt(i + 1) == '>') {
                return i + 2 < end ? i : pattern.length();
            }
        }
        return pattern.length();
    }

    /** Where the C string that {@code text} begins with ends. */
    static int textEnd(Bytes text) {
        int nul = find(text, 0, text.length(), (byte) 0);
        return nul < 0 ? text.length() : nul;
    }

    private static int find(Bytes text, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (text.byteAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it is different for each element. */
    boolean hasStar() {
        return star >= 0;
    }

    /**
     * What it means for {@code element}: the element, or a string stored at the key it names; null when there is none.
     */
    @Nullable
    Bytes valueFor(Bytes element, Keyspaces keyspaces) {
        if (!hasStar()) {
            return textEnd(pattern) == 1 && pattern.byteAt(0) == '#' ? element : null;
        }
        Bytes key = keyFor(element);
        Keyspace keyspace = keyspaces.of(key);
        Value value = keyspace.read(key, Value.class);
        boolean isField = keyEnd < pattern.length();
        return value instanceof StringValue string && !isField ? string.bytes() : null;
    }

    private Bytes keyFor(Bytes element) {
        byte[] key = new byte[keyEnd - 1 + element.length()];
        pattern.slice(0, star).copyTo(key, 0);
        element.copyTo(key, star);
        pattern.slice(star + 1, keyEnd).copyTo(key, star + element.length());
        return Bytes.wrap(key);
    }
}
