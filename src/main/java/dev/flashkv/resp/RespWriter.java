package dev.flashkv.resp;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A growing buffer to which replies are appended in RESP2 or RESP3. One buffer takes the replies of a whole pipeline;
 * whoever sends them wraps {@link #array()} up to {@link #size()}, without a copy, and calls {@link #take()} so that
 * what follows goes into a fresh array.
 *
 * <p>Status and error texts are written one byte a char (ISO 8859-1, so that bytes echoed from a client stay as they
 * were); chars beyond U+00FF become {@code ?}, and CR and LF become blanks, for either would end the reply early.
 *
 * <p>Not thread-safe.
 */
public final class RespWriter {

    /*
     * Replies are encoded recursively. That is safe: the depth is that of a reply object that a command of ours has
     * built, a handful at most; no client can choose it.
     *
     * A reply is all or nothing. If it cannot be written whole (more than 2 GB, or no memory for it) the buffer is put
     * back to where it was, and the caller may write an error in its place. Not so when it is handed over in portions:
     * a reply may have many more bytes than the request and the data that it is made of, so whoever bounds what a client
     * takes has to see them before the reply is whole.
     *
     * A writer that refers to long strings has its bytes in the buffer and, between two of them, those strings. It does
     * so only for strings that nobody can change any more, whatever becomes of the key that has them: those that fill
     * their array. Copying them would take memory for each client that has yet to take its reply.
     */

    private static final byte[] NO_BYTES = new byte[0];
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
    private static final byte[] TRUE = ascii("#t\r\n");
    private static final byte[] FALSE = ascii("#f\r\n");

    /* The numbers 0 to 1023 with their line end: small integers, and most lengths and counts. */
    private static final byte[][] NUMBER_LINES = new byte[1024][];

    static {
        for (int i = 0; i < NUMBER_LINES.length; i++) {
            NUMBER_LINES[i] = ascii(i + "\r\n");
        }
    }

    /* A marker, the digits of any long with its sign, CR LF. */
    private static final int NUMBER_LINE_BYTES_MAX = 1 + 20 + 2;
    private static final int ARRAY_LENGTH_MAX = Integer.MAX_VALUE - 8;

    /** From here on a string is referred to: for a shorter one, pieces cost more than the copy. */
    static final int REFERRED_BYTES_MIN = 32 * 1024;

    /** A string that stands in the output before what the buffer has at that position. */
    private record Referred(int position, Bytes string) {}

    private final int initialCapacity;
    private final int sizeMax;
    private final boolean refers;
    private final long portionBytes;
    private final Runnable portion;
    private byte[] buffer = NO_BYTES;
    private int size;
    private List<Referred> referred = List.of();
    private long referredBytes;
    /** Whether a part of the reply that is being written has been handed over. */
    private boolean begun;

    /**
     * An empty buffer for up to 2 GB. It allocates nothing before the first reply, then {@code initialCapacityBytes} or
     * what that reply needs, whichever is more, and doubles from there.
     *
     * @throws IllegalArgumentException if {@code initialCapacityBytes} is negative
     */
    public RespWriter(int initialCapacityBytes) {
        this(initialCapacityBytes, ARRAY_LENGTH_MAX, false);
    }

    /** As above, with another limit than what an array can have: for tests, which have no 2 GB to spare. */
    RespWriter(int initialCapacityBytes, int sizeMax) {
        this(initialCapacityBytes, sizeMax, false);
    }

    /** With all there is to choose. */
    RespWriter(int initialCapacityBytes, int sizeMax, boolean refers) {
        this(initialCapacityBytes, sizeMax, refers, Long.MAX_VALUE, () -> {});
    }

    private RespWriter(int initialCapacityBytes, int sizeMax, boolean refers, long portionBytes, Runnable portion) {
        if (initialCapacityBytes < 0) {
            throw new IllegalArgumentException("negative capacity: " + initialCapacityBytes);
        }
        this.initialCapacity = initialCapacityBytes;
        this.sizeMax = sizeMax;
        this.refers = refers;
        this.portionBytes = portionBytes;
        this.portion = portion;
    }

    /**
     * Like {@link #RespWriter(int)}, but long strings that are {@link Bytes#isDetached() detached} are not copied: what
     * has been written is had from {@link #takePieces}. Nor need a reply of many elements be whole anywhere: between two
     * of them, when there are {@code portionBytes}, {@code portion} is run. It has to take what has been written; what it
     * throws ends the reply where it is, and comes out of {@link #write}.
     */
    public static RespWriter inPortions(int initialCapacityBytes, int portionBytes, Runnable portion) {
        return new RespWriter(initialCapacityBytes, ARRAY_LENGTH_MAX, true, portionBytes, portion);
    }

    /**
     * Appends the reply in that protocol. Its bytes are copied and may change afterwards, but for those that are
     * referred to and never will. O(bytes copied), amortised.
     *
     * @throws IllegalStateException if what has been written would exceed 2 GB, strings that are referred to included;
     *     it then is as it was before, but for what has been handed over
     */
    public void write(Reply reply, RespVersion version) {
        int before = size;
        int referredBefore = referred.size();
        boolean written = false;
        begun = false;
        try {
            encode(reply, version == RespVersion.RESP3);
            checkSize(size + referredBytes);
            written = true;
        } finally {
            if (!written && begun) {
                reset();
            } else if (!written) {
                size = before;
                while (referred.size() > referredBefore) {
                    referredBytes -= referred.remove(referred.size() - 1).string.length();
                }
            }
        }
    }

    /** Makes room for so many bytes more at once, where much is to come. */
    public void reserve(int bytes) {
        room(bytes);
    }

    /**
     * How many bytes the buffer has since the start, {@link #reset()} or a take; strings that are referred to don't
     * count.
     */
    public int size() {
        return size;
    }

    /** How many bytes the strings have that are referred to. */
    public long referredBytes() {
        return referredBytes;
    }

    /**
     * The live buffer, with what has been written from 0 to {@link #size()}. The next call of any other method may
     * change or replace it.
     */
    public byte[] array() {
        return buffer;
    }

    /** Forgets what has been written and keeps the array for what comes, however large it has grown. O(1). */
    public void reset() {
        size = 0;
        referred = List.of();
        referredBytes = 0;
    }

    /**
     * Hands the array over to the caller, with what has been written from 0 to what {@link #size()} was before this
     * call; the writer never touches it again and starts with a fresh one. O(1).
     *
     * @throws IllegalStateException if the writer refers to anything besides
     */
    public byte[] take() {
        if (referredBytes > 0) {
            throw new IllegalStateException("what has been written has several pieces");
        }
        byte[] taken = buffer;
        buffer = NO_BYTES;
        size = 0;
        return taken;
    }

    /**
     * Hands over what has been written, piece after piece: parts of the buffer, and the strings that it refers to. The
     * writer never touches any of it again and starts with a fresh buffer. O(pieces).
     */
    public void takePieces(Consumer<Bytes> pieces) {
        List<Referred> strings = referred;
        referred = List.of();
        referredBytes = 0;
        int end = size;
        byte[] taken = take();
        int from = 0;
        for (Referred each : strings) {
            pieces.accept(Bytes.wrap(taken, from, each.position - from));
            pieces.accept(each.string);
            from = each.position;
        }
        pieces.accept(Bytes.wrap(taken, from, end - from));
    }

    private void encode(Reply reply, boolean resp3) {
        // The commonest first.
        if (reply == Reply.OK) {
            raw(OK);
        } else if (reply instanceof Reply.Bulk bulk) {
            bulk('$', bulk.bytes());
        } else if (reply instanceof Reply.IntegerReply integer) {
            number(':', integer.value());
        } else if (reply instanceof Reply.Null none) {
            raw(resp3 ? NULL : none.array() ? NULL_ARRAY : NULL_BULK);
        } else if (reply instanceof Reply.Array array) {
            elements('*', array.elements(), resp3);
        } else if (reply instanceof Reply.Status status) {
            line('+', status.text());
        } else if (reply instanceof Reply.ErrorReply error) {
            line('-', error.text());
        } else if (reply instanceof Reply.Several several) {
            all(several.replies(), resp3);
        } else if (resp3) {
            encodeResp3(reply);
        } else {
            encodeResp2(reply);
        }
    }

    /** The kinds that only RESP3 has. */
    private void encodeResp3(Reply reply) {
        if (reply instanceof Reply.MapReply map) {
            number('%', map.keysAndValues().size() / 2);
            all(map.keysAndValues(), true);
        } else if (reply instanceof Reply.SetReply set) {
            elements('~', set.elements(), true);
        } else if (reply instanceof Reply.Push push) {
            elements('>', push.elements(), true);
        } else if (reply instanceof Reply.DoubleReply real) {
            line(',', Numbers.formatDouble(real.value()));
        } else if (reply instanceof Reply.BooleanReply truth) {
            raw(truth.value() ? TRUE : FALSE);
        } else if (reply instanceof Reply.BigNumber big) {
            line('(', big.digits());
        } else if (reply instanceof Reply.Verbatim verbatim) {
            verbatim(verbatim);
        } else {
            throw new IllegalArgumentException("no encoding for " + reply.getClass());
        }
    }

    /** What stands in RESP2 for the kinds that only RESP3 has. */
    private void encodeResp2(Reply reply) {
        if (reply instanceof Reply.MapReply map) {
            elements('*', map.keysAndValues(), false);
        } else if (reply instanceof Reply.SetReply set) {
            elements('*', set.elements(), false);
        } else if (reply instanceof Reply.Push push) {
            elements('*', push.elements(), false);
        } else if (reply instanceof Reply.DoubleReply real) {
            bulk('$', Bytes.wrap(Numbers.formatDouble(real.value())));
        } else if (reply instanceof Reply.BooleanReply truth) {
            number(':', truth.value() ? 1 : 0);
        } else if (reply instanceof Reply.BigNumber big) {
            bulk('$', Bytes.wrap(big.digits().getBytes(StandardCharsets.ISO_8859_1)));
        } else if (reply instanceof Reply.Verbatim verbatim) {
            bulk('$', verbatim.text());
        } else {
            throw new IllegalArgumentException("no encoding for " + reply.getClass());
        }
    }

    private void elements(char marker, List<Reply> elements, boolean resp3) {
        number(marker, elements.size());
        all(elements, resp3);
    }

    private void all(List<Reply> replies, boolean resp3) {
        // By index, without an iterator: replies are array lists, and elements may be many.
        for (int i = 0, count = replies.size(); i < count; i++) {
            if (size + referredBytes >= portionBytes && i > 0) {
                begun = true;
                portion.run();
            }
            encode(replies.get(i), resp3);
        }
    }

    private void bulk(char marker, Bytes bytes) {
        int length = bytes.length();
        number(marker, length);
        if (refers && length >= REFERRED_BYTES_MIN && bytes.isDetached()) {
            refer(bytes);
            return;
        }
        room(length + 2L);
        bytes.copyTo(buffer, size);
        size += length;
        endLine();
    }

    private void refer(Bytes string) {
        room(2);
        if (referred.isEmpty()) {
            referred = new ArrayList<>();
        }
        referred.add(new Referred(size, string));
        referredBytes += string.length();
        endLine();
    }

    private void verbatim(Reply.Verbatim verbatim) {
        byte[] format = verbatim.format().getBytes(StandardCharsets.ISO_8859_1);
        Bytes text = verbatim.text();
        // The length counts the format and its colon.
        long length = format.length + 1L + text.length();
        number('=', length);
        room(length + 2);
        System.arraycopy(format, 0, buffer, size, format.length);
        size += format.length;
        buffer[size++] = ':';
        text.copyTo(buffer, size);
        size += text.length();
        endLine();
    }

    /** The marker, the number in decimal and a line end: an integer, or the header of what follows. */
    private void number(char marker, long value) {
        room(NUMBER_LINE_BYTES_MAX);
        buffer[size++] = (byte) marker;
        if (value >= 0 && value < NUMBER_LINES.length) {
            byte[] shared = NUMBER_LINES[(int) value];
            System.arraycopy(shared, 0, buffer, size, shared.length);
            size += shared.length;
        } else {
            size = Numbers.write(value, buffer, size);
            endLine();
        }
    }

    private void line(char marker, String text) {
        int length = text.length();
        room(length + 3L);
        buffer[size++] = (byte) marker;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            buffer[size++] = (byte) (c == '\r' || c == '\n' ? ' ' : c > 0xff ? '?' : c);
        }
        endLine();
    }

    private void line(char marker, byte[] text) {
        room(text.length + 3L);
        buffer[size++] = (byte) marker;
        System.arraycopy(text, 0, buffer, size, text.length);
        size += text.length;
        endLine();
    }

    private void raw(byte[] encoded) {
        room(encoded.length);
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
    }

    /** CR LF; room for them has been made with the line. */
    private void endLine() {
        buffer[size++] = '\r';
        buffer[size++] = '\n';
    }

    /** Makes sure that so many more bytes fit. */
    private void room(long bytes) {
        if (bytes > buffer.length - size) {
            grow(size + bytes);
        }
    }

    private void grow(long needed) {
        checkSize(needed);
        long roomy = Math.max(needed, Math.max(initialCapacity, 2L * buffer.length));
        buffer = Arrays.copyOf(buffer, (int) Math.min(roomy, sizeMax));
    }

    private void checkSize(long bytes) {
        if (bytes > sizeMax) {
            throw new IllegalStateException("replies of " + bytes + " bytes; a buffer takes at most " + sizeMax);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
