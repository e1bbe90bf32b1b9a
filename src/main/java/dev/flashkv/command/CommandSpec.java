package dev.flashkv.command;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One row of the command table: all that is known of a command. Dispatch, routing, checks, COMMAND and the
 * documentation come from it alone.
 */
public final class CommandSpec {
    /** {@link #index} of a row that is in no table. */
    public static final int NO_INDEX = -1;

    /** What a client may call that speaks RESP2 and is subscribed to something. */
    private static final Set<String> WHILE_SUBSCRIBED = Set.of(
            "subscribe",
            "psubscribe",
            "ssubscribe",
            "unsubscribe",
            "punsubscribe",
            "sunsubscribe",
            "ping",
            "quit",
            "reset");

    /**
     * Why a command is better not used any more.
     *
     * @param since the Redis version that declared it so
     * @param replacement what to use instead, in Markdown
     */
    public record Deprecation(String since, String replacement) {}

    private final CommandGroup group;
    private final String name;
    private final String syntax;
    private final int arity;
    private final Set<CommandFlag> flags;
    private final KeySpec keys;
    private final String since;
    private final String complexity;
    private final String summary;
    private final Set<AclCategory> categories;
    private final List<String> tips;
    private final @Nullable Deprecation deprecation;
    private final boolean internal;
    private final Handler handler;
    private final List<CommandSpec> subcommands;
    private int index = NO_INDEX;
    private final boolean denyOom;
    private final boolean write;
    private final boolean noAuth;
    private final boolean noMulti;
    private final boolean mayWrite;
    private final boolean queued;
    private final boolean whileSubscribed;
    private final boolean monitored;
    private final boolean keyspaceUse;
    private final boolean movableKeys;
    private final @Nullable Predicate<Args> everywhere;

    private CommandSpec(Builder row, Handler handler, List<CommandSpec> subcommands) {
        this.group = row.group;
        this.name = row.name;
        this.syntax = row.syntax;
        this.arity = row.arity;
        this.flags = flagsOf(row);
        this.keys = row.keys;
        this.since = row.since;
        this.complexity = row.complexity;
        this.summary = row.summary;
        this.categories = categoriesOf(row, handler);
        this.tips = row.tips;
        this.deprecation = row.deprecation;
        this.internal = row.internal;
        this.handler = handler;
        this.subcommands = subcommands;
        this.denyOom = flags.contains(CommandFlag.DENYOOM);
        this.write = flags.contains(CommandFlag.WRITE);
        this.noAuth = flags.contains(CommandFlag.NO_AUTH);
        this.noMulti = flags.contains(CommandFlag.NO_MULTI);
        this.mayWrite = write || flags.contains(CommandFlag.MAY_REPLICATE);
        this.queued = row.queued;
        this.whileSubscribed = WHILE_SUBSCRIBED.contains(name) || row.syntax.equals(Command.REFUSED);
        this.monitored = !flags.contains(CommandFlag.ADMIN)
                && !flags.contains(CommandFlag.SKIP_MONITOR)
                && !row.syntax.equals(Command.REFUSED);
        this.keyspaceUse = mayWrite || flags.contains(CommandFlag.READONLY);
        this.movableKeys = flags.contains(CommandFlag.MOVABLEKEYS);
        this.everywhere = row.everywhere;
    }

    /** The name in lower case; a subcommand's is its container's, a bar and its own, such as {@code client|id}. */
    public String name() {
        return name;
    }

    /** Its place among all rows and subcommands of the table it is in, from 0 on; {@link #NO_INDEX} for none. */
    public int index() {
        return index;
    }

    /** Called once by the table, before any other thread knows of the row. */
    void index(int place) {
        index = place;
    }

    /** Name and arguments as redis-cli shows them, such as {@code GETRANGE key start end}. */
    public String syntax() {
        return syntax;
    }

    /** The documentation's group. */
    public CommandGroup group() {
        return group;
    }

    /** How many arguments there must be, names included; a negative number means at least its amount. */
    public int arity() {
        return arity;
    }

    /** What is true of the command. */
    public Set<CommandFlag> flags() {
        return flags;
    }

    /** Where the keys stand. */
    public KeySpec keys() {
        return keys;
    }

    /** The Redis version that first had the command. */
    public String since() {
        return since;
    }

    /** The time it takes, in O notation. */
    public String complexity() {
        return complexity;
    }

    /** One sentence: what it does. */
    public String summary() {
        return summary;
    }

    /** Its ACL categories: those of its group, or those that the row names, and those that follow from its flags. */
    public Set<AclCategory> categories() {
        return categories;
    }

    /** What cluster-aware clients and proxies may want to know, in the words of COMMAND INFO's tips. */
    public List<String> tips() {
        return tips;
    }

    /** Why it is better not used any more, or null when it may be. */
    public @Nullable Deprecation deprecation() {
        return deprecation;
    }

    /** Whether it is for the server's own use and its tests, and not for applications. */
    public boolean isInternal() {
        return internal;
    }

    /** What carries it out. */
    public Handler handler() {
        return handler;
    }

    /** The subcommands of a container, else empty. */
    public List<CommandSpec> subcommands() {
        return subcommands;
    }

    /** Whether it is refused when the memory limit is reached. */
    public boolean isDenyOom() {
        return denyOom;
    }

    /** Whether it may change keys. */
    public boolean isWrite() {
        return write;
    }

    /** Whether it may change keys, or what else a replica would have to know. */
    public boolean mayWrite() {
        return mayWrite;
    }

    /** Whether it must not be part of a transaction. */
    public boolean isNoMulti() {
        return noMulti;
    }

    /** Whether a transaction that is being made puts it off until EXEC. */
    public boolean isQueued() {
        return queued;
    }

    /** Whether the places of its keys depend on its arguments. */
    public boolean hasMovableKeys() {
        return movableKeys;
    }

    /** Whether a call with {@code args} may go to keys that are not among its arguments, on whatever shards. */
    public boolean goesEverywhere(Args args) {
        return everywhere != null && everywhere.test(args);
    }

    /** Whether a client may call it before it has authenticated. */
    public boolean isNoAuth() {
        return noAuth;
    }

    /** Whether a client may call it that speaks RESP2 and is subscribed to something. */
    public boolean isAllowedWhileSubscribed() {
        return whileSubscribed;
    }

    /** Whether its calls are shown to MONITOR: administrators' are not. */
    boolean isMonitored() {
        return monitored;
    }

    /** Whether it reads or changes keys, or what goes with them to replicas: not for a client that is a monitor. */
    public boolean usesKeyspace() {
        return keyspaceUse;
    }

    /** How many words its name has: 2 for a subcommand, else 1. */
    public int words() {
        return name.indexOf('|') < 0 ? 1 : 2;
    }

    /** Whether a call with {@code argumentCount} arguments, names included, is well-formed as to their number. */
    public boolean acceptsCount(int argumentCount) {
        return arity >= 0 ? argumentCount == arity : argumentCount >= -arity;
    }

    private static Set<CommandFlag> flagsOf(Builder row) {
        EnumSet<CommandFlag> flags = EnumSet.copyOf(row.flags);
        if (row.keys.isMovable()) {
            flags.add(CommandFlag.MOVABLEKEYS);
        }
        return Collections.unmodifiableSet(flags);
    }

    private static Set<AclCategory> categoriesOf(Builder row, Handler handler) {
        EnumSet<AclCategory> categories = EnumSet.noneOf(AclCategory.class);
        if (row.categories != null) {
            categories.addAll(row.categories);
        } else if (!(handler instanceof Handler.Container)) {
            categories.addAll(row.group.categories());
        }
        categories.add(row.flags.contains(CommandFlag.FAST) ? AclCategory.FAST : AclCategory.SLOW);
        if (row.flags.contains(CommandFlag.WRITE)) {
            categories.add(AclCategory.WRITE);
        }
        if (row.flags.contains(CommandFlag.READONLY) && !categories.contains(AclCategory.SCRIPTING)) {
            categories.add(AclCategory.READ);
        }
        if (row.flags.contains(CommandFlag.ADMIN)) {
            categories.add(AclCategory.ADMIN);
            categories.add(AclCategory.DANGEROUS);
        }
        if (row.flags.contains(CommandFlag.PUBSUB)) {
            categories.add(AclCategory.PUBSUB);
        }
        if (row.flags.contains(CommandFlag.BLOCKING)) {
            categories.add(AclCategory.BLOCKING);
        }
        return Collections.unmodifiableSet(categories);
    }

    /**
     * A row being written. {@link CommandGroup#command} begins it, one of the last methods, which name its handler,
     * ends it.
     */
    static final class Builder {
        private final CommandGroup group;
        private final String name;
        private final String syntax;
        private int arity;
        private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
        private KeySpec keys = KeySpec.NONE;
        private String since = "";
        private String complexity = "";
        private String summary = "";
        private @Nullable Set<AclCategory> categories;
        private List<String> tips = List.of();
        private @Nullable Deprecation deprecation;
        private boolean internal;
        private @Nullable Predicate<Args> everywhere;
        private boolean queued = true;

        Builder(CommandGroup group, String syntax) {
            this.group = group;
            this.syntax = syntax;
            int space = syntax.indexOf(' ');
            this.name = (space < 0 ? syntax : syntax.substring(0, space)).toLowerCase(Locale.ROOT);
        }

        Builder arity(int arity) {
            this.arity = arity;
            return this;
        }

        Builder flags(CommandFlag... flags) {
            this.flags.addAll(List.of(flags));
            return this;
        }

        Builder keys(KeySpec keys) {
            this.keys = keys;
            return this;
        }

        Builder since(String since) {
            this.since = since;
            return this;
        }

        Builder complexity(String complexity) {
            this.complexity = complexity;
            return this;
        }

        Builder summary(String summary) {
            this.summary = summary;
            return this;
        }

        /** Names the ACL categories that don't follow from the flags, where they are not just the group's. */
        Builder categories(AclCategory... categories) {
            this.categories = Set.of(categories);
            return this;
        }

        Builder tips(String... tips) {
            this.tips = List.of(tips);
            return this;
        }

        /** Says since when the command is deprecated, and what replaces it, in Markdown. */
        Builder deprecated(String since, String replacement) {
            this.deprecation = new Deprecation(since, replacement);
            return this;
        }

        /** Says that the command is for the server's own use and its tests. */
        Builder internal() {
            this.internal = true;
            return this;
        }

        /**
         * Says in which calls a command across shards needs all of them, as it goes to keys that it finds on its way.
         */
        Builder everywhereIf(Predicate<Args> everywhere) {
            this.everywhere = everywhere;
            return this;
        }

        /** Says that the command is carried out at once, within a transaction too. */
        Builder notQueued() {
            this.queued = false;
            return this;
        }

        CommandSpec onShard(Handler.OnShard handler) {
            return new CommandSpec(this, handler, List.of());
        }

        CommandSpec acrossShards(Handler.AcrossShards handler) {
            return new CommandSpec(this, handler, List.of());
        }

        CommandSpec onAllShards(Handler.OnAllShards handler) {
            return new CommandSpec(this, handler, List.of());
        }

        CommandSpec alongShards(Handler.AlongShards handler) {
            return new CommandSpec(this, handler, List.of());
        }

        CommandSpec onConnection(Handler.OnConnection handler) {
            return new CommandSpec(this, handler, List.of());
        }

        CommandSpec blocking(Handler.Blocking handler) {
            return new CommandSpec(this, handler, List.of());
        }

        CommandSpec exec() {
            return new CommandSpec(this, new Handler.Exec(), List.of());
        }

        /** A container; its subcommands' rows are written {@code CONTAINER|SUBCOMMAND arguments}. */
        CommandSpec container(CommandSpec... subcommands) {
            return new CommandSpec(this, new Handler.Container(), List.of(subcommands));
        }

        /** As {@link #container}, of a command that does something without a subcommand, too. */
        CommandSpec containerOr(Handler.OnConnection handler, CommandSpec... subcommands) {
            return new CommandSpec(this, handler, List.of(subcommands));
        }
    }
}
