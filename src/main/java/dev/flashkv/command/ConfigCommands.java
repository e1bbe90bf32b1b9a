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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CONFIG: the table first, then the handlers in the table's order. */
final class ConfigCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("CONFIG")
            .arity(-2)
            .since("2.0.0")
            .complexity("That of the subcommand")
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
                    SERVER.command("CONFIG|REWRITE")
                            .arity(2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.8.0")
                            .complexity("O(1)")
                            .summary("Writes the settings in force into the file that the server was started with.")
                            .onConnection(ConfigCommands::rewrite),
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
        Map<String, ConfigOption> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<Bytes> names = new LinkedHashSet<>();
        while (args.hasNext()) {
            names.add(args.next());
        }
        for (Bytes name : names) {
            if (isGlob(name)) {
                options.matching(name).forEach(found::putIfAbsent);
            } else {
                ConfigOption option = options.find(name);
                if (option != null) {
                    found.putIfAbsent(name.toString(), option);
                }
            }
        }
        List<Reply> map = new ArrayList<>();
        found.forEach((name, option) -> {
            map.add(Reply.bulk(name));
            map.add(Reply.bulk(option.text()));
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
        client.server().resetStatistics();
        return Reply.OK;
    }

    /** OK, after the file that the server was started with has the settings that are in force. */
    private static Reply rewrite(Client client, Args args) {
        String refusal = client.server().rewriteConfig();
        return refusal == null ? Reply.OK : Reply.error("ERR " + refusal);
    }

    /** OK. */
    private static Reply set(Client client, Args args) {
        if (args.remaining() % 2 != 0) {
            return Errors.SYNTAX;
        }
        ConfigOptions options = client.server().config();
        ConfigOptions.Refusal refusal = options.set(changesIn(args, client, options));
        return refusal == null ? Reply.OK : failed(refusal.name(), refusal.reason());
    }

    private static List<ConfigOptions.Change> changesIn(Args args, Client client, ConfigOptions options) {
        List<ConfigOptions.Change> changes = new ArrayList<>();
        while (args.hasNext()) {
            Bytes name = args.next();
            Bytes value = args.next();
            String echo = Errors.echo(name, Integer.MAX_VALUE);
            ConfigOption option = options.find(name);
            if (option == null) {
                throw new CommandException(
                        Reply.error("ERR Unknown option or number of arguments for CONFIG SET - '" + echo + "'"));
            }
            String refusal = whyNot(option, client);
            if (refusal != null) {
                throw new CommandException(failed(echo, refusal));
            }
            String exactName = echo.toLowerCase(Locale.ROOT);
            if (changes.stream().anyMatch(change -> change.name().equals(exactName))) {
                throw new CommandException(failed(echo, "duplicate parameter"));
            }
            String text = value.toString();
            if (!Bytes.of(text).equals(value)) {
                throw new CommandException(failed(exactName, "argument must be text in UTF-8"));
            }
            changes.add(new ConfigOptions.Change(option, exactName, text));
        }
        return changes;
    }

    private static @Nullable String whyNot(ConfigOption option, Client client) {
        return switch (option.directive().change()) {
            case LIVE -> null;
            case FIXED -> "can't set immutable config";
            case PROTECTED ->
                client.isAllowedBy(client.server().config().get("enable-protected-configs"))
                        ? null
                        : "can't set protected config";
        };
    }

    private static Reply.ErrorReply failed(String option, String reason) {
        return Reply.error("ERR CONFIG SET failed (possibly related to argument '" + option + "') - " + reason);
    }
}
