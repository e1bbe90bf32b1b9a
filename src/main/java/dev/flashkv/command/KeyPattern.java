package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;

/** The glob that KEYS and SCAN choose keys by. */
final class KeyPattern {
    private final Bytes glob;
    private final boolean all;

    KeyPattern(Bytes glob) {
        this.glob = glob;
        // Beyond being fast, this finds the empty key, which no glob but the empty one matches.
        this.all = glob.length() == 1 && glob.byteAt(0) == '*';
    }

    boolean matches(Bytes key) {
        return all || Glob.matches(glob, key);
    }
}
