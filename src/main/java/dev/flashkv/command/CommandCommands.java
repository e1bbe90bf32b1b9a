package dev.flashkv.command;

import static dev.flashkv.command.AclCategory.CONNECTION;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** COMMAND, which tells what the command table knows: the table first, then the handlers in the table's order. */
final class CommandCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("COMMAND")
            .arity(-1)
            .flags(LOADING, STALE)
            .categories(CONNECTION)
            .since("2.8.13")
            .complexity("O(N) with N the number of commands")
            .summary("Describes all commands.")
            .tips("nondeterministic_output_order")
            .containerOr(
                    CommandCommands::command,
                    SERVER.command("COMMAND|COUNT")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Counts the commands.")
                            .onConnection(CommandCommands::count),
                    SERVER.command("COMMAND|DOCS [command-name [command-name ...]]")
                            .arity(-2)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("7.0.0")
                            .complexity("O(N) with N the number of commands to describe")
                            .summary("Documents commands: all, or those named.")
                            .tips("nondeterministic_output_order")
                            .onConnection(CommandCommands::docs),
                    SERVER.command("COMMAND|GETKEYS command arg [arg ...]")
                            .arity(-4)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("2.8.13")
                            .complexity("O(N) with N the number of arguments")
                            .summary("Finds the keys in a call of a command.")
                            .onConnection(CommandCommands::getKeys),
                    SERVER.command("COMMAND|GETKEYSANDFLAGS command arg [arg ...]")
                            .arity(-4)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("7.0.0")
                            .complexity("O(N) with N the number of arguments")
                            .summary("Finds the keys in a call of a command, and what is done with them.")
                            .onConnection(CommandCommands::getKeysAndFlags),
                    SERVER.command("COMMAND|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("5.0.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(CommandCommands::help),
                    SERVER.command("COMMAND|INFO [command-name [command-name ...]]")
                            .arity(-2)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("2.8.13")
                            .complexity("O(N) with N the number of commands to describe")
                            .summary("Describes commands: all, or those named.")
                            .tips("nondeterministic_output_order")
                            .onConnection(CommandCommands::info),
                    SERVER.command("COMMAND|LIST [FILTERBY MODULE module-name|ACLCAT category|PATTERN pattern]")
                            .arity(-2)
                            .flags(LOADING, STALE)
                            .categories(CONNECTION)
                            .since("7.0.0")
                            .complexity("O(N) with N the number of commands")
                            .summary("Lists the names of all commands, or of some.")
                            .tips("nondeterministic_output_order")
                            .onConnection(CommandCommands::list)));

    private static final Reply.ErrorReply INVALID_COMMAND = Reply.error("ERR Invalid command specified");
    private static final Reply.ErrorReply INVALID_COUNT =
            Reply.error("ERR Invalid number of arguments specified for command");
    private static final Reply.ErrorReply INVALID_ARGUMENTS =
            Reply.error("ERR Invalid arguments specified for command");
    private static final Reply.ErrorReply NO_KEYS = Reply.error("ERR The command has no key arguments");

    private CommandCommands() {}

    /** Array: COMMAND INFO's elements of every command. */
    private static Reply command(Client client, Args args) {
        return Reply.array(rows(client).stream().map(CommandInfo::info).toList());
    }

    /** Integer: how many commands there are, subcommands not counted. */
    private static Reply count(Client client, Args args) {
        return Reply.integer(rows(client).size());
    }

    /** Map: name to documentation. Names that are unknown are left out. */
    private static Reply docs(Client client, Args args) {
        // One for each command, however often it is named: a short request must not fill the memory. So in INFO.
        Map<CommandSpec, List<Reply>> made = new HashMap<>();
        List<Reply> map = new ArrayList<>();
        if (!args.hasNext()) {
            rows(client).forEach(row -> map.addAll(nameAndDocs(row)));
        }
        while (args.hasNext()) {
            CommandSpec row = client.server().commands().find(args.next());
            if (row != null) {
                map.addAll(made.computeIfAbsent(row, CommandCommands::nameAndDocs));
            }
        }
        return Reply.map(map);
    }

    private static List<Reply> nameAndDocs(CommandSpec row) {
        return List.of(Reply.bulk(row.name()), CommandInfo.docs(row));
    }

    /** Array of bulks: the keys. */
    private static Reply getKeys(Client client, Args args) {
        Command call = callIn(client, args);
        List<Reply> keys = new ArrayList<>();
        for (KeySpec.Range range : call.spec().keys().ranges()) {
            for (int place : placesIn(call, range)) {
                keys.add(Reply.bulk(call.args().get(place)));
            }
        }
        return Reply.array(keys);
    }

    /** Array of arrays of a key and a set of statuses: what is done with it. */
    private static Reply getKeysAndFlags(Client client, Args args) {
        Command call = callIn(client, args);
        List<Reply> keys = new ArrayList<>();
        for (KeySpec.Range range : call.spec().keys().ranges()) {
            Reply access = CommandInfo.access(range.access(call.args()));
            for (int place : placesIn(call, range)) {
                keys.add(Reply.array(Reply.bulk(call.args().get(place)), access));
            }
        }
        return Reply.array(keys);
    }

    private static int[] placesIn(Command call, KeySpec.Range range) {
        int[] places = range.places().in(call.args());
        if (places == null) {
            throw new CommandException(INVALID_ARGUMENTS);
        }
        return places;
    }

    /** The call that the arguments left are, which must be well-formed and of a command that may have keys. */
    private static Command callIn(Client client, Args args) {
        Bytes[] argv = new Bytes[args.remaining()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = args.next();
        }
        CommandSpec spec = client.server().commands().lookup(argv);
        if (spec == null) {
            throw new CommandException(INVALID_COMMAND);
        }
        if (!spec.keys().hasKeys()) {
            throw new CommandException(NO_KEYS);
        }
        if (!spec.acceptsCount(argv.length)) {
            throw new CommandException(INVALID_COUNT);
        }
        return new Command(spec, new Args(argv));
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Array: the ten elements of each command, null for a name that is unknown. */
    private static Reply info(Client client, Args args) {
        if (!args.hasNext()) {
            return command(client, args);
        }
        Map<CommandSpec, Reply> made = new HashMap<>();
        List<Reply> infos = new ArrayList<>();
        while (args.hasNext()) {
            CommandSpec row = client.server().commands().find(args.next());
            infos.add(row == null ? Reply.NULL : made.computeIfAbsent(row, CommandInfo::info));
        }
        return Reply.array(infos);
    }

    /** Set of bulks: the names, subcommands included when filtered. */
    private static Reply list(Client client, Args args) {
        if (!args.hasNext()) {
            return names(rows(client).stream());
        }
        if (args.remaining() != 3 || !args.nextIs("FILTERBY")) {
            return Errors.SYNTAX;
        }
        Stream<CommandSpec> all =
                rows(client).stream().flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().stream()));
        Predicate<CommandSpec> filter = filterIn(args);
        return filter == null ? Errors.SYNTAX : names(all.filter(filter));
    }

    private static @Nullable Predicate<CommandSpec> filterIn(Args args) {
        if (args.nextIs("MODULE")) {
            return row -> false;
        }
        if (args.nextIs("ACLCAT")) {
            Bytes category = args.next();
            return row -> row.categories().stream().anyMatch(any -> category.equalsIgnoreCase(any.redisName()));
        }
        if (args.nextIs("PATTERN")) {
            Bytes pattern = args.next();
            return row -> Glob.matchesIgnoreCase(pattern, Bytes.of(row.name()));
        }
        return null;
    }

    private static Reply names(Stream<CommandSpec> rows) {
        return Reply.array(rows.map(row -> Reply.bulk(row.name())).toList());
    }

    private static List<CommandSpec> rows(Client client) {
        return client.server().commands().rows();
    }
}
