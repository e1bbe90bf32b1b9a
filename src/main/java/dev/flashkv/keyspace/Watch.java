package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.HeapLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's watch over some keys, from its first WATCH to EXEC or UNWATCH. It trips when one of them is modified, and
 * stays so.
 */
public final class Watch {

    /*
     * The keys belong to the client. tripped and over are told from one thread to another, each only ever from false to
     * true: by a shard that a key was modified, by the client that it is no longer interested.
     */

    /**
     * A watched key.
     *
     * @param database the number of its database
     * @param key its name
     */
    public record Key(int database, Bytes key) {}

    /** A key here, in the watch and in its list, and there, a list in a map. */
    private static final long KEY_BYTES = HeapLayout.object(HeapLayout.REFERENCE_BYTES + Integer.BYTES)
            + HeapLayout.REFERENCE_BYTES
            + HeapLayout.mapNode()
            + HeapLayout.object(HeapLayout.REFERENCE_BYTES + 2L * Integer.BYTES)
            + HeapLayout.referenceArray(1);

    private final List<Key> keys = new ArrayList<>();
    private volatile boolean tripped;
    private volatile boolean over;
    /** Who asks from another thread may get what it was a moment ago. */
    private long sizeBytes;

    /**
     * Watches a key from now on, too; once more changes nothing.
     *
     * @param databases those of the shard that has the key
     * @param database the number of the key's database
     * @param key its name; copied
     */
    public void add(Databases databases, int database, Bytes key) {
        Key watched = new Key(database, key.detached());
        // What has expired must not trip the watch when it is noticed later.
        databases.get(database).expireIfDue(watched.key);
        if (databases.signals(database).watch(watched.key, this)) {
            keys.add(watched);
            sizeBytes += sizeBytes(key);
        }
    }

    /** What a watched key takes in memory, in bytes, estimated. */
    public static long sizeBytes(Bytes key) {
        return HeapLayout.string(key.length()) + KEY_BYTES;
    }

    /** What the watched keys take in memory, in bytes, estimated. Any thread may ask. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The keys, in the order they were added. */
    public List<Key> keys() {
        return keys;
    }

    /** Whether one of the keys has been modified, or there is nobody left to know. */
    boolean isSpent() {
        return tripped || over;
    }

    /** Whether one of the keys has been modified. */
    public boolean isTripped() {
        return tripped;
    }

    /** One of the keys has been modified. */
    void trip() {
        tripped = true;
    }

    /** The client wants to know no more. */
    public void end() {
        over = true;
    }
}
