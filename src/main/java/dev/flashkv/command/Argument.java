package dev.flashkv.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One argument of a command's syntax, or several that belong together.
 *
 * @param name what it is called
 * @param type what may stand there
 * @param token the word before it or, of a pure token, the word itself; empty when there is none
 * @param traits what else is true of it
 * @param parts what a block consists of, or what a oneof offers
 * @param keyRange which of the command's key ranges it is the first key of, or -1
 */
record Argument(String name, Type type, String token, Set<Trait> traits, List<Argument> parts, int keyRange) {

    /** What may stand in an argument's place, in the words of COMMAND DOCS. */
    enum Type {
        STRING,
        INTEGER,
        DOUBLE,
        KEY,
        PATTERN,
        UNIX_TIME,
        PURE_TOKEN,
        ONEOF,
        BLOCK;

        String redisName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What may be true of an argument. */
    enum Trait {
        OPTIONAL,
        MULTIPLE,
        /** Repeated with its token. */
        MULTIPLE_TOKEN;

        String redisName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Argument named(String name, Type type) {
        return new Argument(name, type, "", Set.of(), List.of(), -1);
    }

    static Argument pureToken(String token) {
        return new Argument(token.toLowerCase(Locale.ROOT), Type.PURE_TOKEN, token, Set.of(), List.of(), -1);
    }

    static Argument of(Type oneofOrBlock, List<Argument> parts) {
        String name = parts.stream().map(Argument::name).distinct().collect(Collectors.joining("_"));
        return new Argument(name, oneofOrBlock, "", Set.of(), parts, -1);
    }

    Argument withToken(String word) {
        return new Argument(name, type, word, traits, parts, keyRange);
    }

    Argument with(Trait... more) {
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.addAll(List.of(more));
        return new Argument(name, type, token, all, parts, keyRange);
    }

    Argument withParts(List<Argument> others) {
        return new Argument(name, type, token, traits, others, keyRange);
    }

    Argument as(Type other) {
        return new Argument(name, other, token, traits, parts, keyRange);
    }

    /** Names keys of that range, or is the pattern that they derive from. */
    Argument asKeyOf(int range) {
        return new Argument(name, type == Type.PATTERN ? type : Type.KEY, token, traits, parts, range);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
