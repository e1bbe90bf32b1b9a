package dev.flashkv.resp;

import dev.flashkv.reply.Reply;

/** A growing buffer of encoded replies. */
public final class RespWriter {

    /** An empty buffer; its first array has that size. */
    public RespWriter(int initialCapacityBytes) {}

    /** Appends the reply in that protocol. */
    public void write(Reply reply, RespVersion version) {}

    /** How many bytes have been written since the last {@link #reset()} or {@link #take()}. */
    public int size() {
        return 0;
    }

    /** The live buffer: valid from 0 to {@link #size()}, until the next write. */
    public byte[] array() {
        return new byte[0];
    }

    /** Forgets what has been written and keeps the array for what comes. */
    public void reset() {}

    /** Hands over the array and starts with a fresh one; take {@link #size()} first. */
    public byte[] take() {
        return new byte[0];
    }
}
