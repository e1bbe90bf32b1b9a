package dev.flashkv.server;

import dev.flashkv.command.ConfigOption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Settings as lines of a file in redis.conf's syntax, one char a byte. */
final class ConfLines {

    /**
     * One line.
     *
     * @param text the whole line
     * @param isDefault whether FlashKV has it so by itself
     */
    record Line(String text, boolean isDefault) {}

    private static final String SAVE = "save";
    private static final int SAVE_WORDS = 2;
    private static final String OUTPUT_LIMITS = "client-output-buffer-limit";
    private static final int OUTPUT_LIMIT_WORDS = 4;
    private static final List<String> SIZE_UNITS = List.of("", "kb", "mb", "gb");
    private static final int SIZE_UNIT_BYTES = 1024;
    private static final int HEX = 16;

    private ConfLines() {}

    /** The line of an option; several of one that takes a line for each of its parts. */
    static List<Line> of(ConfigOption option) {
        String name = option.directive().name();
        return switch (name) {
            case SAVE -> parts(option, SAVE_WORDS);
            case OUTPUT_LIMITS -> parts(option, OUTPUT_LIMIT_WORDS);
            default -> List.of(new Line(name + " " + value(option), option.isDefault()));
        };
    }

    private static String value(ConfigOption option) {
        String text = option.text();
        return switch (option.directive().type().kind()) {
            case NUMBER, FLAG, WORD -> text;
            case SIZE -> size(option.number());
            case WORDS -> text.isEmpty() ? quoted("") : text;
            case TEXT -> quoted(text);
        };
    }

    private static List<Line> parts(ConfigOption option, int words) {
        String name = option.directive().name();
        List<String> byItself = groups(option.defaultText(), words);
        List<Line> lines = new ArrayList<>();
        for (String group : groups(option.text(), words)) {
            lines.add(new Line(name + " " + readable(group), byItself.contains(group)));
        }
        return lines.isEmpty() ? List.of(new Line(name + " " + quoted(""), option.isDefault())) : lines;
    }

    private static List<String> groups(String text, int words) {
        List<String> all = text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
        List<String> groups = new ArrayList<>();
        for (int i = 0; i + words <= all.size(); i += words) {
            groups.add(String.join(" ", all.subList(i, i + words)));
        }
        return groups;
    }

    /** A limit for output with its sizes in units, and its class of clients by its present name; others as they are. */
    private static String readable(String group) {
        String[] words = group.split(" ");
        if (words.length == OUTPUT_LIMIT_WORDS) {
            words[0] = words[0].equals("slave") ? "replica" : words[0];
            words[1] = size(Long.parseLong(words[1]));
            words[2] = size(Long.parseLong(words[2]));
        }
        return String.join(" ", words);
    }

    /** A size in the largest unit that it is a multiple of. */
    private static String size(long bytes) {
        long value = bytes;
        int unit = 0;
        while (unit + 1 < SIZE_UNITS.size() && value != 0 && value % SIZE_UNIT_BYTES == 0) {
            value /= SIZE_UNIT_BYTES;
            unit++;
        }
        return value + SIZE_UNITS.get(unit);
    }

    /** Text in double quotes, bytes that are no printable ASCII escaped. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            switch (b) {
                case '\\', '"' -> quoted.append('\\').append((char) b);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                default -> {
                    if (b >= ' ' && b <= '~') {
                        quoted.append((char) b);
                    } else {
                        quoted.append("\\x")
                                .append(Character.forDigit((b & 0xff) / HEX, HEX))
                                .append(Character.forDigit((b & 0xff) % HEX, HEX));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
