package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.STRING;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Reply;
import java.util.function.Supplier;

/** Calls of commands that fail in ways that no command should, after they have begun a change. */
public final class FaultyCommand {
    private FaultyCommand() {}

    /** A command on the shard of {@code key} that stores {@code value} there and then fails. */
    public static Command onShard(Bytes key, Bytes value, Supplier<Throwable> failure) {
        CommandSpec spec = STRING.command("FAULTY key value")
                .arity(3)
                .flags(WRITE)
                .keys(KeySpec.first(KeySpec.Access.RW))
                .onShard((keyspace, args) -> {
                    keyspace.put(args.next(), StringValue.of(args.next()), KeyEvent.SET);
                    return fail(failure.get());
                });
        return new Command(spec, new Args(new Bytes[] {Bytes.of("FAULTY"), key, value}));
    }

    /** A command over all shards that fails. */
    public static Command onAllShards(Supplier<Throwable> failure) {
        CommandSpec spec = STRING.command("FAULTY").arity(1).flags(WRITE).onAllShards((keyspaces, client, args) -> {
            keyspaces.all().forEach(keyspace -> keyspace.allKeys().size());
            return fail(failure.get());
        });
        return new Command(spec, new Args(new Bytes[] {Bytes.of("FAULTY")}));
    }

    /** A command along the shards that fails at the second. */
    public static Command alongShards(Supplier<Throwable> failure) {
        CommandSpec spec = STRING.command("FAULTY").arity(1).alongShards((args, shardCount) -> new Handler.Walk() {
            private int shard;

            @Override
            public int shard() {
                return shard;
            }

            @Override
            public Reply visit(Keyspace keyspace) {
                return shard++ == 0 ? null : fail(failure.get());
            }
        });
        return new Command(spec, new Args(new Bytes[] {Bytes.of("FAULTY")}));
    }

    /** A command that needs no shard and fails. */
    public static Command onConnection(Supplier<Throwable> failure) {
        CommandSpec spec = STRING.command("FAULTY").arity(1).onConnection((client, args) -> fail(failure.get()));
        return new Command(spec, new Args(new Bytes[] {Bytes.of("FAULTY")}));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> Reply fail(Throwable failure) throws T {
        throw (T) failure;
    }
}
