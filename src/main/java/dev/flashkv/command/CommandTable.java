package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All commands: the rows of every group, found by name. */
public final class CommandTable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTable.class);

    private static final CommandTable STANDARD = new CommandTable(Stream.of(
                    StringCommands.TABLE,
                    NumberCommands.TABLE,
                    LcsCommand.TABLE,
                    ListCommands.TABLE,
                    ListMoveCommands.TABLE,
                    BlockingListCommands.TABLE,
                    KeyCommands.TABLE,
                    DatabaseCommands.TABLE,
                    SortCommands.TABLE,
                    DumpCommands.TABLE,
                    ExpireCommands.TABLE,
                    ObjectCommands.TABLE,
                    TransactionCommands.TABLE,
                    ConnectionCommands.TABLE,
                    ClientCommands.TABLE,
                    PubSubCommands.TABLE,
                    ServerCommands.TABLE,
                    WaitCommand.TABLE,
                    PersistenceCommands.TABLE,
                    MemoryCommands.TABLE,
                    CommandCommands.TABLE,
                    ConfigCommands.TABLE,
                    AclCommands.TABLE,
                    SlowLogCommands.TABLE,
                    MonitorCommand.TABLE,
                    LatencyCommands.TABLE,
                    ModuleCommands.TABLE,
                    ShutdownCommand.TABLE,
                    DebugCommands.TABLE)
            .flatMap(List::stream)
            .toList());

    /* A web page could make a browser send commands in the body of a request: nothing after its first line is read. */
    private static final CommandSpec HTTP_REQUEST = CommandGroup.SERVER
            .command("HTTP")
            .flags(CommandFlag.NO_AUTH)
            .onConnection((client, args) -> {
                LOG.warn(
                        "An HTTP request came from {}: possibly an attack on this server through a browser. Connection closed.",
                        client.address());
                client.disconnect();
                return Reply.OK;
            });

    private final List<CommandSpec> rows;
    private final List<CommandSpec> all;
    private final CommandNames names;
    private final Map<CommandSpec, CommandNames> subcommands;

    /** The same commands under other names, and without some of them. */
    private CommandTable(CommandTable original, List<CommandSpec> rows, List<String> names) {
        this.rows = rows;
        this.all = original.all;
        this.names = new CommandNames(rows, names);
        this.subcommands = original.subcommands;
    }

    private CommandTable(List<CommandSpec> rows) {
        this.rows = rows;
        this.all = rows.stream()
                .flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().stream()))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).index(i);
        }
        this.names = new CommandNames(rows);
        this.subcommands = rows.stream()
                .filter(row -> !row.subcommands().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Function.identity(), row -> new CommandNames(row.subcommands())));
    }

    /** The commands that FlashKV has. */
    public static CommandTable standard() {
        return STANDARD;
    }

    /**
     * The same commands, some of them under other names or not to be called at all. Everything else still has them by
     * their own names: rules, statistics, COMMAND INFO.
     *
     * @param renames one after the other: a name, and another, or an empty one for none
     * @throws SettingException if there is no such command, or the other name is taken
     */
    public CommandTable renamed(List<List<String>> renames) {
        if (renames.isEmpty()) {
            return this;
        }
        Map<String, CommandSpec> byName = new LinkedHashMap<>();
        rows.forEach(row -> byName.put(row.name(), row));
        for (List<String> rename : renames) {
            if (rename.size() != 2) {
                throw new SettingException("rename-command takes a command's name and another, or \"\" for none");
            }
            CommandSpec row = byName.remove(rename.get(0).toLowerCase(Locale.ROOT));
            String name = rename.get(1).toLowerCase(Locale.ROOT);
            if (row == null) {
                throw new SettingException("rename-command: there is no command '" + rename.get(0) + "'");
            }
            if (!name.isEmpty() && byName.putIfAbsent(name, row) != null) {
                throw new SettingException("rename-command: there is a command '" + rename.get(1) + "' already");
            }
        }
        return new CommandTable(this, List.copyOf(byName.values()), List.copyOf(byName.keySet()));
    }

    /** All rows, group by group; subcommands are within their containers. */
    public List<CommandSpec> rows() {
        return rows;
    }

    /** All rows and all their subcommands, each at its {@link CommandSpec#index}. */
    public List<CommandSpec> rowsAndSubcommands() {
        return all;
    }

    /** The row of that name, in any case, or null; {@code client|id} names a subcommand. */
    public @Nullable CommandSpec find(Bytes name) {
        CommandSpec row = names.find(name);
        if (row != null) {
            return row;
        }
        for (int bar = 0; bar < name.length(); bar++) {
            if (name.byteAt(bar) == '|') {
                CommandSpec container = names.find(name.slice(0, bar));
                CommandNames within = container == null ? null : subcommands.get(container);
                return within == null ? null : within.find(name.slice(bar + 1, name.length()));
            }
        }
        return null;
    }

    /** The row of the command or subcommand that {@code argv} begins with, or null when there is none of that name. */
    @Nullable
    CommandSpec lookup(Bytes[] argv) {
        CommandSpec spec = names.find(argv[0]);
        if (spec == null || argv.length == 1 || spec.subcommands().isEmpty()) {
            return spec;
        }
        CommandNames within = subcommands.get(spec);
        return within == null ? null : within.find(argv[1]);
    }

    /**
     * The call that {@code argv} asks for, at least one argument. One that can't be made, as its name is unknown or
     * the number of arguments is wrong, becomes a call that answers just that.
     */
    public Command resolve(Bytes[] argv) {
        CommandSpec spec = lookup(argv);
        if (spec == null) {
            return unknown(argv);
        }
        if (!spec.acceptsCount(argv.length)) {
            return Command.refused(Errors.wrongArity(spec.name()), argv, spec);
        }
        return new Command(spec, new Args(argv));
    }

    private Command unknown(Bytes[] argv) {
        if (argv[0].equalsIgnoreCase("POST") || argv[0].equalsIgnoreCase("Host:")) {
            return new Command(HTTP_REQUEST, new Args(argv));
        }
        CommandSpec container = names.find(argv[0]);
        return Command.refused(
                container == null
                        ? Errors.unknownCommand(argv[0], Arrays.asList(argv).subList(1, argv.length))
                        : Errors.unknownSubcommand(argv[1], argv[0].toString()),
                argv,
                null);
    }
}
