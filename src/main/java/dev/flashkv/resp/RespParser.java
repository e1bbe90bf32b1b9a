package dev.flashkv.resp;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one client's byte stream into requests, exactly as redis-server 7.0.15 reads it, in whatever pieces it comes:
 *
 * <pre>{@code
 * parser.feed(chunk, 0, chunk.length);
 * for (Bytes[] request = parser.next(); request != null; request = parser.next()) {
 *     …
 * }
 * }</pre>
 *
 * <p>A request is a multibulk one, {@code *count CRLF} and then {@code $length CRLF bytes CRLF} for each argument, or
 * an inline command, one line in words ({@link InlineLine}).
 *
 * <p>Every byte is read once: what an unfinished request has said so far is kept as its meaning (how many arguments,
 * those that are complete, how long the current one will be), never as bytes to be parsed again.
 *
 * <p>Not thread-safe.
 */
public final class RespParser {

    /*
     * Memory. A request that lies within one chunk costs the array of its arguments and a view for each: nothing is
     * copied. When a chunk is used up in the middle of a request, what belongs to that request is copied out of it, so
     * that a slow client never pins a large chunk with a small argument. An argument that is cut by the end of a chunk
     * is gathered in an array of its own, which ends exactly as long as the argument.
     *
     * What a client announces allocates nothing; what it sends does. Arrays for arguments and for the bytes of an
     * argument grow geometrically with what has arrived, never beyond what was announced: a client that announces two
     * billion arguments or half a gigabyte, and then falls silent, holds a kilobyte.
     *
     * Line ends. redis-server ends a header at its first CR and skips one byte after it, and skips two bytes after an
     * argument, whatever these bytes are. It ends an inline command at LF. Both searches stop at a NUL byte, so that a
     * line with one never ends, and is refused when it is too long. That is odd but harmless, and done likewise.
     *
     * redis-server applies the limit for lines to what one read from the socket happened to leave, so a longer line
     * passes if it arrives fast enough. Here the limit is one: the outcome never depends on how the bytes were cut.
     */

    private enum State {
        /** Between requests: the next byte tells the kind. */
        START,
        /** Within {@code *count}. */
        COUNT,
        /** Before or within {@code $length}. */
        LENGTH,
        /** Within an argument that a chunk's end has cut. */
        BODY,
        /** Within the two bytes after such an argument. */
        BODY_END,
        /** Within an inline command. */
        INLINE,
        /** Within an inline command, after a NUL: it will never end. */
        INLINE_HIDDEN
    }

    private static final byte[] NO_BYTES = new byte[0];
    private static final Bytes[] NO_ARGUMENTS = new Bytes[0];

    /* $0 CRLF CRLF: the fewest bytes an argument takes on the wire. */
    private static final int ARGUMENT_WIRE_BYTES_MIN = 6;
    private static final int ARGUMENTS_CAPACITY_MIN = 16;
    private static final int GATHERED_CAPACITY_MIN = 1024;
    private static final int ARRAY_LENGTH_MAX = Integer.MAX_VALUE - 8;

    /* Object sizes on a 64-bit JVM with compressed references: the header of an array, a reference, a Bytes. */
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int REFERENCE_BYTES = 4;
    private static final int VIEW_BYTES = 24;

    /* What redis-server lets a client announce before it has authenticated. */
    private static final int STRANGERS_ARGUMENTS_MAX = 10;
    private static final int STRANGERS_BULK_BYTES_MAX = 16 * 1024;

    private final RespLimits limits;
    private final HeaderLine header;

    private long bulkBytesMax;
    private boolean authenticated = true;

    private byte[] chunk = NO_BYTES;
    private int position;
    private int limit;

    /* Bytes that were fed before the chunk was read to its end. */
    private byte[] later = NO_BYTES;
    private int laterSize;

    private State state = State.START;
    private @Nullable ProtocolException failure;

    private Bytes[] arguments = NO_ARGUMENTS;
    private int argumentsAnnounced;
    private int argumentsRead;
    /* How many of them are known not to lie in the chunk, and the memory of these. */
    private int argumentsDetached;
    private long detachedBytes;

    /* The part so far of a cut argument or of a cut inline command. */
    private byte[] gathered = NO_BYTES;
    private int gatheredSize;

    private int bodyLength;
    private int bodyEndRead;
    private int lineSize;

    /** A parser at the beginning of a connection. */
    public RespParser(RespLimits limits) {
        this.limits = limits;
        this.bulkBytesMax = limits.bulkBytesMax();
        this.header = new HeaderLine(limits.inlineBytesMax());
    }

    /**
     * Changes what the client may send from here on.
     *
     * @param bulkBytesMax the longest argument in bytes, where the parser's limits don't say less
     * @param authenticated whether the client has authenticated; before, it may send small requests only
     */
    public void admit(long bulkBytesMax, boolean authenticated) {
        this.bulkBytesMax = Math.min(bulkBytesMax, limits.bulkBytesMax());
        this.authenticated = authenticated;
    }

    /**
     * Hands over {@code length} bytes of the chunk from {@code offset}. Nobody may change the array any more: arguments
     * may be views of it.
     *
     * <p>It is meant to be called when {@link #next()} has returned null. Called earlier, it copies the bytes and
     * keeps them until the others are read, in memory proportional to them. After a failure the bytes are dropped.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within the array
     * @throws IllegalStateException if the unread bytes would exceed 2 GB
     */
    public void feed(byte[] chunk, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, chunk.length);
        if (failure != null || length == 0) {
            return;
        }
        if (position < limit) {
            keepForLater(chunk, offset, length);
        } else {
            this.chunk = chunk;
            this.position = offset;
            this.limit = offset + length;
        }
    }

    /**
     * The arguments of the next complete request: a fresh array of at least one, the command's name first, each
     * possibly empty and possibly a view of a fed chunk ({@link Bytes#detached()}). Null when all bytes are read and
     * more are needed. Requests without arguments (blank lines, {@code *0}, {@code *-1}) are skipped, as redis-server
     * does.
     *
     * <p>O(bytes read), no allocation but the array, the views, and copies of what a chunk's end has cut.
     *
     * @throws ProtocolException if the bytes are no request; from then on every call throws it, for there is no telling
     *     where the next request begins
     */
    public Bytes @Nullable [] next() throws ProtocolException {
        if (failure != null) {
            throw failure;
        }
        try {
            do {
                while (position < limit) {
                    Bytes[] request = step();
                    if (request != null) {
                        return request;
                    }
                }
            } while (nextChunk());
            return null;
        } catch (ProtocolException e) {
            fail(e);
            throw e;
        }
    }

    /**
     * The memory in bytes that this parser holds for its client: unread bytes and the unfinished request, object
     * headers included. Zero between requests. O(1). What becomes part of a returned request is no longer counted.
     */
    public long bufferedBytes() {
        return unreadBytes() + unusedBytes() + argumentBytes();
    }

    /**
     * The part of {@link #bufferedBytes()} that has bytes the client has sent and that are no complete argument yet.
     */
    public long unreadBytes() {
        return (limit - position) + (long) later.length + gatheredSize;
    }

    /** The part of {@link #bufferedBytes()} that is reserved for the rest of an argument. */
    public long unusedBytes() {
        return Math.max(0, gathered.length - gatheredSize);
    }

    /** The part of {@link #bufferedBytes()} that the complete arguments of the unfinished request take. */
    public long argumentBytes() {
        return detachedBytes
                + (arguments.length == 0 ? 0 : ARRAY_HEADER_BYTES + (long) REFERENCE_BYTES * arguments.length);
    }

    /** Reads on at the position, at least one byte or into another state; the request if that completed one. */
    private Bytes @Nullable [] step() throws ProtocolException {
        switch (state) {
            case START -> state = chunk[position] == '*' ? State.COUNT : State.INLINE;
            case COUNT -> readCount();
            case LENGTH -> {
                return readArguments();
            }
            case BODY -> readBody();
            case BODY_END -> {
                return readBodyEnd();
            }
            case INLINE -> {
                return readInline();
            }
            case INLINE_HIDDEN -> {
                countLine(limit - position);
                position = limit;
            }
        }
        return null;
    }

    private void readCount() throws ProtocolException {
        long count = header.isEmpty() ? readPlainHeader('*') : -1;
        if (count < 0) {
            if (!readHeader("too big mbulk count string")) {
                return;
            }
            if (!header.isNumber() || header.number() > Integer.MAX_VALUE) {
                throw new ProtocolException("invalid multibulk length");
            }
            count = header.number();
            header.reset();
        }
        if (count > limits.argumentsMax()) {
            throw new ProtocolException("invalid multibulk length");
        }
        if (count > STRANGERS_ARGUMENTS_MAX && !authenticated) {
            throw new ProtocolException("unauthenticated multibulk length");
        }
        if (count <= 0) {
            state = State.START;
            return;
        }
        argumentsAnnounced = (int) count;
        // As many as can be among the bytes at hand, which is all of them for nearly every request.
        int atHand = (limit - position) / ARGUMENT_WIRE_BYTES_MIN;
        arguments = new Bytes[Math.min(argumentsAnnounced, Math.max(ARGUMENTS_CAPACITY_MIN, atHand))];
        state = State.LENGTH;
    }

    /** Reads arguments for as long as they lie whole in the chunk; the request if that was its last one. */
    private Bytes @Nullable [] readArguments() throws ProtocolException {
        while (position < limit) {
            int length = readLength();
            if (length < 0) {
                return null;
            }
            if (limit - position - 2 < length) {
                bodyLength = length;
                state = State.BODY;
                if (length == 0) {
                    endBody();
                }
                return null;
            }
            append(length == 0 ? Bytes.EMPTY : Bytes.wrap(chunk, position, length));
            position += length + 2;
            if (argumentsRead == argumentsAnnounced) {
                return takeRequest();
            }
        }
        return null;
    }

    /** The length of the argument whose header is at the position; -1 if the header is not complete. */
    private int readLength() throws ProtocolException {
        long length = header.isEmpty() ? readPlainHeader('$') : -1;
        if (length < 0) {
            if (!readHeader("too big bulk count string")) {
                return -1;
            }
            if (header.marker() != '$') {
                throw new ProtocolException("expected '$', got '" + printable(header.marker()) + "'");
            }
            length = header.isNumber() ? header.number() : -1;
            header.reset();
        }
        if (length < 0 || length > bulkBytesMax) {
            throw new ProtocolException("invalid bulk length");
        }
        if (length > STRANGERS_BULK_BYTES_MAX && !authenticated) {
            throw new ProtocolException("unauthenticated bulk length");
        }
        return (int) length;
    }

    /* redis-server sends the byte as it is, but for those that would end the line. */
    private static char printable(byte marker) {
        return marker == '\r' || marker == '\n' ? ' ' : (char) (marker & 0xff);
    }

    /**
     * The number of a header that lies whole in the chunk and looks as clients write it: the marker, one to nine digits
     * without a leading zero, CR and one more byte. Anything else returns -1 and reads nothing: {@link HeaderLine}
     * judges it.
     */
    private int readPlainHeader(char marker) {
        byte[] bytes = chunk;
        int first = position + 1;
        int end = Math.min(limit - 1, position + 11);
        if (first >= end || bytes[position] != marker) {
            return -1;
        }
        int number = 0;
        int at = first;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        boolean leadingZero = bytes[first] == '0' && at - first > 1;
        if (at == first || at == end || bytes[at] != '\r' || leadingZero) {
            return -1;
        }
        position = at + 2;
        return number;
    }

    /** Reads a header of any shape; false if it goes on beyond the chunk. */
    private boolean readHeader(String tooLong) throws ProtocolException {
        position = header.read(chunk, position, limit);
        if (header.isTooLong()) {
            throw new ProtocolException(tooLong);
        }
        return header.hasEnded();
    }

    private void readBody() {
        gather(Math.min(limit - position, bodyLength - gatheredSize), bodyLength);
        if (gatheredSize == bodyLength) {
            endBody();
        }
    }

    /** Appends the gathered argument; the two bytes after it are yet to come. */
    private void endBody() {
        append(bodyLength == 0 ? Bytes.EMPTY : Bytes.wrap(gathered));
        detachedBytes += ARRAY_HEADER_BYTES + gathered.length;
        releaseGathered();
        bodyEndRead = 0;
        state = State.BODY_END;
    }

    private Bytes @Nullable [] readBodyEnd() {
        int count = Math.min(limit - position, 2 - bodyEndRead);
        position += count;
        bodyEndRead += count;
        if (bodyEndRead < 2) {
            return null;
        }
        state = State.LENGTH;
        return argumentsRead == argumentsAnnounced ? takeRequest() : null;
    }

    private Bytes @Nullable [] readInline() throws ProtocolException {
        int from = position;
        int at = from;
        while (at < limit && chunk[at] != '\n' && chunk[at] != 0) {
            at++;
        }
        boolean startsHere = lineSize == 0;
        countLine(at - from);
        if (at < limit && chunk[at] == 0) {
            releaseGathered();
            position = at;
            state = State.INLINE_HIDDEN;
            return null;
        }
        boolean ends = at < limit;
        byte[] line = chunk;
        int end = at;
        if (!ends || !startsHere) {
            gather(at - from, limits.inlineBytesMax());
            if (!ends) {
                return null;
            }
            line = gathered;
            from = 0;
            end = gatheredSize;
        }
        position = at + 1;
        lineSize = 0;
        releaseGathered();
        state = State.START;
        if (end > from && line[end - 1] == '\r') {
            end--;
        }
        Bytes[] words = InlineLine.split(line, from, end);
        return words.length == 0 ? null : words;
    }

    private void countLine(int bytes) throws ProtocolException {
        if (bytes > limits.inlineBytesMax() - lineSize) {
            throw new ProtocolException("too big inline request");
        }
        lineSize += bytes;
    }

    private void append(Bytes argument) {
        if (argumentsRead == arguments.length) {
            arguments = Arrays.copyOf(arguments, (int) Math.min(argumentsAnnounced, 2L * argumentsRead));
        }
        arguments[argumentsRead++] = argument;
    }

    private Bytes[] takeRequest() {
        Bytes[] request = arguments;
        releaseArguments();
        state = State.START;
        return request;
    }

    /** Moves {@code count} bytes from the position to what is gathered, which will have at most {@code sizeMax}. */
    private void gather(int count, int sizeMax) {
        int needed = gatheredSize + count;
        if (needed > gathered.length) {
            long roomy = Math.max(2L * needed, GATHERED_CAPACITY_MIN);
            gathered = Arrays.copyOf(gathered, (int) Math.min(sizeMax, roomy));
        }
        System.arraycopy(chunk, position, gathered, gatheredSize, count);
        gatheredSize = needed;
        position += count;
    }

    /** Lets go of the chunk, which has been read, and goes on with what was fed since; false if that is nothing. */
    private boolean nextChunk() {
        detachArguments();
        chunk = later;
        position = 0;
        limit = laterSize;
        later = NO_BYTES;
        laterSize = 0;
        return limit > 0;
    }

    /** Copies those arguments of the unfinished request that are views of the chunk, all into one array. */
    private void detachArguments() {
        if (argumentsDetached == argumentsRead) {
            return;
        }
        int size = 0;
        for (int i = argumentsDetached; i < argumentsRead; i++) {
            size += arguments[i].array() == chunk ? arguments[i].length() : 0;
        }
        byte[] copy = size == 0 ? NO_BYTES : new byte[size];
        int at = 0;
        for (int i = argumentsDetached; i < argumentsRead; i++) {
            Bytes argument = arguments[i];
            if (argument.array() == chunk) {
                argument.copyTo(copy, at);
                arguments[i] = Bytes.wrap(copy, at, argument.length());
                at += argument.length();
            }
        }
        detachedBytes += ARRAY_HEADER_BYTES + size + (long) VIEW_BYTES * (argumentsRead - argumentsDetached);
        argumentsDetached = argumentsRead;
    }

    private void keepForLater(byte[] bytes, int offset, int length) {
        long needed = (long) laterSize + length;
        if (needed > later.length) {
            if (needed > ARRAY_LENGTH_MAX) {
                throw new IllegalStateException("more than 2 GB of unread bytes");
            }
            later = Arrays.copyOf(later, (int) Math.min(ARRAY_LENGTH_MAX, Math.max(2 * needed, GATHERED_CAPACITY_MIN)));
        }
        System.arraycopy(bytes, offset, later, laterSize, length);
        laterSize = (int) needed;
    }

    private void fail(ProtocolException e) {
        failure = e;
        chunk = NO_BYTES;
        position = 0;
        limit = 0;
        later = NO_BYTES;
        laterSize = 0;
        releaseArguments();
        releaseGathered();
    }

    private void releaseArguments() {
        arguments = NO_ARGUMENTS;
        argumentsRead = 0;
        argumentsDetached = 0;
        detachedBytes = 0;
    }

    private void releaseGathered() {
        gathered = NO_BYTES;
        gatheredSize = 0;
    }
}
