package dev.flashkv.command;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's keys stand among its arguments, and what it does with them.
 *
 * @param first the first key's place, counted with the command's name at 0; 0 when it has no keys at fixed places
 * @param last the last key's place; negative ones count from the end, -1 being the last argument
 * @param step from one key to the next
 * @param ranges the same places, cut into ranges of keys with which the same is done, and those that are not fixed
 */
public record KeySpec(int first, int last, int step, List<Range> ranges) {

    /** What a command does with a key, in the words of COMMAND INFO's key specifications. */
    public enum Access {
        /** Reads and changes the value. */
        RW("RW"),
        /** Reads the value, or something about it. */
        RO("RO"),
        /** Overwrites the value without reading it. */
        OW("OW"),
        /** Deletes the key. */
        RM("RM"),
        /** Returns, copies or uses the user's data. */
        ACCESS("access"),
        /** Changes data depending on what is there. */
        UPDATE("update"),
        /** Adds data. */
        INSERT("insert"),
        /** Deletes data. */
        DELETE("delete"),
        /** It is no key, but decides as a key would where the command goes in a cluster. */
        NOT_KEY("not_key"),
        /** It depends on the other arguments, and this is the most it may do. */
        VARIABLE_FLAGS("variable_flags");

        private final String redisName;

        Access(String redisName) {
            this.redisName = redisName;
        }

        /** As COMMAND INFO spells it: the first four in capitals. */
        public String redisName() {
            return redisName;
        }
    }

    /**
     * What is done with keys if a word is not among the arguments.
     *
     * @param word the option's name
     * @param from the first place where it is an option, and not a key or value spelled like it
     * @param access what is done without it
     */
    public record Without(String word, int from, Set<Access> access) {}

    /**
     * A range of keys with which the same is done.
     *
     * @param places where they are
     * @param access what is done with the keys
     * @param note a remark for COMMAND INFO, or empty
     * @param without what is done with them in the absence of an option, or null when that is the same
     */
    public record Range(
            KeyPlaces places,
            Set<Access> access,
            String note,
            @Nullable Without without) {

        /** What this call does with the keys. */
        public Set<Access> access(Args args) {
            if (without == null) {
                return access;
            }
            for (int i = without.from; i < args.count(); i++) {
                if (args.get(i).equalsIgnoreCase(without.word)) {
                    return withoutVariable(access);
                }
            }
            return without.access;
        }

        private static Set<Access> withoutVariable(Set<Access> access) {
            EnumSet<Access> fixed = EnumSet.copyOf(access);
            fixed.remove(Access.VARIABLE_FLAGS);
            return fixed;
        }
    }

    /** The command has no keys. */
    public static final KeySpec NONE = new KeySpec(0, 0, 0, List.of());

    /** One key, the first argument. */
    public static KeySpec first(Access... access) {
        return range(1, 1, 1, access);
    }

    /** All arguments are keys. */
    public static KeySpec all(Access... access) {
        return range(1, -1, 1, access);
    }

    /** Keys and values alternate. */
    public static KeySpec pairs(Access... access) {
        return range(1, -1, 2, access);
    }

    /** Keys at {@code first}, {@code first + step} … up to {@code last}. */
    public static KeySpec range(int first, int last, int step, Access... access) {
        return new KeySpec(first, last, step, List.of(rangeAt(new KeyPlaces.Fixed(first, last, step), access)));
    }

    /** Their number stands at {@code count}, the keys after it. */
    public static KeySpec counted(int count, Access... access) {
        return new KeySpec(0, 0, 0, List.of(rangeAt(new KeyPlaces.Counted(count), access)));
    }

    /**
     * These keys and, after them, those of {@code next}, with which something else is done: {@code RENAME key newkey}.
     */
    public KeySpec and(KeySpec next) {
        return new KeySpec(
                first,
                next.last,
                next.first - first,
                Stream.concat(ranges.stream(), next.ranges.stream()).toList());
    }

    /**
     * These keys and others that may stand anywhere: {@code SORT key [STORE destination]}.
     *
     * @param argument the argument in the command's syntax that names them, or the pattern they derive from
     * @param finder finds them, as far as they are arguments
     */
    public KeySpec andAnywhere(String argument, KeyPlaces.Finder finder, Access... access) {
        Range more = rangeAt(new KeyPlaces.Anywhere(argument, finder), access);
        return new KeySpec(
                first,
                last,
                step,
                Stream.concat(ranges.stream(), Stream.of(more)).toList());
    }

    /** The same with a remark for COMMAND INFO at its last range. */
    public KeySpec note(String note) {
        Range range = lastRange();
        return withLastRange(new Range(range.places, range.access, note, range.without));
    }

    /**
     * The same, but in calls without the option {@code word} nothing more than {@code access} is done with the keys.
     *
     * @param from the first place where options may stand
     */
    public KeySpec without(String word, int from, Access... access) {
        Range range = lastRange();
        EnumSet<Access> most = EnumSet.copyOf(range.access);
        most.add(Access.VARIABLE_FLAGS);
        return withLastRange(new Range(range.places, most, range.note, new Without(word, from, setOf(access))));
    }

    /** Whether there are any but those that are none. */
    public boolean hasKeys() {
        return ranges.stream().anyMatch(range -> !range.access.contains(Access.NOT_KEY));
    }

    /**
     * Whether the keys' places depend on the arguments: {@link #first}, {@link #last} and {@link #step} then don't tell
     * all.
     */
    public boolean isMovable() {
        return ranges.stream().anyMatch(range -> !(range.places instanceof KeyPlaces.Fixed));
    }

    /** The places of all keys in a call, range by range; none of a range if the arguments don't say how many it has. */
    public int[] places(Args args) {
        return ranges.stream()
                .map(range -> range.places.in(args))
                .flatMapToInt(places -> places == null ? IntStream.empty() : IntStream.of(places))
                .toArray();
    }

    /** The place after the last key in a call of {@code argumentCount} arguments, the command's name included. */
    public int end(int argumentCount) {
        return Math.min(argumentCount, (last < 0 ? argumentCount + last : last) + 1);
    }

    private static Range rangeAt(KeyPlaces places, Access... access) {
        return new Range(places, setOf(access), "", null);
    }

    private Range lastRange() {
        return ranges.get(ranges.size() - 1);
    }

    private KeySpec withLastRange(Range range) {
        return new KeySpec(
                first,
                last,
                step,
                Stream.concat(ranges.stream().limit(ranges.size() - 1L), Stream.of(range))
                        .toList());
    }

    private static Set<Access> setOf(Access... access) {
        EnumSet<Access> set = EnumSet.noneOf(Access.class);
        set.addAll(Arrays.asList(access));
        return Collections.unmodifiableSet(set);
    }
}
