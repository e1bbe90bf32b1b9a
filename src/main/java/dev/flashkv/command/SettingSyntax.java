package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.keyspace.KeyEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The types of those directives that have a syntax of their own. */
final class SettingSyntax {
    private static final String WORD_SEPARATOR = " ";

    /* The classes of clients in the order they are shown, with what Redis begins with, and the fields of each. */
    private static final List<String> CLIENT_CLASSES = List.of("normal", "slave", "pubsub");
    private static final int LIMIT_WORDS = 4;

    private static final List<String> SHUTDOWN_FLAGS = List.of("default", "save", "nosave", "now", "force");

    private static final int PERCENTILE_DECIMALS = 6;

    private static final List<String> TITLE_PLACEHOLDERS = List.of(
            "{title}", "{listen-addr}", "{server-mode}", "{port}", "{tls-port}", "{unixsocket}", "{config-file}");

    private SettingSyntax() {}

    /** Pairs of seconds and changes after which a snapshot is due; none for no snapshots. */
    static SettingType savePoints() {
        return new SavePoints();
    }

    private record SavePoints() implements SettingType {
        @Override
        public Kind kind() {
            return Kind.WORDS;
        }

        @Override
        public String hint() {
            return "SECONDS CHANGES...";
        }

        @Override
        public Setting parse(String text, String before) {
            List<String> words = words(text);
            List<String> shown = new ArrayList<>();
            boolean valid = words.size() % 2 == 0;
            for (int i = 0; valid && i < words.size(); i++) {
                long number = count(words.get(i));
                valid = number >= (i % 2 == 0 ? 1 : 0);
                shown.add(Long.toString(number));
            }
            if (!valid) {
                throw new SettingException("Invalid save parameters");
            }
            return new Setting(String.join(WORD_SEPARATOR, shown), 0);
        }

        /** Each line adds a point; an empty one takes those before it away. */
        @Override
        public String joined(String before, String text) {
            return before.isEmpty() || text.isEmpty() ? text : before + WORD_SEPARATOR + text;
        }
    }

    /**
     * For some classes of clients: hard limit, soft limit, seconds. The classes that are not named stay as they were.
     */
    static SettingType outputBufferLimits() {
        return new OutputBufferLimits();
    }

    private record OutputBufferLimits() implements SettingType {
        @Override
        public Kind kind() {
            return Kind.WORDS;
        }

        @Override
        public String hint() {
            return "CLASS HARD SOFT SECONDS...";
        }

        @Override
        public Setting parse(String text, String before) {
            List<String> words = words(text);
            if (words.size() % LIMIT_WORDS != 0) {
                throw new SettingException("Wrong number of arguments in buffer limit configuration.");
            }
            List<String> result = new ArrayList<>(words(before));
            for (int i = 0; i < words.size(); i += LIMIT_WORDS) {
                String name = words.get(i).toLowerCase(Locale.ROOT);
                int place = CLIENT_CLASSES.indexOf(name.equals("replica") ? "slave" : name);
                if (place < 0) {
                    throw new SettingException("Invalid client class specified in buffer limit configuration.");
                }
                long hard = MemorySize.parse(words.get(i + 1));
                long soft = MemorySize.parse(words.get(i + 2));
                long seconds = count(words.get(i + 3));
                if (hard < 0 || soft < 0 || seconds < 0) {
                    throw new SettingException(
                            "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
                }
                result.set(place * LIMIT_WORDS + 1, Long.toString(hard));
                result.set(place * LIMIT_WORDS + 2, Long.toString(soft));
                result.set(place * LIMIT_WORDS + 3, Long.toString(seconds));
            }
            return new Setting(String.join(WORD_SEPARATOR, result), 0);
        }
    }

    /**
     * Letters of keyspace events; shown in one order, with A for all classes at once. The number is {@link
     * KeyEvent#classes}.
     */
    static SettingType eventClasses() {
        return new SimpleSettingType(SettingType.Kind.TEXT, "LETTERS", text -> {
            String given = text.replace("A", KeyEvent.ALL_CLASSES);
            if (given.chars().anyMatch(letter -> KeyEvent.LETTERS.indexOf(letter) < 0)) {
                throw new SettingException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
            }
            boolean all = KeyEvent.ALL_CLASSES.chars().allMatch(letter -> given.indexOf(letter) >= 0);
            StringBuilder shown = new StringBuilder(all ? "A" : "");
            for (int i = 0; i < KeyEvent.LETTERS.length(); i++) {
                char letter = KeyEvent.LETTERS.charAt(i);
                // With A, Redis shows no other class: n neither, although A does not stand for it.
                boolean hidden = all && (letter == 'n' || KeyEvent.ALL_CLASSES.indexOf(letter) >= 0);
                if (!hidden && given.indexOf(letter) >= 0) {
                    shown.append(letter);
                }
            }
            return new Setting(shown.toString(), KeyEvent.classes(given));
        });
    }

    /** Percentiles from 0 to 100, or none. */
    static SettingType percentiles() {
        return new SimpleSettingType(SettingType.Kind.WORDS, "PERCENTILE...", text -> {
            List<String> shown = new ArrayList<>();
            for (String word : words(text)) {
                double percentile = Numbers.parseDoubleOrNaN(Bytes.of(word));
                if (Double.isNaN(percentile)) {
                    throw new SettingException("Invalid latency-tracking-info-percentiles parameters");
                }
                if (percentile < 0 || percentile > 100) {
                    throw new SettingException(
                            "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
                }
                BigDecimal rounded =
                        BigDecimal.valueOf(percentile).setScale(PERCENTILE_DECIMALS, RoundingMode.HALF_EVEN);
                shown.add(
                        rounded.signum() == 0
                                ? "0"
                                : rounded.stripTrailingZeros().toPlainString());
            }
            return new Setting(String.join(WORD_SEPARATOR, shown), 0);
        });
    }

    /** Three scores for the operating system's choice of what to end when memory is short. */
    static SettingType oomScores() {
        return new SimpleSettingType(SettingType.Kind.WORDS, "SCORE SCORE SCORE", text -> {
            List<String> words = words(text);
            if (words.size() != 3) {
                throw new SettingException("wrong number of arguments");
            }
            for (String word : words) {
                if (!isInteger(word, -2000, 2000)) {
                    throw new SettingException(
                            "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
                }
            }
            return new Setting(text, 0);
        });
    }

    /** A size in memory, or a percentage of the memory limit. */
    static SettingType memoryOrPercent() {
        return new SimpleSettingType(SettingType.Kind.TEXT, "SIZE|PERCENT%", text -> {
            if (text.endsWith("%")) {
                String number = text.substring(0, text.length() - 1);
                if (!isInteger(number, 0, Long.MAX_VALUE)) {
                    throw new SettingException("argument must be a memory or percent value");
                }
                if (!isInteger(number, 0, 100)) {
                    throw new SettingException("percentage argument must be less or equal to 100");
                }
                return new Setting(text, -Long.parseLong(number));
            }
            long bytes = MemorySize.parse(text);
            if (bytes < 0) {
                throw new SettingException("argument must be a memory or percent value");
            }
            return new Setting(Long.toString(bytes), bytes);
        });
    }

    /** A file's permissions, three octal digits. */
    static SettingType permissions() {
        return new SimpleSettingType(SettingType.Kind.NUMBER, "OCTAL", text -> {
            String digits = text.isEmpty() ? "0" : text;
            if (!digits.matches("-?[0-7]{1,9}")) {
                throw new SettingException("argument couldn't be parsed as an octal number");
            }
            long mode = Long.parseLong(digits, 8);
            if (mode < 0 || mode > 0777) {
                throw new SettingException("argument must be between 0 and 777 inclusive");
            }
            return new Setting(Long.toOctalString(mode), mode);
        });
    }

    /** A directory that exists; shown as an absolute path. */
    static SettingType directory() {
        return new SimpleSettingType(SettingType.Kind.TEXT, "DIR", text -> {
            try {
                Path path = Path.of(text).toAbsolutePath().normalize();
                if (!text.isEmpty() && Files.isDirectory(path)) {
                    return new Setting(path.toString(), 0);
                }
            } catch (InvalidPathException e) {
                // Then there is none of that name.
            }
            throw new SettingException("No such file or directory");
        });
    }

    /** Addresses, at least one. */
    static SettingType addresses() {
        return new SimpleSettingType(SettingType.Kind.WORDS, "ADDRESS...", text -> {
            if (words(text).isEmpty() || words(text).stream().anyMatch(String::isBlank)) {
                throw new SettingException("must name at least one address");
            }
            return new Setting(text, 0);
        });
    }

    /** Text, but not empty. */
    static SettingType nonEmptyText(String name) {
        return new SimpleSettingType(SettingType.Kind.TEXT, "NAME", text -> {
            if (text.isEmpty()) {
                throw new SettingException(name + " can't be empty");
            }
            return new Setting(text, 0);
        });
    }

    /** A text with placeholders in braces, all of them known. */
    static SettingType titleTemplate() {
        return new SimpleSettingType(SettingType.Kind.TEXT, "TEMPLATE", text -> {
            String rest = text;
            for (String placeholder : TITLE_PLACEHOLDERS) {
                rest = rest.replace(placeholder, ".");
            }
            if (rest.isBlank() || rest.indexOf('{') >= 0) {
                throw new SettingException("template format is invalid or contains unknown variables");
            }
            return new Setting(text, 0);
        });
    }

    /** A host and its port, or nothing. */
    static SettingType hostAndPort() {
        return new SimpleSettingType(SettingType.Kind.WORDS, "HOST PORT", text -> {
            List<String> words = words(text);
            if (!words.isEmpty() && words.size() != 2) {
                throw new SettingException("wrong number of arguments");
            }
            if (!words.isEmpty() && !isInteger(words.get(1), 0, 65535)) {
                throw new SettingException("Invalid master port");
            }
            return new Setting(text, 0);
        });
    }

    /** How a signal ends the server: default, or some of save, nosave, now and force. */
    static SettingType shutdownFlags() {
        return new SimpleSettingType(SettingType.Kind.WORDS, "FLAG...", text -> {
            List<String> given = words(text.toLowerCase(Locale.ROOT));
            if (given.isEmpty() || !SHUTDOWN_FLAGS.containsAll(given)) {
                throw new SettingException(
                        "argument(s) must be one of the following: " + String.join(", ", SHUTDOWN_FLAGS));
            }
            if (given.contains("save") && given.contains("nosave")) {
                throw new SettingException("shutdown options SAVE and NOSAVE can't be used simultaneously");
            }
            List<String> shown = SHUTDOWN_FLAGS.stream()
                    .filter(flag -> given.contains(flag) && !(flag.equals("default") && given.size() > 1))
                    .toList();
            return new Setting(String.join(WORD_SEPARATOR, shown), 0);
        });
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(WORD_SEPARATOR, -1));
    }

    /** The number of the digits, which may have leading zeros; -1 if it is none, or more than an int of C holds. */
    private static long count(String digits) {
        long number = digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
        return number <= Integer.MAX_VALUE ? number : -1;
    }

    private static boolean isInteger(String text, long min, long max) {
        Bytes number = Bytes.of(text);
        return Numbers.isLong(number) && Numbers.parseLong(number) >= min && Numbers.parseLong(number) <= max;
    }
}
