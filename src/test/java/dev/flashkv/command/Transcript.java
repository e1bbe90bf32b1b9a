package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks commands and their replies against a session written down as redis-cli would show it:
 *
 * <pre>
 * &gt; set greeting "hello world" px 50
 * OK
 * (51 ms later)
 * &gt; get greeting
 * (nil)
 * </pre>
 *
 * <p>Differences: arrays stand on one line, in brackets, maps in braces; a null array is {@code (nil array)}; a line
 * such as {@code (51 ms later)} moves the clock; one beginning with {@code #} is a comment.
 */
final class Transcript {
    private static final String PROMPT = "> ";
    private static final String LATER = " ms later)";

    private Transcript() {}

    /** Runs the commands of {@code session} on a new engine; the replies must be those of the session. */
    static void check(String session) {
        check(new Engine(), session);
    }

    /** Runs the commands of {@code session} on {@code engine}; the replies must be those of the session. */
    static void check(Engine engine, String session) {
        List<String> actual = new ArrayList<>();
        for (String line : session.lines().toList()) {
            if (line.startsWith(PROMPT)) {
                actual.add(line);
                actual.add(show(engine.run(words(line.substring(PROMPT.length())))));
            } else if (line.endsWith(LATER)) {
                actual.add(line);
                engine.advanceMillis(Long.parseLong(line.substring(1, line.length() - LATER.length())));
            } else if (line.startsWith("#") || line.isEmpty()) {
                actual.add(line);
            }
        }
        assertThat(actual).isEqualTo(session.lines().toList());
    }

    /** The words of a command line: separated by single spaces, those with spaces or other bytes in double quotes. */
    static Bytes[] words(String line) {
        List<Bytes> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            StringBuilder word = new StringBuilder();
            if (line.charAt(at) == '"') {
                at = quoted(line, at + 1, word);
            } else {
                int end = line.indexOf(' ', at) < 0 ? line.length() : line.indexOf(' ', at);
                word.append(line, at, end);
                at = end;
            }
            words.add(Bytes.wrap(word.toString().getBytes(StandardCharsets.ISO_8859_1)));
            at++;
        }
        return words.toArray(Bytes[]::new);
    }

    private static int quoted(String line, int start, StringBuilder word) {
        int at = start;
        while (line.charAt(at) != '"') {
            char c = line.charAt(at++);
            if (c == '\\') {
                char escaped = line.charAt(at++);
                switch (escaped) {
                    case 'r' -> c = '\r';
                    case 'n' -> c = '\n';
                    case 'x' -> {
                        c = (char) Integer.parseInt(line.substring(at, at + 2), 16);
                        at += 2;
                    }
                    default -> c = escaped;
                }
            }
            word.append(c);
        }
        return at + 1;
    }

    /** The reply as the session has it. */
    static String show(Reply reply) {
        if (reply instanceof Reply.Status status) {
            return status.text();
        } else if (reply instanceof Reply.ErrorReply error) {
            return "(error) " + error.text();
        } else if (reply instanceof Reply.IntegerReply integer) {
            return "(integer) " + integer.value();
        } else if (reply instanceof Reply.Null none) {
            return none.array() ? "(nil array)" : "(nil)";
        } else if (reply instanceof Reply.Bulk bulk) {
            return quote(bulk.bytes());
        } else if (reply instanceof Reply.Array array) {
            return array.elements().stream().map(Transcript::show).collect(Collectors.joining(", ", "[", "]"));
        } else if (reply instanceof Reply.MapReply map) {
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < map.keysAndValues().size(); i += 2) {
                pairs.add(show(map.keysAndValues().get(i)) + ": "
                        + show(map.keysAndValues().get(i + 1)));
            }
            return "{" + String.join(", ", pairs) + "}";
        }
        throw new AssertionError("no notation for " + reply);
    }

    private static String quote(Bytes bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < bytes.length(); i++) {
            int b = bytes.byteAt(i) & 0xff;
            if (b == '"' || b == '\\') {
                quoted.append('\\').append((char) b);
            } else if (b == '\r') {
                quoted.append("\\r");
            } else if (b == '\n') {
                quoted.append("\\n");
            } else if (b < ' ' || b > '~') {
                quoted.append(String.format("\\x%02x", b));
            } else {
                quoted.append((char) b);
            }
        }
        return quoted.append('"').toString();
    }
}
