package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** SLOWLOG: the table first, then the handlers in the table's order. */
final class SlowLogCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("SLOWLOG")
            .arity(-2)
            .since("2.2.12")
            .complexity("That of the subcommand")
            .summary("Shows the calls that took long.")
            .container(
                    SERVER.command("SLOWLOG|GET [count]")
                            .arity(-2)
                            .flags(ADMIN, LOADING, STALE)
                            .since("2.2.12")
                            .complexity("O(N) with N the number of calls returned")
                            .summary("Returns the latest slow calls, ten of them if not told otherwise, -1 for all.")
                            .tips("request_policy:all_nodes", "nondeterministic_output")
                            .onConnection(SlowLogCommands::get),
                    SERVER.command("SLOWLOG|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("6.2.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(SlowLogCommands::help),
                    SERVER.command("SLOWLOG|LEN")
                            .arity(2)
                            .flags(ADMIN, LOADING, STALE)
                            .since("2.2.12")
                            .complexity("O(1)")
                            .summary("Counts the calls in the log.")
                            .tips("request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output")
                            .onConnection(SlowLogCommands::len),
                    SERVER.command("SLOWLOG|RESET")
                            .arity(2)
                            .flags(ADMIN, LOADING, STALE)
                            .since("2.2.12")
                            .complexity("O(N) with N the number of calls in the log")
                            .summary("Empties the log.")
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .onConnection(SlowLogCommands::reset)));

    private static final long COUNT_DEFAULT = 10;
    private static final long ALL = -1;
    private static final Reply.ErrorReply BAD_COUNT = Reply.error("ERR count should be greater than or equal to -1");

    private SlowLogCommands() {}

    /**
     * Array of arrays, the latest first: Integers id, Unix time in seconds, and microseconds it took; Array of bulks:
     * the call's words; Bulk: the client's address; Bulk: its name.
     */
    private static Reply get(Client client, Args args) {
        if (args.remaining() > 1) {
            return Errors.wrongSubcommandArity(args.get(1), "slowlog");
        }
        long count = args.hasNext() ? args.nextLong(ALL, Long.MAX_VALUE, BAD_COUNT) : COUNT_DEFAULT;
        List<Reply> entries = new ArrayList<>();
        for (SlowLog.Entry entry : log(client).latest(count == ALL ? Long.MAX_VALUE : count)) {
            entries.add(Reply.array(
                    Reply.integer(entry.id()),
                    Reply.integer(entry.unixSeconds()),
                    Reply.integer(entry.micros()),
                    Reply.array(entry.words().stream().map(Reply::bulk).toList()),
                    Reply.bulk(entry.address()),
                    Reply.bulk(entry.clientName())));
        }
        return Reply.array(entries);
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Integer: how many calls are in the log. */
    private static Reply len(Client client, Args args) {
        return Reply.integer(log(client).size());
    }

    /** OK. */
    private static Reply reset(Client client, Args args) {
        log(client).clear();
        return Reply.OK;
    }

    private static SlowLog log(Client client) {
        return client.server().monitoring().slowLog();
    }
}
