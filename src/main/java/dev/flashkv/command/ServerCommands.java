package dev.flashkv.command;

import static dev.flashkv.command.AclCategory.DANGEROUS;
import static dev.flashkv.command.AclCategory.KEYSPACE;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server commands but COMMAND, CONFIG and DEBUG: the table first, then the handlers in the table's order. */
final class ServerCommands {
    /** The Redis version whose behaviour this is; clients switch on it. */
    static final String REDIS_VERSION = "7.0.15";

    static final List<CommandSpec> TABLE = List.of(
            SERVER.command("DBSIZE")
                    .arity(1)
                    .flags(READONLY, FAST)
                    .categories(KEYSPACE)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Counts the keys.")
                    .tips("request_policy:all_shards", "response_policy:agg_sum")
                    .onAllShards(ServerCommands::dbSize),
            SERVER.command("FLUSHALL [ASYNC|SYNC]")
                    .arity(-1)
                    .flags(WRITE)
                    .categories(KEYSPACE, DANGEROUS)
                    .since("1.0.0")
                    .complexity("O(1), and the garbage collection of what was there")
                    .summary("Removes all keys of all databases.")
                    .tips("request_policy:all_shards", "response_policy:all_succeeded")
                    .onAllShards(ServerCommands::flushAll),
            SERVER.command("FLUSHDB [ASYNC|SYNC]")
                    .arity(-1)
                    .flags(WRITE)
                    .categories(KEYSPACE, DANGEROUS)
                    .since("1.0.0")
                    .complexity("O(1), and the garbage collection of what was there")
                    .summary("Removes all keys of the connection's database.")
                    .tips("request_policy:all_shards", "response_policy:all_succeeded")
                    .onAllShards(ServerCommands::flushDb),
            SERVER.command("INFO [section [section ...]]")
                    .arity(-1)
                    .flags(LOADING, STALE)
                    .categories(DANGEROUS)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Reports on the server, its clients, its memory and what it has done.")
                    .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                    .onAllShards(ServerCommands::info),
            SERVER.command("LOLWUT [VERSION version]")
                    .arity(-1)
                    .flags(READONLY, FAST)
                    .since("5.0.0")
                    .complexity("O(1)")
                    .summary("Draws something, and names the version.")
                    .onConnection(ServerCommands::lolwut),
            SERVER.command("TIME")
                    .arity(1)
                    .flags(LOADING, STALE, FAST)
                    .since("2.6.0")
                    .complexity("O(1)")
                    .summary("Returns the server's time.")
                    .tips("nondeterministic_output")
                    .onConnection(ServerCommands::time));

    private static final long MICROS_PER_SECOND = 1_000_000;

    private ServerCommands() {}

    /** Integer: how many keys there are. */
    private static Reply dbSize(Keyspaces keyspaces, Client client, Args args) {
        return Reply.integer(keyspaces.all().stream()
                .mapToLong(keyspace -> keyspace.allKeys().size())
                .sum());
    }

    /** OK. */
    private static Reply flushAll(Keyspaces keyspaces, Client client, Args args) {
        return flush(keyspaces.ofAllDatabases(), args);
    }

    /** OK. */
    private static Reply flushDb(Keyspaces keyspaces, Client client, Args args) {
        return flush(keyspaces.all(), args);
    }

    /** SYNC and ASYNC are the same: at once for whoever asks, and the garbage collector frees what was there. */
    private static Reply flush(List<Keyspace> keyspaces, Args args) {
        if (args.remaining() > 1 || (args.hasNext() && !args.nextIs("SYNC") && !args.nextIs("ASYNC"))) {
            throw new CommandException(Errors.SYNTAX);
        }
        keyspaces.forEach(Keyspace::clear);
        return Reply.OK;
    }

    /** Text: the sections asked for, by default all but the most detailed. */
    private static Reply info(Keyspaces keyspaces, Client client, Args args) {
        return new Reply.Verbatim("txt", Bytes.of(new InfoReport(client.server(), keyspaces).of(args)));
    }

    /** Text: a drawing and, on its last line, the version. All versions draw the same things. */
    private static Reply lolwut(Client client, Args args) {
        if (args.remaining() > 1 && args.nextIs("VERSION")) {
            args.nextLong();
        }
        String drawing = Lolwut.draw(client.server().clock().nowNanos(), args);
        String version = "FlashKV " + client.server().version() + ", Redis ver. " + REDIS_VERSION + "\n";
        return new Reply.Verbatim("txt", Bytes.of(drawing + version));
    }

    /** Array of two bulks: the Unix time in seconds, and the microseconds of the second. */
    private static Reply time(Client client, Args args) {
        long micros = TimeUnit.NANOSECONDS.toMicros(client.server().clock().nowNanos());
        return Reply.array(
                Reply.bulk(Bytes.of(micros / MICROS_PER_SECOND)), Reply.bulk(Bytes.of(micros % MICROS_PER_SECOND)));
    }
}
