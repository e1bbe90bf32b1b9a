package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A fault in a command of the standard table, at whatever place it is called from, until it is closed: the handler in
 * the table's row is replaced by one that does the same and then fails.
 */
public final class PlantedFault implements AutoCloseable {
    private final CommandSpec spec;
    private final Handler original;

    private PlantedFault(CommandSpec spec, Handler original, Handler faulty) {
        this.spec = spec;
        this.original = original;
        put(spec, faulty);
    }

    /** The command fails instead of doing anything. */
    public static PlantedFault insteadOf(CommandSpec spec) {
        return new PlantedFault(spec, spec.handler(), faulty(spec.handler(), false, () -> true));
    }

    /** The command fails after it has done its work, whenever {@code when} says so. */
    public static PlantedFault after(String command, BooleanSupplier when) {
        CommandSpec spec = CommandTable.standard().find(Bytes.of(command));
        return new PlantedFault(spec, spec.handler(), faulty(spec.handler(), true, when));
    }

    /** The command calls itself until the stack is full, for as long as the process lives. */
    public static void overflow(String command) {
        CommandSpec spec = CommandTable.standard().find(Bytes.of(command));
        put(spec, faulty(spec.handler(), true, () -> deeper(1) > 0));
    }

    @SuppressWarnings("InfiniteRecursion") // which is what it is for
    private static int deeper(int depth) {
        return deeper(depth + 1) + depth;
    }

    private static Handler faulty(Handler original, boolean works, BooleanSupplier when) {
        if (original instanceof Handler.OnShard onShard) {
            return (Handler.OnShard)
                    (keyspace, args) -> failing(when, works ? () -> onShard.run(keyspace, args) : null);
        }
        if (original instanceof Handler.AcrossShards across) {
            return (Handler.AcrossShards)
                    (keyspaces, args) -> failing(when, works ? () -> across.run(keyspaces, args) : null);
        }
        if (original instanceof Handler.OnAllShards onAll) {
            return (Handler.OnAllShards)
                    (keyspaces, client, args) -> failing(when, works ? () -> onAll.run(keyspaces, client, args) : null);
        }
        if (original instanceof Handler.OnConnection onConnection) {
            return (Handler.OnConnection)
                    (client, args) -> failing(when, works ? () -> onConnection.run(client, args) : null);
        }
        if (original instanceof Handler.Blocking blocking) {
            return (Handler.Blocking) args -> works ? new FaultyAttempt(blocking.start(args), when) : fail();
        }
        if (original instanceof Handler.AlongShards along) {
            return (Handler.AlongShards)
                    (args, shards) -> works ? new FaultyWalk(along.start(args, shards), when) : fail();
        }
        throw new IllegalArgumentException("no handler of its own: " + original);
    }

    private static Reply failing(BooleanSupplier when, @Nullable BlockingWork work) {
        Reply reply = null;
        if (work != null) {
            try {
                reply = work.run();
            } catch (CommandException e) {
                reply = e.reply();
            }
        }
        return when.getAsBoolean() ? fail() : reply;
    }

    private interface BlockingWork {
        Reply run();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T fail() {
        throw new IllegalStateException("planted");
    }

    private record FaultyAttempt(Handler.Attempt attempt, BooleanSupplier when) implements Handler.Attempt {
        @Override
        public List<Bytes> keys() {
            return attempt.keys();
        }

        @Override
        public Class<? extends Value> type() {
            return attempt.type();
        }

        @Override
        public @Nullable Bytes destination() {
            return attempt.destination();
        }

        @Override
        public long timeoutMillis() {
            return attempt.timeoutMillis();
        }

        @Override
        public @Nullable Reply on(Keyspaces keyspaces, Bytes key) {
            return when.getAsBoolean() ? fail() : attempt.on(keyspaces, key);
        }

        @Override
        public Reply nothing() {
            return attempt.nothing();
        }
    }

    private record FaultyWalk(Handler.Walk walk, BooleanSupplier when) implements Handler.Walk {
        @Override
        public int shard() {
            return walk.shard();
        }

        @Override
        public @Nullable Reply visit(Keyspace keyspace) {
            Reply reply = walk.visit(keyspace);
            return when.getAsBoolean() ? fail() : reply;
        }
    }

    private static void put(CommandSpec spec, Handler handler) {
        try {
            Field field = CommandSpec.class.getDeclaredField("handler");
            field.setAccessible(true);
            field.set(spec, handler);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the table is not as it was", e);
        }
    }

    @Override
    public void close() {
        put(spec, original);
    }
}
