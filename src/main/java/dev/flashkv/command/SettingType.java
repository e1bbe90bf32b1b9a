package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import java.util.List;
import java.util.Locale;

/** What values a directive takes, and how it reads them: one type for each kind of line in redis.conf. */
public interface SettingType {

    /** How a value is written in HOCON, and how CONFIG REWRITE writes it. */
    enum Kind {
        /** An integer. */
        NUMBER,
        /** A size in memory: HOCON has units of its own, redis.conf others. */
        SIZE,
        /** Yes or no. */
        FLAG,
        /** One of several words. */
        WORD,
        /** Text of any kind, possibly empty. */
        TEXT,
        /** Several words: a line of redis.conf with more than one argument, a list in HOCON. */
        WORDS
    }

    /** The hint of text that is secret. */
    String SECRET = "PASSWORD";

    /** How its values are written. */
    Kind kind();

    /** A value for --help, such as {@code yes|no}. */
    String hint();

    /**
     * Reads a value.
     *
     * @param text the value as redis.conf or CONFIG SET has it; several words are separated by single spaces
     * @param before the text of the value that it replaces, for those types where a new value leaves parts of it
     * @throws SettingException if it is none; the reason is Redis' error text
     */
    Setting parse(String text, String before);

    /**
     * The value, as text, when a file has one line with {@code before} and a later one with {@code text}: the later
     * one, unless lines of this directive add up.
     */
    default String joined(String before, String text) {
        return text;
    }

    /** An integer from {@code min} to {@code max}, written strictly: no plus sign, no blanks, no leading zeros. */
    static SettingType integer(long min, long max) {
        return new SimpleSettingType(Kind.NUMBER, "N", text -> within(strictLong(text), min, max));
    }

    /** An integer of any size that an int of C holds, from {@code min} on. */
    static SettingType integer(long min) {
        return integer(min, Integer.MAX_VALUE);
    }

    /** An integer from 0 on, of 64 bits. */
    static SettingType longInteger() {
        return integer(0, Long.MAX_VALUE);
    }

    /** An integer from {@code min} to {@code max} that is moved into {@code [lowest, highest]} without a word. */
    static SettingType clamped(long min, long max, long lowest, long highest) {
        return new SimpleSettingType(
                Kind.NUMBER,
                "N",
                text -> number(Math.max(
                        lowest,
                        Math.min(highest, within(strictLong(text), min, max).number()))));
    }

    /** A size in memory, at least {@code min} bytes. */
    static SettingType memory(long min) {
        return memory(min, min);
    }

    /** A size in memory, at least {@code min} bytes; below {@code lowest} it becomes that, without a word. */
    static SettingType memory(long min, long lowest) {
        return new SimpleSettingType(Kind.SIZE, "SIZE", text -> {
            long bytes = MemorySize.parse(text);
            if (bytes < 0) {
                throw new SettingException("argument must be a memory value");
            }
            return number(Math.max(lowest, within(bytes, min, Long.MAX_VALUE).number()));
        });
    }

    /** Yes or no, in any case. */
    static SettingType yesNo() {
        return new SimpleSettingType(Kind.FLAG, "yes|no", text -> {
            boolean yes = text.equalsIgnoreCase("yes");
            if (!yes && !text.equalsIgnoreCase("no")) {
                throw new SettingException("argument must be 'yes' or 'no'");
            }
            return new Setting(yes ? "yes" : "no", yes ? 1 : 0);
        });
    }

    /** One of those words, in any case. */
    static SettingType oneOf(String... words) {
        List<String> allowed = List.of(words);
        return new SimpleSettingType(Kind.WORD, String.join("|", words), text -> {
            int place = allowed.indexOf(text.toLowerCase(Locale.ROOT));
            if (place < 0) {
                throw new SettingException("argument(s) must be one of the following: " + String.join(", ", allowed));
            }
            return new Setting(allowed.get(place), place);
        });
    }

    /** Any text; {@code hint} is its kind for --help, such as FILE. */
    static SettingType text(String hint) {
        return new SimpleSettingType(Kind.TEXT, hint, text -> new Setting(text, 0));
    }

    /** The integer {@code text}. */
    private static long strictLong(String text) {
        Bytes number = Bytes.of(text);
        if (!Numbers.isLong(number)) {
            throw new SettingException("argument couldn't be parsed into an integer");
        }
        return Numbers.parseLong(number);
    }

    private static Setting within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new SettingException("argument must be between " + min + " and " + max + " inclusive");
        }
        return number(value);
    }

    private static Setting number(long value) {
        return new Setting(Long.toString(value), value);
    }
}
