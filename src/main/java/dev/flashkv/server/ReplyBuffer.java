package dev.flashkv.server;

import akka.util.ByteString;
import dev.flashkv.command.Client;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespWriter;
import dev.flashkv.shard.ReplySink;

/** Encodes one client's replies, in the protocol it speaks at that moment, until the connection takes them. */
final class ReplyBuffer implements ReplySink {
    private static final int INITIAL_BYTES = 512;

    /** A batch comes back when it has made that much, so that the first replies are on their way before the last. */
    private static final int PORTION_BYTES = 1024 * 1024;

    private final Client client;
    private final int bytesMax;
    private final RespWriter writer = new RespWriter(INITIAL_BYTES);
    private int portionEnd;

    ReplyBuffer(Client client, int bytesMax) {
        this.client = client;
        this.bytesMax = bytesMax;
    }

    @Override
    public void accept(Reply reply) {
        if (client.takesReply() && !client.isDisconnected()) {
            writer.write(reply, client.version());
        }
    }

    /** What is encoded from now on is the next portion. */
    void beginPortion() {
        portionEnd = Math.min(writer.size() + PORTION_BYTES, bytesMax);
    }

    @Override
    public boolean isFull() {
        return writer.size() >= portionEnd;
    }

    /** Whether the client has to take some before there may be more. */
    boolean isAtLimit() {
        return writer.size() >= bytesMax;
    }

    @Override
    public boolean hasUnsent() {
        return !isEmpty();
    }

    boolean isEmpty() {
        return writer.size() == 0;
    }

    /** How many bytes have been encoded since the last {@link #take()}. */
    int sizeBytes() {
        return writer.size();
    }

    /** How many bytes are reserved for them. */
    int capacityBytes() {
        return writer.array().length;
    }

    /** What has been encoded since the last call. The bytes are handed over, not copied. */
    ByteString take() {
        int size = writer.size();
        return ByteString.fromArrayUnsafe(writer.take(), 0, size);
    }
}
