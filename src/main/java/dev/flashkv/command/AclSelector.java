package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be done: commands, keys and channels, all three at once. A user has one, and may have more; a call needs one
 * that allows all of it. It is changed only before anybody asks it: a change of a user's rules makes another.
 */
final class AclSelector {
    private static final String PATTERN_AFTER_STAR =
            "Adding a pattern after the * pattern (or the '%s' flag) is not valid and does not have any effect. Try '%s'"
                    + " to start with an empty list of %s";

    private static final Bytes ALL = Bytes.of("*");

    private final BitSet commands = new BitSet();
    /** Commands that are not allowed as such, but with these first arguments, in lower case. */
    private final Map<Integer, Set<String>> firstArguments = new TreeMap<>();
    /** Whether none was taken away since all were allowed: then nobody need look. */
    private boolean allCommands;
    /** Whether all were allowed, and those are meant that FlashKV does not have yet: rules take away from all. */
    private boolean futureCommands;

    private boolean allKeys;
    /** Patterns by their globs; like the others in the order they came, for who asks for the rules. */
    private final Map<Bytes, AclKeyPattern> keys = new LinkedHashMap<>();

    private boolean allChannels;
    private final Set<Bytes> channels = new LinkedHashSet<>();

    /** One that allows nothing, but all channels if {@code allChannels}. */
    AclSelector(boolean allChannels) {
        this.allChannels = allChannels;
    }

    /** The same again, to be changed. */
    AclSelector copy() {
        AclSelector copy = new AclSelector(allChannels);
        copy.commands.or(commands);
        firstArguments.forEach(
                (command, arguments) -> copy.firstArguments.put(command, new LinkedHashSet<>(arguments)));
        copy.allCommands = allCommands;
        copy.futureCommands = futureCommands;
        copy.allKeys = allKeys;
        copy.keys.putAll(keys);
        copy.channels.addAll(channels);
        return copy;
    }

    // ---- rules ----

    void allowAllKeys() {
        allKeys = true;
        keys.clear();
    }

    void denyAllKeys() {
        allKeys = false;
        keys.clear();
    }

    /** Adds keys to those that may be touched. Throws an error when all may be. */
    void allowKeys(AclKeyPattern pattern) {
        if (allKeys) {
            throw new AclRuleException(String.format(PATTERN_AFTER_STAR, "allkeys", "resetkeys", "patterns"));
        }
        keys.merge(pattern.glob(), pattern, AclKeyPattern::with);
    }

    void allowAllChannels() {
        allChannels = true;
        channels.clear();
    }

    void denyAllChannels() {
        allChannels = false;
        channels.clear();
    }

    /** Adds channels to those that may be used. Throws an error when all may be. */
    void allowChannels(Bytes glob) {
        if (allChannels) {
            throw new AclRuleException(String.format(PATTERN_AFTER_STAR, "allchannels", "resetchannels", "channels"));
        }
        channels.add(glob);
    }

    void allowAllCommands() {
        commands.set(0, CommandTable.standard().rowsAndSubcommands().size());
        allCommands = true;
        futureCommands = true;
        firstArguments.clear();
    }

    void denyAllCommands() {
        commands.clear();
        allCommands = false;
        futureCommands = false;
        firstArguments.clear();
    }

    /** Allows a command with its subcommands, or no longer. */
    void allow(CommandSpec command, boolean allowed) {
        allowOne(command, allowed);
        command.subcommands().forEach(each -> allowOne(each, allowed));
    }

    private void allowOne(CommandSpec command, boolean allowed) {
        commands.set(command.index(), allowed);
        firstArguments.remove(command.index());
        allCommands &= allowed;
    }

    /** Allows all commands of a category, or no longer. */
    void allow(AclCategory category, boolean allowed) {
        for (CommandSpec command : CommandTable.standard().rowsAndSubcommands()) {
            if (command.categories().contains(category)) {
                allow(command, allowed);
            }
        }
    }

    /** Allows a command that is not allowed else if it has this first argument. */
    void allow(CommandSpec command, String firstArgument) {
        firstArguments
                .computeIfAbsent(command.index(), none -> new LinkedHashSet<>())
                .add(firstArgument.toLowerCase(Locale.ROOT));
    }

    // ---- asking ----

    /** Whether nothing is denied. */
    boolean isUnrestricted() {
        return allCommands && allKeys && allChannels;
    }

    /** Whether all keys may be read. */
    boolean readsAllKeys() {
        AclKeyPattern all = keys.get(ALL);
        return allKeys || (all != null && all.read());
    }

    /** Whether commands of the future are allowed. */
    boolean hasFutureCommands() {
        return futureCommands;
    }

    /** Whether the command as such is allowed. */
    boolean has(CommandSpec command) {
        return commands.get(command.index());
    }

    /** The first arguments with which a command is allowed that is not as such. */
    Set<String> firstArguments(CommandSpec command) {
        return firstArguments.getOrDefault(command.index(), Set.of());
    }

    /** Null when the call is allowed, else why it is not. */
    @Nullable
    AclDenial denial(Command command) {
        if (!allCommands && !command.spec().isNoAuth() && !has(command.spec()) && !hasFirstArgument(command)) {
            return new AclDenial(AclDenial.Reason.COMMAND, 0);
        }
        if (!allKeys) {
            int place = deniedKey(command);
            if (place != 0) {
                return new AclDenial(AclDenial.Reason.KEY, place);
            }
        }
        if (!allChannels) {
            int place = deniedChannel(command);
            if (place != 0) {
                return new AclDenial(AclDenial.Reason.CHANNEL, place);
            }
        }
        return null;
    }

    private boolean hasFirstArgument(Command command) {
        if (firstArguments.isEmpty() || command.args().count() < 2) {
            return false;
        }
        return firstArguments(command.spec())
                .contains(AclText.of(command.args().get(1)).toLowerCase(Locale.ROOT));
    }

    /** The place of the first key that may not be touched, or 0. */
    private int deniedKey(Command command) {
        Args args = command.args();
        for (KeySpec.Range range : command.spec().keys().ranges()) {
            Set<KeySpec.Access> access = range.access(args);
            int[] places = access.contains(KeySpec.Access.NOT_KEY)
                    ? null
                    : range.places().in(args);
            if (places == null) {
                continue; // the command itself complains of arguments that don't say where its keys are
            }
            boolean reads = access.contains(KeySpec.Access.ACCESS);
            boolean writes = access.contains(KeySpec.Access.UPDATE)
                    || access.contains(KeySpec.Access.INSERT)
                    || access.contains(KeySpec.Access.DELETE);
            for (int place : places) {
                if (!hasKey(args.get(place), reads, writes)) {
                    return place;
                }
            }
        }
        return 0;
    }

    private boolean hasKey(Bytes key, boolean reads, boolean writes) {
        for (AclKeyPattern pattern : keys.values()) {
            if ((pattern.read() || !reads) && (pattern.write() || !writes) && Glob.matches(pattern.glob(), key)) {
                return true;
            }
        }
        return false;
    }

    /** The place of the first channel that may not be used, or 0. */
    private int deniedChannel(Command command) {
        Args args = command.args();
        int end = switch (command.spec().name()) {
            case "publish", "spublish" -> 2;
            case "subscribe", "ssubscribe", "psubscribe" -> args.count();
            default -> 1;
        };
        boolean globs = command.spec().name().equals("psubscribe");
        for (int place = 1; place < end; place++) {
            if (!hasChannel(args.get(place), globs)) {
                return place;
            }
        }
        return 0;
    }

    /** Whether a channel may be used; a pattern of channels only if that very pattern is allowed. */
    boolean hasChannel(Bytes channel, boolean isGlob) {
        if (allChannels) {
            return true;
        }
        return isGlob ? channels.contains(channel) : channels.stream().anyMatch(glob -> Glob.matches(glob, channel));
    }

    // ---- as rules ----

    /** The keys as rules, with blanks between them. */
    String keyRules() {
        return allKeys ? "~*" : keys.values().stream().map(AclKeyPattern::rule).collect(Collectors.joining(" "));
    }

    /** The channels as rules, with blanks between them. */
    String channelRules() {
        return allChannels
                ? "&*"
                : channels.stream().map(glob -> "&" + AclText.of(glob)).collect(Collectors.joining(" "));
    }

    /** All of it as rules that make it out of one that allows nothing. */
    String rules() {
        String keyRules = keyRules();
        return (keyRules.isEmpty() ? "" : keyRules + " ")
                + (allChannels ? "" : "resetchannels ")
                + (allChannels || !channels.isEmpty() ? channelRules() + " " : "")
                + AclCommandRules.of(this);
    }
}
