package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.SERVER;
import static dev.flashkv.command.CommandGroup.STRING;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.data.StringValue;
import dev.flashkv.keyspace.Eviction;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.MemoryInfo;
import dev.flashkv.keyspace.Statistics;
import dev.flashkv.reply.Reply;
import java.util.Arrays;
import java.util.Objects;

/**
 * Operations of the embedded API that no Redis command offers. They are commands all the same, of rows that stand in no
 * table, so that no client can name them: first the rows, then the calls of them, then the handlers in the rows' order.
 */
public final class EmbeddedOperations {
    private static final CommandSpec PUT = STRING.command("PUT key value")
            .arity(3)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.first(OW, UPDATE))
            .complexity("O(1)")
            .summary("Stores a string and says whether the key is new.")
            .onShard(EmbeddedOperations::put);

    private static final CommandSpec PUT_EXPIRING = STRING.command("PUTEXPIRING key value milliseconds")
            .arity(4)
            .flags(WRITE, DENYOOM, FAST)
            .keys(KeySpec.first(OW, UPDATE))
            .complexity("O(1)")
            .summary("Stores a string that expires and says whether the key is new.")
            .onShard(EmbeddedOperations::putExpiring);

    private static final CommandSpec CLEAR = SERVER.command("CLEAR")
            .arity(1)
            .flags(WRITE)
            .complexity("O(1) for each shard")
            .summary("Removes all keys of all databases.")
            .onAllShards(EmbeddedOperations::clear);

    private static final CommandSpec SWEEP = SERVER.command("SWEEP keys-max")
            .arity(2)
            .flags(WRITE)
            .complexity("O(N log M) with N the number of keys removed and M the number of those with a TTL")
            .summary("Removes keys that are past their deadline and says how many.")
            .onAllShards(EmbeddedOperations::sweep);

    private static final CommandSpec EVICT = SERVER.command("EVICT count")
            .arity(2)
            .flags(WRITE)
            .complexity("O(N log count) with N the number of all keys")
            .summary("Removes the keys that have not been used for the longest time and says how many.")
            .onAllShards(EmbeddedOperations::evict);

    private static final CommandSpec STATISTICS = SERVER.command("STATISTICS")
            .arity(1)
            .flags(READONLY)
            .complexity("O(1) for each shard")
            .summary("Says what happened so far.")
            .onAllShards(EmbeddedOperations::statistics);

    private static final CommandSpec MEMORY = SERVER.command("MEMORYINFO")
            .arity(1)
            .flags(READONLY)
            .complexity("O(1) for each shard and for each key past its deadline")
            .summary("Says what keys and values take.")
            .onAllShards(EmbeddedOperations::memory);

    private EmbeddedOperations() {}

    /** Stores a string whatever the key held before, never to expire. Integer: 1 when the key is new, else 0. */
    public static Command put(Bytes key, Bytes value) {
        return call(PUT, key, value);
    }

    /**
     * Stores a string whatever the key held before, to expire in {@code ttlMillis}. Integer: 1 when the key is new,
     * else 0; or the error "invalid expire time".
     */
    public static Command put(Bytes key, Bytes value, long ttlMillis) {
        return call(PUT_EXPIRING, key, value, Bytes.of(ttlMillis));
    }

    /** Removes all keys of all databases. Status OK. */
    public static Command clear() {
        return call(CLEAR);
    }

    /** Removes up to {@code keysMax} keys of all databases that are past their deadline. Integer: how many. */
    public static Command sweep(int keysMax) {
        return call(SWEEP, Bytes.of(keysMax));
    }

    /**
     * Removes the {@code count} keys of all databases that have not been used for the longest time. Integer: how many.
     */
    public static Command evict(int count) {
        return call(EVICT, Bytes.of(count));
    }

    /** Asks for the statistics of all databases together, to be read by {@link #toStatistics}. */
    public static Command statistics() {
        return call(STATISTICS);
    }

    /** What the reply to {@link #statistics()} says. */
    public static Statistics toStatistics(Reply reply) {
        long[] figures = figures(reply);
        return new Statistics(
                figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6], figures[7]);
    }

    /** Asks what keys and values of all databases take together, to be read by {@link #toMemoryInfo}. */
    public static Command memoryInfo() {
        return call(MEMORY);
    }

    /** What the reply to {@link #memoryInfo()} says. */
    public static MemoryInfo toMemoryInfo(Reply reply) {
        long[] figures = figures(reply);
        return new MemoryInfo(figures[0], figures[1], figures[2]);
    }

    private static Command call(CommandSpec spec, Bytes... arguments) {
        Bytes[] argv = new Bytes[arguments.length + 1];
        argv[0] = Bytes.EMPTY;
        for (int i = 0; i < arguments.length; i++) {
            argv[i + 1] = Objects.requireNonNull(arguments[i]);
        }
        return new Command(spec, new Args(argv));
    }

    private static long[] figures(Reply reply) {
        if (!(reply instanceof Reply.Array array)) {
            throw new IllegalArgumentException("not the reply expected: " + reply);
        }
        return array.elements().stream()
                .mapToLong(element -> ((Reply.IntegerReply) element).value())
                .toArray();
    }

    private static Reply put(Keyspace keyspace, Args args) {
        return Reply.integer(keyspace.put(args.next(), StringValue.of(args.next()), KeyEvent.SET));
    }

    private static Reply putExpiring(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Bytes value = args.next();
        long deadlineMillis = ExpireTime.PX.deadlineMillis(args.next(), keyspace.nowMillis(), "set");
        return Reply.integer(keyspace.putAndExpire(key, StringValue.of(value), deadlineMillis, KeyEvent.SET));
    }

    private static Reply clear(Keyspaces keyspaces, Client client, Args args) {
        keyspaces.ofAllDatabases().forEach(Keyspace::clear);
        return Reply.OK;
    }

    private static Reply sweep(Keyspaces keyspaces, Client client, Args args) {
        int keysMax = (int) Numbers.parseLong(args.next());
        int removed = 0;
        for (Keyspace keyspace : keyspaces.ofAllDatabases()) {
            removed += keyspace.allKeys().sweep(keysMax - removed);
        }
        return Reply.integer(removed);
    }

    private static Reply evict(Keyspaces keyspaces, Client client, Args args) {
        int count = (int) Numbers.parseLong(args.next());
        // Keys past their deadline are nobody's loss: they don't count.
        keyspaces.ofAllDatabases().forEach(keyspace -> keyspace.allKeys().sweep(Integer.MAX_VALUE));
        return Reply.integer(Eviction.evictLeastRecentlyUsed(keyspaces.ofAllDatabases(), count));
    }

    private static Reply statistics(Keyspaces keyspaces, Client client, Args args) {
        Statistics sum =
                keyspaces.ofAllDatabases().stream().map(Keyspace::statistics).reduce(Statistics.NONE, Statistics::plus);
        return integers(
                sum.keys(),
                sum.getOperations(),
                sum.setOperations(),
                sum.deleteOperations(),
                sum.hits(),
                sum.expired(),
                sum.evicted(),
                sum.keysWithDeadline());
    }

    private static Reply memory(Keyspaces keyspaces, Client client, Args args) {
        MemoryInfo sum = keyspaces.ofAllDatabases().stream()
                .map(keyspace -> keyspace.allKeys().memoryInfo())
                .reduce(MemoryInfo.NONE, MemoryInfo::plus);
        return integers(sum.keys(), sum.nominalBytes(), sum.heapBytes());
    }

    private static Reply integers(long... figures) {
        return Reply.array(Arrays.stream(figures).mapToObj(Reply::integer).toList());
    }
}
