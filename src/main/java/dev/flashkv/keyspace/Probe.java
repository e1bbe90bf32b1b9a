package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;

/** The one key a keyspace is looking up just now: pointed at an argument, it finds the entry without a copy. */
final class Probe extends KeyRef {
    private Bytes key = Bytes.EMPTY;

    Probe at(Bytes key) {
        this.key = key;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry && entry.hasKey(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
