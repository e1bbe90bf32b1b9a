package dev.flashkv.command;

import java.util.List;
import java.util.stream.Stream;

/**
 * One directive of redis.conf: a row of the table of settings. CONFIG, the command line, files in redis.conf's syntax,
 * environment variables and HOCON all read it by this row.
 *
 * @param name its name in Redis' spelling, lower case
 * @param aliases other names for the same, such as its name in earlier versions of Redis
 * @param path where HOCON has it
 * @param type the values that it takes
 * @param change whether CONFIG SET may change it
 * @param effect whether FlashKV acts on it
 * @param initial Redis' default; of a directive with effect empty, as reference.conf has that, or what it has there
 *     where a value may change only a part of it
 * @param note what it is for; of a directive that is refused, why
 */
public record Directive(
        String name,
        List<String> aliases,
        String path,
        SettingType type,
        Change change,
        Effect effect,
        String initial,
        String note) {

    /** Whether a directive may be changed while the server runs. */
    public enum Change {
        /** At any time. */
        LIVE,
        /** Only where enable-protected-configs says so: it may be used to write files. */
        PROTECTED,
        /** Not at all. */
        FIXED
    }

    /** What comes of a directive. */
    public enum Effect {
        /** FlashKV acts on it. */
        ACTIVE,
        /** It is checked, kept and shown, and nothing more: FlashKV does not have, or not need, what it is for. */
        NONE,
        /**
         * FlashKV lacks what it is for, and to believe otherwise would be dangerous: only Redis' default is accepted.
         */
        REFUSED
    }

    /** A directive that FlashKV acts on; {@code path} is its place in the section flashkv. */
    static Directive active(String name, String path, SettingType type, Change change, String note) {
        return new Directive(name, List.of(), "flashkv." + path, type, change, Effect.ACTIVE, "", note);
    }

    /** A directive that is kept and has no effect. */
    static Directive inert(String name, SettingType type, Change change, String initial) {
        return new Directive(name, List.of(), "flashkv.redis." + name, type, change, Effect.NONE, initial, "");
    }

    /** A directive that can't be other than {@code initial}, because of {@code reason}. */
    static Directive refused(String name, SettingType type, Change change, String initial, String reason) {
        return new Directive(name, List.of(), "flashkv.redis." + name, type, change, Effect.REFUSED, initial, reason);
    }

    /** The same; {@code text} is what its values begin with, where each changes only a part of the one before. */
    Directive upon(String text) {
        return new Directive(name, aliases, path, type, change, effect, text, note);
    }

    /** The same with one more name. */
    Directive alias(String alias) {
        return new Directive(
                name,
                Stream.concat(aliases.stream(), Stream.of(alias)).toList(),
                path,
                type,
                change,
                effect,
                initial,
                note);
    }

    /** Its name and its aliases. */
    public List<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream()).toList();
    }

    /** Whether its value must not be shown to whoever reads the log. */
    public boolean isSecret() {
        return type.hint().equals(SettingType.SECRET);
    }

    /** Whether it takes several words. */
    public boolean isWords() {
        return type.kind() == SettingType.Kind.WORDS;
    }

    /**
     * Reads a value for it; see {@link SettingType#parse}.
     *
     * @throws SettingException if it is none, or one that is refused
     */
    public Setting parse(String text, String before) {
        Setting setting = type.parse(text, before);
        if (effect == Effect.REFUSED && !setting.text().equals(initial)) {
            throw new SettingException(note);
        }
        return setting;
    }
}
