package dev.flashkv.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a command's keys stand among its arguments, and what it does with them.
 *
 * @param first the first key's place, counted with the command's name at 0; 0 when it has no keys
 * @param last the last key's place; negative ones count from the end, -1 being the last argument
 * @param step from one key to the next
 * @param access what is done with the keys
 */
public record KeySpec(int first, int last, int step, Set<Access> access) {

    /** What a command does with a key, in the words of COMMAND INFO's key specifications. */
    public enum Access {
        /** Reads and changes the value. */
        RW,
        /** Reads the value, or something about it. */
        RO,
        /** Overwrites the value without reading it. */
        OW,
        /** Deletes the key. */
        RM,
        /** Returns, copies or uses the user's data. */
        ACCESS,
        /** Changes data depending on what is there. */
        UPDATE,
        /** Adds data. */
        INSERT,
        /** Deletes data. */
        DELETE;

        /** As COMMAND INFO spells it: the first four in capitals. */
        public String redisName() {
            return ordinal() <= RM.ordinal() ? name() : name().toLowerCase(Locale.ROOT);
        }
    }

    /** The command has no keys. */
    public static final KeySpec NONE = new KeySpec(0, 0, 0, Set.of());

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
        return new KeySpec(
                first, last, step, Arrays.stream(access).collect(Collectors.toCollection(() -> EnumSet.noneOf(Access.class))));
    }

    /** The place after the last key in a call of {@code argumentCount} arguments, the command's name included. */
    public int end(int argumentCount) {
        return Math.min(argumentCount, (last < 0 ? argumentCount + last : last) + 1);
    }
}
