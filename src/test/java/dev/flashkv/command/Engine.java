package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Slots;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Eviction;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The engine ring of the tests: a whole store in plain Java, without actors, threads or sockets, on a clock that the
 * test sets.
 */
public final class Engine implements Keyspaces {
    private static final int SHARDS = 64;

    public final Limits limits = new Limits();
    public final TestServer server = new TestServer();
    public final Client client = new Client(1, server, "127.0.0.1:50000", "127.0.0.1:6379", () -> {});
    private final List<Databases> shards = IntStream.range(0, SHARDS)
            .mapToObj(shard -> new Databases(limits, shard))
            .toList();

    /** A store whose limits follow CONFIG. */
    public Engine() {
        LimitOptions.bind(server.config, limits);
        server.tracking = new Tracking(limits.tracking());
        shards.forEach(each -> each.collectAt(shards.get(0)));
    }

    /** Moves the clock. */
    public void advanceMillis(long millis) {
        server.nowMillis += millis;
    }

    /** Runs a command given as its words, each one char a byte (ISO 8859-1). */
    public Reply run(String... words) {
        return run(Arrays.stream(words)
                .map(word -> Bytes.wrap(word.getBytes(StandardCharsets.ISO_8859_1)))
                .toArray(Bytes[]::new));
    }

    /** Runs a command and returns what it answers, detached. What it did to keys has been told then. */
    public Reply run(Bytes... argv) {
        Reply reply = carryOut(argv);
        server.pubSub.tell(shards.get(0).events());
        return reply;
    }

    /** Removes all keys that are past their deadline, as sweeps do, and tells of it. */
    public void sweep() {
        shards.forEach(each -> {
            each.begin(server.nowMillis);
            each.sweep(Integer.MAX_VALUE);
        });
        server.pubSub.tell(shards.get(0).events());
    }

    private Reply carryOut(Bytes... argv) {
        Command command = CommandTable.standard().resolve(argv);
        Handler handler = command.spec().handler();
        long now = server.nowMillis;
        if (command.spec().isDenyOom() && !makeRoom()) {
            return Errors.OUT_OF_MEMORY;
        }
        Reply reply;
        if (!client.isAuthenticated() && !command.spec().isNoAuth()) {
            return Errors.NOT_AUTHENTICATED;
        }
        if (handler instanceof Handler.OnShard onShard) {
            reply = Execution.onShard(command, onShard, of(command.firstKey()), client, now);
        } else if (handler instanceof Handler.AcrossShards across) {
            reply = Execution.acrossShards(command, across, this, client, now);
        } else if (handler instanceof Handler.OnAllShards onAll) {
            reply = Execution.onAllShards(command, onAll, this, client, now);
        } else if (handler instanceof Handler.OnConnection onConnection) {
            reply = Execution.onConnection(command, onConnection, client);
        } else if (handler instanceof Handler.Blocking blocking) {
            AtomicReference<Handler.Attempt> begun = new AtomicReference<>();
            reply = Execution.startAttempt(command, blocking, begun::set);
            if (reply == null) {
                reply = Execution.attempt(command, begun.get(), begun.get().keys(), this, now);
            }
            if (reply == null) {
                reply = begun.get().nothing(); // there is nobody here to wait for
            }
        } else if (handler instanceof Handler.AlongShards along) {
            reply = Execution.walk(
                    command, along, SHARDS, shard -> shards.get(shard).get(selected()), now);
        } else {
            throw new AssertionError(handler);
        }
        long nanos = TimeUnit.MILLISECONDS.toNanos(server.nowMillis - now);
        if (nanos >= server.monitoring.thresholdNanos()) {
            server.monitoring.tookLong(command, client, nanos, server.clock().nowNanos());
        }
        return reply.detached();
    }

    /** Evicts what is beyond the limit; false when that can't be done. */
    private boolean makeRoom() {
        long limit = limits.memoryBytesMax();
        if (limit == 0 || heapBytes() <= limit) {
            return true;
        }
        shards.forEach(databases -> databases.begin(server.nowMillis));
        return Eviction.makeRoom(ofAllDatabases(), heapBytes() - limit, () -> false) == Eviction.Outcome.DONE;
    }

    /** The memory that all keys take. */
    public long heapBytes() {
        return shards.stream().mapToLong(Databases::heapBytes).sum();
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public Databases databasesOf(Bytes key) {
        return shards.get(Slots.slotOf(key) * SHARDS / Slots.SLOT_COUNT);
    }

    @Override
    public List<Databases> databases() {
        return shards;
    }
}
