package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;

/**
 * Keys that may be touched.
 *
 * @param glob their names
 * @param read whether their values may be read
 * @param write whether they may be changed
 */
record AclKeyPattern(Bytes glob, boolean read, boolean write) {

    /** What either of two patterns with the same glob allows. */
    AclKeyPattern with(AclKeyPattern other) {
        return new AclKeyPattern(glob, read || other.read, write || other.write);
    }

    /** As a rule. */
    String rule() {
        return (read && write ? "~" : read ? "%R~" : "%W~") + AclText.of(glob);
    }
}
