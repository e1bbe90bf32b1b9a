package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;

/** MEMORY: the table first, then the handlers in the table's order. */
final class MemoryCommands {
    private static final String[] SHOW_TIPS = {
        "nondeterministic_output", "request_policy:all_shards", "response_policy:special"
    };

    static final List<CommandSpec> TABLE = List.of(SERVER.command("MEMORY")
            .arity(-2)
            .since("4.0.0")
            .complexity("That of the subcommand")
            .summary("Shows what memory is used for.")
            .container(
                    SERVER.command("MEMORY|DOCTOR")
                            .arity(2)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Reports in words whether anything about memory looks wrong.")
                            .tips(SHOW_TIPS)
                            .onAllShards(MemoryCommands::doctor),
                    SERVER.command("MEMORY|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(MemoryCommands::help),
                    SERVER.command("MEMORY|MALLOC-STATS")
                            .arity(2)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Shows the memory pools and garbage collectors of the JVM.")
                            .tips(SHOW_TIPS)
                            .onConnection(MemoryCommands::mallocStats),
                    SERVER.command("MEMORY|PURGE")
                            .arity(2)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Does nothing: the garbage collector gives memory back by itself.")
                            .tips("request_policy:all_shards", "response_policy:all_succeeded")
                            .onConnection(MemoryCommands::purge),
                    SERVER.command("MEMORY|STATS")
                            .arity(2)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Returns figures of memory.")
                            .tips(SHOW_TIPS)
                            .onAllShards(MemoryCommands::stats),
                    SERVER.command("MEMORY|USAGE key [SAMPLES count]")
                            .arity(-3)
                            .flags(READONLY)
                            .keys(KeySpec.range(2, 2, 1, KeySpec.Access.RO))
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary(
                                    "Returns what a key takes with its value, in bytes; samples are not needed for it.")
                            .onShard(MemoryCommands::usage)));

    private MemoryCommands() {}

    /** Text for people. */
    private static Reply doctor(Keyspaces keyspaces, Client client, Args args) {
        return text(new MemoryReport(client.server(), keyspaces).doctor());
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Text for people. */
    private static Reply mallocStats(Client client, Args args) {
        return text(JvmMemory.describe());
    }

    /** OK, as Redis answers with an allocator that has nothing to be purged. */
    private static Reply purge(Client client, Args args) {
        return Reply.OK;
    }

    /** Map: name to Integer, to Double, or, for a database, to a map of Integers. */
    private static Reply stats(Keyspaces keyspaces, Client client, Args args) {
        return new MemoryReport(client.server(), keyspaces).stats();
    }

    /** Integer: the bytes; null when the key does not exist. */
    private static Reply usage(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        while (args.hasNext()) {
            if (args.remaining() == 1 || !args.nextIs("SAMPLES")) {
                throw new CommandException(Errors.SYNTAX);
            }
            if (args.nextLong() < 0) {
                throw new CommandException(Errors.SYNTAX);
            }
        }
        long bytes = keyspace.heapBytesOf(key);
        return bytes == Keyspace.NO_KEY ? Reply.NULL : Reply.integer(bytes);
    }

    private static Reply text(String text) {
        return new Reply.Verbatim("txt", Bytes.of(text));
    }
}
