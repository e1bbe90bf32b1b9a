package dev.flashkv.resp;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads replies off a connection, as a client does: one whole reply in RESP2 or RESP3, either as the bytes it came in,
 * to compare servers byte for byte, or as the {@link Reply} it stands for, to compare meanings.
 *
 * <p>It is strict: what is no well-formed reply throws, so that a test never passes over it. It reads byte by byte and
 * never beyond the reply: give it a buffered stream.
 *
 * <p>RESP2 has fewer kinds than {@link Reply}, so what is read in RESP2 is a bulk, an array, an integer …, whatever
 * kind it was written from. Attributes ({@code |}) belong to the raw bytes of the reply after them and are otherwise
 * left out; a bulk error ({@code !}) is an error.
 */
public final class ReplyReader {

    private final InputStream in;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();

    private ReplyReader(InputStream in) {
        this.in = in;
    }

    /**
     * The bytes of the next reply, its line ends included.
     *
     * @throws EOFException if the stream ends before or within the reply
     * @throws IOException if the bytes are no reply
     */
    public static byte[] readRaw(InputStream in) throws IOException {
        ReplyReader reader = new ReplyReader(in);
        reader.reply();
        return reader.raw.toByteArray();
    }

    /**
     * The next reply as an object; {@link Reply} compares by content.
     *
     * @throws EOFException if the stream ends before or within the reply
     * @throws IOException if the bytes are no reply
     */
    public static Reply read(InputStream in) throws IOException {
        return new ReplyReader(in).reply();
    }

    /**
     * The reply that these bytes are.
     *
     * @throws IOException if they are none, or more than one
     */
    public static Reply decode(byte[] raw) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(raw);
        Reply reply = read(in);
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes after the reply");
        }
        return reply;
    }

    private Reply reply() throws IOException {
        int marker = readByte();
        String line = line();
        return switch (marker) {
            case '+' -> Reply.status(line);
            case '-' -> Reply.error(line);
            case ':' -> Reply.integer(number(line));
            case '$' -> line.equals("-1") ? Reply.NULL : Reply.bulk(Bytes.wrap(body(line)));
            case '*' -> line.equals("-1") ? Reply.NULL_ARRAY : Reply.array(replies(count(line)));
            case '_' -> {
                require(line.isEmpty(), "null", line);
                yield Reply.NULL;
            }
            case '#' -> {
                require(line.equals("t") || line.equals("f"), "boolean", line);
                yield new Reply.BooleanReply(line.equals("t"));
            }
            case ',' -> new Reply.DoubleReply(real(line));
            case '(' -> {
                require(line.matches("-?\\d+"), "big number", line);
                yield new Reply.BigNumber(line);
            }
            case '!' -> Reply.error(new String(body(line), StandardCharsets.ISO_8859_1));
            case '=' -> verbatim(body(line));
            case '%' -> Reply.map(replies(2 * count(line)));
            case '~' -> Reply.set(replies(count(line)));
            case '>' -> new Reply.Push(replies(count(line)));
            case '|' -> {
                replies(2 * count(line));
                yield reply();
            }
            default -> throw new IOException("no reply begins with " + (char) marker + line);
        };
    }

    private List<Reply> replies(int count) throws IOException {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(reply());
        }
        return replies;
    }

    private byte[] body(String length) throws IOException {
        byte[] body = in.readNBytes(count(length));
        raw.write(body);
        if (body.length < count(length)) {
            throw new EOFException("the stream ended within a bulk: " + this);
        }
        require(line().isEmpty(), "end of a bulk", length);
        return body;
    }

    private static Reply verbatim(byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        require(text.length() >= 4 && text.charAt(3) == ':', "verbatim text", text);
        return new Reply.Verbatim(text.substring(0, 3), Bytes.wrap(body, 4, body.length - 4));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = readByte();
        while (next != '\r') {
            require(next != '\n', "line, with LF in it", line.toString());
            line.append((char) next);
            next = readByte();
        }
        require(readByte() == '\n', "line, without LF after CR", line.toString());
        return line.toString();
    }

    private int readByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the stream ended after: " + this);
        }
        raw.write(next);
        return next;
    }

    private static int count(String line) throws IOException {
        long count = number(line);
        require(count >= 0 && count <= Integer.MAX_VALUE / 2, "count", line);
        return (int) count;
    }

    private static long number(String line) throws IOException {
        require(line.matches("0|-?[1-9]\\d{0,18}"), "number", line);
        return Long.parseLong(line);
    }

    private static double real(String line) throws IOException {
        return switch (line) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                require(line.matches("-?\\d+(\\.\\d+)?(e[+-]?\\d+)?"), "double", line);
                yield Double.parseDouble(line);
            }
        };
    }

    private static void require(boolean holds, String what, String line) throws IOException {
        if (!holds) {
            throw new IOException("no " + what + ": " + line);
        }
    }

    /** What has been read of the reply, one char a byte. */
    @Override
    public String toString() {
        return raw.toString(StandardCharsets.ISO_8859_1);
    }
}
