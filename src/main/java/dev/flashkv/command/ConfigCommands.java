package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CONFIG: the table first, then the handlers in the table's order. */
final class ConfigCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("CONFIG")
            .arity(-2)
            .since("2.0.0")
            .complexity("Depends on subcommand.")
            .summary("Shows and changes settings.")
            .container(
                    SERVER.command("CONFIG|GET parameter [parameter ...]")
                            .arity(-3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.0.0")
                            .complexity("O(N) with N the number of settings")
                            .summary("Returns the settings whose names match.")
                            .onConnection(ConfigCommands::get),
                    SERVER.command("CONFIG|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("5.0.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(ConfigCommands::help),
                    SERVER.command("CONFIG|RESETSTAT")
                            .arity(2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.0.0")
                            .complexity("O(1)")
                            .summary("Starts the counters that INFO shows anew.")
                            .onAllShards(ConfigCommands::resetStat),
                    SERVER.command("CONFIG|SET parameter value [parameter value ...]")
                            .arity(-4)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.0.0")
                            .complexity("O(N) with N the number of settings to change")
                            .summary("Changes settings: all that are named, or none.")
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .onConnection(ConfigCommands::set)));

    private ConfigCommands() {}

    /** Map: name to value. A name asked for literally is returned as it was written. */
    private static Reply get(Client client, Args args) {
        ConfigOptions options = client.server().config();
        Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (args.hasNext()) {
            Bytes name = args.next();
            if (isGlob(name)) {
                options.matching(name)
                        .forEach(option ->
                                found.putIfAbsent(option.name(), option.value().get()));
            } else {
                ConfigOption option = options.find(name);
                if (option != null) {
                    found.putIfAbsent(name.toString(), option.value().get());
                }
            }
        }
        List<Reply> map = new ArrayList<>();
        found.forEach((name, value) -> {
            map.add(Reply.bulk(name));
            map.add(Reply.bulk(value));
        });
        return Reply.map(map);
    }

    private static boolean isGlob(Bytes name) {
        for (int i = 0; i < name.length(); i++) {
            if ("[*?".indexOf(name.byteAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** OK. */
    private static Reply resetStat(Keyspaces keyspaces, Client client, Args args) {
        keyspaces.ofAllDatabases().forEach(Keyspace::resetStatistics);
        client.server().traffic().reset();
        return Reply.OK;
    }

    /** OK. */
    private static Reply set(Client client, Args args) {
        if (args.remaining() % 2 != 0) {
            return Errors.SYNTAX;
        }
        List<Change> changes = changesIn(args, client.server().config());
        Deque<Change> done = new ArrayDeque<>();
        for (Change change : changes) {
            String refusal = change.apply();
            if (refusal != null) {
                done.forEach(Change::revert);
                return failed(change.option.name(), refusal);
            }
            done.push(change);
        }
        return Reply.OK;
    }

    private static List<Change> changesIn(Args args, ConfigOptions options) {
        List<Change> changes = new ArrayList<>();
        while (args.hasNext()) {
            Bytes name = args.next();
            String value = args.next().toString();
            String echo = Errors.echo(name, Integer.MAX_VALUE);
            ConfigOption option = options.find(name);
            if (option == null) {
                throw new CommandException(
                        Reply.error("ERR Unknown option or number of arguments for CONFIG SET - '" + echo + "'"));
            }
            if (option.change() == null) {
                throw new CommandException(failed(echo, "can't set immutable config"));
            }
            if (changes.stream().anyMatch(change -> change.option.equals(option))) {
                throw new CommandException(failed(echo, "duplicate parameter"));
            }
            changes.add(new Change(option, option.value().get(), value));
        }
        return changes;
    }

    private static Reply.ErrorReply failed(String option, String reason) {
        return Reply.error("ERR CONFIG SET failed (possibly related to argument '" + option + "') - " + reason);
    }

    /** One option's change, and the way back. */
    private record Change(ConfigOption option, String before, String after) {
        /** Returns null, or why the option is as it was. */
        @Nullable
        String apply() {
            return option.set(after);
        }

        void revert() {
            option.set(before);
        }
    }
}
