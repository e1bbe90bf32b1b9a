package dev.flashkv.resp;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * One inline command, such as a person types it into telnet, cut into its arguments by redis-server's rules:
 *
 * <ul>
 *   <li>Arguments are separated by blanks.
 *   <li>Within double quotes {@code \n \r \t \b \a} and {@code \xHH} stand for what they do in C, and a backslash
 *       before any other character for that character; within single quotes only {@code \'} is special.
 *   <li>A quote may open within an argument; after the closing one must come a blank or the end.
 * </ul>
 *
 * <p>An argument without quotes is a view of the line; those with quotes share one array that is at most as long as
 * the line. O(length of the line).
 */
public final class InlineLine {

    private static final byte[] NONE = new byte[0];

    private final byte[] line;
    private final int end;
    private int at;

    /* Decoded arguments, one after the other: made for the first quote. */
    private byte[] decoded = NONE;
    private int decodedSize;

    private InlineLine(byte[] line, int from, int end) {
        this.line = line;
        this.at = from;
        this.end = end;
    }

    /**
     * The arguments of the line that lies in {@code line} from {@code from} to {@code end}, without its line end and
     * without NUL bytes; an empty array if it is blank.
     *
     * @throws ProtocolException if a quote is not closed, or not followed by a blank
     */
    public static Bytes[] split(byte[] line, int from, int end) throws ProtocolException {
        return new InlineLine(line, from, end).split();
    }

    private Bytes[] split() throws ProtocolException {
        List<Bytes> arguments = new ArrayList<>(4);
        while (true) {
            while (at < end && isBlank(line[at])) {
                at++;
            }
            if (at == end) {
                return arguments.toArray(new Bytes[0]);
            }
            arguments.add(argument());
        }
    }

    private Bytes argument() throws ProtocolException {
        int from = at;
        while (at < end && !endsArgument(line[at])) {
            if (line[at] == '"' || line[at] == '\'') {
                return quotedArgument(from);
            }
            at++;
        }
        return Bytes.wrap(line, from, at - from);
    }

    /** The argument from {@code from} on whose first quote is at the current position. */
    private Bytes quotedArgument(int from) throws ProtocolException {
        if (decoded.length == 0) {
            // No rule makes an argument longer than its source, so the rest of the line is room for all of them.
            decoded = new byte[end - from];
        }
        int decodedFrom = decodedSize;
        System.arraycopy(line, from, decoded, decodedSize, at - from);
        decodedSize += at - from;
        byte quote = line[at++];
        if (quote == '"') {
            doubleQuoted();
        } else {
            singleQuoted();
        }
        at++;
        if (at < end && !isBlank(line[at])) {
            throw unbalanced();
        }
        return Bytes.wrap(decoded, decodedFrom, decodedSize - decodedFrom);
    }

    /** Decodes up to the closing double quote. */
    private void doubleQuoted() throws ProtocolException {
        while (true) {
            if (at == end) {
                throw unbalanced();
            }
            byte next = line[at];
            if (next == '"') {
                return;
            }
            if (next == '\\' && at + 1 < end) {
                at++;
                next = escaped();
            }
            decoded[decodedSize++] = next;
            at++;
        }
    }

    /** What the escape means whose character after the backslash is at the current position; stops on its last one. */
    private byte escaped() {
        byte next = line[at];
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            case 'x' -> hexEscaped();
            default -> next;
        };
    }

    /** The byte of two hexadecimal digits after the x at the current position; the x itself if they are missing. */
    private byte hexEscaped() {
        if (at + 2 < end && hexDigit(line[at + 1]) >= 0 && hexDigit(line[at + 2]) >= 0) {
            at += 2;
            return (byte) (hexDigit(line[at - 1]) * 16 + hexDigit(line[at]));
        }
        return 'x';
    }

    /** Decodes up to the closing single quote. */
    private void singleQuoted() throws ProtocolException {
        while (true) {
            if (at == end) {
                throw unbalanced();
            }
            byte next = line[at];
            if (next == '\'') {
                return;
            }
            if (next == '\\' && at + 1 < end && line[at + 1] == '\'') {
                at++;
                next = '\'';
            }
            decoded[decodedSize++] = next;
            at++;
        }
    }

    private static ProtocolException unbalanced() {
        return new ProtocolException("unbalanced quotes in request");
    }

    /* What C's isspace takes: blank, HT, LF, VT, FF, CR. */
    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /* VT and FF separate arguments but do not end one: redis-server has it so. */
    private static boolean endsArgument(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private static int hexDigit(byte b) {
        // Not Character.digit(char), which takes digits of every script; bytes from 0x80 are negative and none.
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        if (b >= 'a' && b <= 'f') {
            return b - 'a' + 10;
        }
        return b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }
}
