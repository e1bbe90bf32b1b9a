package dev.flashkv.resp;

import dev.flashkv.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Cuts a client's byte stream into requests. */
public final class RespParser {

    /** A parser at the beginning of a connection. */
    public RespParser(RespLimits limits) {}

    /** Hands over {@code length} bytes of the chunk from {@code offset}; nobody may change the array any more. */
    public void feed(byte[] chunk, int offset, int length) {}

    /** The arguments of the next complete request, at least one; null when more bytes are needed. */
    public Bytes @Nullable [] next() throws ProtocolException {
        return null;
    }

    /** The memory that unread bytes and the unfinished request take, in bytes. */
    public long bufferedBytes() {
        return 0;
    }
}
