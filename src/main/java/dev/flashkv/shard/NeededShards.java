package dev.flashkv.shard;

import dev.flashkv.command.Command;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.Handler;
import dev.flashkv.command.KeySpec;
import dev.flashkv.command.Transaction;
import dev.flashkv.keyspace.Watch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which shards are held for what may need several: in ascending order, each once. Callers must not change the arrays.
 */
final class NeededShards {
    private final ShardMap map;
    private final int anyShard;
    private final int[] all;

    /**
     * Shards after {@code map}.
     *
     * @param anyShard the one for commands that need one, whichever it is
     */
    NeededShards(ShardMap map, int anyShard) {
        this.map = map;
        this.anyShard = anyShard;
        this.all = IntStream.range(0, map.shardCount()).toArray();
    }

    /** All there are. */
    int[] all() {
        return all;
    }

    /** Those of the command's keys, or all if it looks at all keys. O(keys log keys). */
    int[] of(Command command) {
        CommandSpec spec = command.spec();
        if (spec.handler() instanceof Handler.OnAllShards || spec.goesEverywhere(command.args())) {
            return all;
        }
        if (spec.hasMovableKeys()) {
            return ofMovableKeys(command);
        }
        KeySpec keys = spec.keys();
        int end = keys.end(command.args().count());
        // Most such commands name a handful of keys; sorting an array beats a set of all shards for those.
        int[] shards = new int[Math.max(0, (end - keys.first() + keys.step() - 1) / keys.step())];
        int count = 0;
        for (int i = keys.first(); i < end; i += keys.step()) {
            shards[count++] = map.shardOf(command.args().get(i));
        }
        return Arrays.stream(shards).sorted().distinct().toArray();
    }

    private int[] ofMovableKeys(Command command) {
        int[] shards = Arrays.stream(command.spec().keys().places(command.args()))
                .map(place -> map.shardOf(command.args().get(place)))
                .sorted()
                .distinct()
                .toArray();
        // Arguments that don't say where the keys are get their error on any shard.
        return shards.length == 0 ? new int[] {anyShard} : shards;
    }

    /** Those of all commands of the transaction and of the keys that are watched; none if it needs no keys at all. */
    int[] of(Transaction transaction, @Nullable Watch watch) {
        BitSet shards = new BitSet(all.length);
        for (Command command : transaction.commands()) {
            Handler handler = command.spec().handler();
            if (handler instanceof Handler.OnShard) {
                shards.set(map.shardOf(command));
            } else if (handler instanceof Handler.AlongShards) {
                return all;
            } else if (!(handler instanceof Handler.OnConnection)) { // across shards, or blocking
                Arrays.stream(of(command)).forEach(shards::set);
            }
        }
        if (watch != null) {
            watch.keys().forEach(each -> shards.set(map.shardOf(each.key())));
        }
        return shards.stream().toArray();
    }
}
