package dev.flashkv.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command to send to both servers. The arguments are byte strings written as Java strings, one char a byte
 * (ISO 8859-1), so that they compare and print easily.
 *
 * @param relativeTime whether the reply depends on when the server executed an earlier command, so that
 *     {@link AllowList} tolerates a difference of some milliseconds
 */
record Command(List<String> args, boolean relativeTime) {

    static Command of(String... args) {
        return new Command(List.of(args), false);
    }

    static Command of(List<String> args) {
        return new Command(List.copyOf(args), false);
    }

    /**
     * Reads a row of a table: words parted by spaces, or quoted with single or double quotes. Unlike in redis-cli,
     * the escapes {@code \n \r \t \\ \" \' \xHH} mean the same everywhere, in bare words too. A row that begins with
     * {@code ~} has {@link #relativeTime}.
     */
    static Command parse(String row) {
        boolean relativeTime = row.startsWith("~");
        return new Command(words(relativeTime ? row.substring(1) : row), relativeTime);
    }

    private static List<String> words(String row) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c > 0xff) {
                throw new IllegalArgumentException("Not a byte: " + c + " in " + row);
            }
            if (quote == 0 && c == ' ') {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            if (word == null) {
                word = new StringBuilder();
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\') {
                i++;
                char escaped = row.charAt(i);
                if (escaped == 'x') {
                    word.append((char) Integer.parseInt(row.substring(i + 1, i + 3), 16));
                    i += 2;
                } else {
                    word.append(escape(escaped, row));
                }
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("Unbalanced quotes: " + row);
        }
        if (word != null) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    private static char escape(char escaped, String row) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '"', '\'' -> escaped;
            default -> throw new IllegalArgumentException("Unknown escape \\" + escaped + " in " + row);
        };
    }

    /** The command's name in upper case. */
    String name() {
        return args.get(0).toUpperCase(Locale.ROOT);
    }

    /** Whether this is {@code name}, or its subcommand when two words are given, in any case. */
    boolean is(String... name) {
        if (args.size() < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (!args.get(i).equalsIgnoreCase(name[i])) {
                return false;
            }
        }
        return true;
    }

    /** The request as sent: an array of bulk strings. */
    byte[] encoded() {
        StringBuilder request = new StringBuilder("*").append(args.size()).append("\r\n");
        for (String arg : args) {
            request.append('$').append(arg.length()).append("\r\n").append(arg).append("\r\n");
        }
        return request.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The row that {@link #parse} reads as this command; long arguments are cut. */
    @Override
    public String toString() {
        StringBuilder row = new StringBuilder(relativeTime ? "~" : "");
        for (String arg : args) {
            if (row.length() > 1) {
                row.append(' ');
            }
            boolean bare = !arg.isEmpty() && arg.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"'\\".indexOf(c) < 0);
            row.append(bare && arg.length() <= 80 ? arg : ReplyNode.quote(arg));
        }
        return row.toString();
    }
}
