package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.Keyspaces;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.ReadyKey;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A command's way through all the shards it needs, in ascending order: each lends its keyspace and waits, the last one
 * carries the command out. As everybody walks upwards, no two walks can wait for each other.
 */
final class HoldWalk implements Keyspaces {
    private final int[] shards;
    private final Databases[] lent;
    private final WaitingRoom[] rooms;
    private final Queue<ReadyKey> ready = new ArrayDeque<>(0);
    private final ShardMap map;
    private final Client client;
    private final boolean makesRoom;
    private int lentCount;

    /**
     * A walk that holds nothing yet.
     *
     * @param shards the shards to hold, ascending, each once
     * @param client on whose behalf
     * @param makesRoom whether the walk is there to evict keys rather than to carry out its batch's command
     */
    HoldWalk(int[] shards, ShardMap map, Client client, boolean makesRoom) {
        this.shards = shards;
        this.lent = new Databases[shards.length];
        this.rooms = new WaitingRoom[shards.length];
        this.map = map;
        this.client = client;
        this.makesRoom = makesRoom;
    }

    boolean makesRoom() {
        return makesRoom;
    }

    /** The shard to hold next. */
    int nextShard() {
        return shards[lentCount];
    }

    void lend(Databases databases, WaitingRoom room) {
        lent[lentCount] = databases;
        rooms[lentCount++] = room;
    }

    boolean isComplete() {
        return lentCount == shards.length;
    }

    /** How many shards have lent their keyspaces. */
    int lentCount() {
        return lentCount;
    }

    int shard(int index) {
        return shards[index];
    }

    Databases databases(int index) {
        return lent[index];
    }

    WaitingRoom room(int index) {
        return rooms[index];
    }

    /** The room of that shard, which must be in hand. */
    WaitingRoom roomOf(int shard) {
        return rooms[Arrays.binarySearch(shards, shard)];
    }

    /** Whether that shard is in hand. */
    boolean has(int shard) {
        return Arrays.binarySearch(shards, shard) >= 0;
    }

    /** The shards it goes to. */
    BitSet shardSet() {
        BitSet set = new BitSet();
        for (int shard : shards) {
            set.set(shard);
        }
        return set;
    }

    /** The same keyspaces in hand, for somebody else. */
    HoldWalk onBehalfOf(Client other) {
        HoldWalk same = new HoldWalk(shards, map, other, false);
        for (int i = 0; i < lentCount; i++) {
            same.lend(lent[i], rooms[i]);
        }
        return same;
    }

    /**
     * Takes note of the awaited keys that have been modified so far: those of one command come before those of the
     * next, on whatever shards they are. O(shards).
     */
    void collectReady() {
        for (int i = 0; i < lentCount; i++) {
            ReadyKey key;
            while ((key = lent[i].pollReady()) != null) {
                ready.add(key);
            }
        }
    }

    /** The next awaited key that has been modified, which is forgotten; null when there is none. */
    @Nullable
    ReadyKey pollReady() {
        if (ready.isEmpty()) {
            collectReady();
        }
        return ready.poll();
    }

    /** What is to be told of keys is collected at {@code place} from now on, in one order. O(shards). */
    void collectAt(Databases place) {
        for (int i = 0; i < lentCount; i++) {
            lent[i].collectAt(place);
        }
    }

    /** What all keyspaces in hand take, in bytes. O(shards). */
    long heapBytes() {
        long total = 0;
        for (int i = 0; i < lentCount; i++) {
            total += lent[i].heapBytes();
        }
        return total;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public Databases databasesOf(Bytes key) {
        int index = Arrays.binarySearch(shards, map.shardOf(key));
        if (index < 0) {
            throw new IllegalArgumentException("not one of the command's keys");
        }
        return lent[index];
    }

    @Override
    public List<Databases> databases() {
        return Arrays.asList(lent);
    }
}
