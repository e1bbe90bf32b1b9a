package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Command;
import dev.flashkv.command.KeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the keys of a batch's next commands before the first of them runs, so that their lookups wait for memory
 * together and not one after the other.
 */
final class Lookahead {

    /*
     * With many keys, a lookup waits for main memory at every step: the table's slot, the node, the entry, its array.
     * Commands are too long for a processor to begin the next one's lookup meanwhile; lookups with nothing in between
     * are short enough, and the waits of several overlap. The commands then find everything in the caches.
     *
     * That touches other shards' keys, so it is only for a thread that is the only one to run any of the shards,
     * between two commands. It changes nothing, and what it finds is not used: keys may come and go before their
     * command.
     */

    /** How many keys are looked at in one go: what they touch is to stay in the caches until their commands run. */
    private static final int KEYS_MAX = 64;

    /** With fewer keys nothing would overlap enough to pay for looking twice. */
    static final int KEYS_MIN = 4;

    private final Bytes[] keys = new Bytes[KEYS_MAX];
    private final @Nullable ShardCore[] shards;
    private final @Nullable ShardCore[] owners = new ShardCore[KEYS_MAX];
    private int count;
    /* Kept so that no compiler finds the lookups to be without effect. */
    private int present;

    /** Looks into {@code shards}; one that is null is left out. */
    Lookahead(@Nullable ShardCore[] shards) {
        this.shards = shards;
    }

    /** Looks at the keys of the batch's current command and of those after it, as far as there is room. */
    void lookAt(Batch batch, ShardMap map) {
        count = 0;
        int position = batch.position();
        do {
            gather(batch.command(position), map);
            position++;
        } while (position < batch.size() && count < KEYS_MAX);
        batch.lookedAheadTo(position);
        if (count >= KEYS_MIN) {
            look(batch.client().database());
        }
        for (int i = 0; i < count; i++) {
            keys[i] = Bytes.EMPTY; // not to keep what a client has sent
        }
    }

    private void gather(Command command, ShardMap map) {
        KeySpec spec = command.spec().keys();
        if (spec.first() == 0) {
            return;
        }
        int end = spec.end(command.args().count());
        for (int i = spec.first(); i < end && count < KEYS_MAX; i += spec.step()) {
            Bytes key = command.args().get(i);
            if (count > 0 && key.equals(keys[count - 1])) {
                continue; // one list's pushes, say: it is in the caches from the first on
            }
            keys[count] = key;
            int unused = key.hashCode(); // the key keeps it, so that the lookups are short
            owners[count] = shards[i == spec.first() ? map.shardOf(command) : map.shardOf(key)];
            count++;
        }
    }

    private void look(int database) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            ShardCore owner = owners[i];
            if (owner != null && owner.holds(database, keys[i])) {
                found++;
            }
        }
        present = found;
    }

    /** How many of the keys looked at last there were. */
    int present() {
        return present;
    }
}
