package dev.flashkv.server;

import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import dev.flashkv.command.Client;
import dev.flashkv.command.ReplyMode;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import dev.flashkv.resp.RespWriter;
import dev.flashkv.shard.ReplySink;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one client's replies, in the protocol it speaks at that moment, until the connection takes them, and between
 * them the messages that come for the client.
 */
final class ReplyBuffer implements ReplySink {

    /*
     * It belongs to whoever has the client's batch; to the connection when the batch is back, or parked. Only parking,
     * resuming and what the connection does meanwhile need the lock: parked is the connection's leave to touch anything
     * while the batch is on its way.
     */

    private static final int INITIAL_BYTES = 512;

    /**
     * A batch comes back when it has made that much, so that the first replies are on their way before the last. What
     * is encoded is handed on in such portions: one array for all of a slow client's replies would be copied each time
     * that it has to grow, and the garbage collector would have no place for it but by collecting everything.
     */
    private static final int PORTION_BYTES = 256 * 1024;

    /**
     * A portion that is longer, as it ends with a long reply, is handed on in pieces. Of what is handed on, Akka keeps
     * one element where nobody sees it, be the client there or not, and asks for the next at once: no limit would ever
     * be reached by a reply that is one element.
     */
    private static final int PIECE_BYTES_MAX = 2 * PORTION_BYTES;

    /**
     * What the array for a further portion has room for at once, so that it seldom has to grow: a portion, and the longest
     * string that is copied. What is left of it is kept for as long as the portion is, and counts for nobody.
     */
    private static final int FURTHER_PORTION_BYTES = PORTION_BYTES + PORTION_BYTES / 8;

    /**
     * What may wait for a client before it has authenticated. Nobody needs more for that, and who never takes its
     * replies is then soon not read from any more.
     */
    private static final int STRANGERS_BYTES_MAX = 16 * 1024;

    private final Client client;
    private final ReplyMode mode;
    private final PushQueue messages;
    private final int bytesMax;
    private final OutputLimit limit;
    private final RespWriter writer = RespWriter.inPortions(INITIAL_BYTES, PORTION_BYTES, this::onPortionOfReply);
    /** Portions that are whole; what has been encoded since is in the writer. */
    private final Queue<ByteString> whole = new ArrayDeque<>();

    private long wholeBytes;
    /** What is kept for a reply that is not there yet. */
    private long growingBytes;
    /** How much more is kept, for that or elsewhere, since the last look at the limits. */
    private long grownBytes;

    /** What was kept for the reply that is being encoded. */
    private long encodedFromBytes;
    /** Whether the last portion has filled an array, so that the next will. */
    private boolean copies;

    private final Object parking = new Object();
    private boolean parked;
    private long portionEnd;

    ReplyBuffer(Client client, PushQueue messages, int bytesMax, OutputLimit limit) {
        this.client = client;
        this.mode = client.replyMode();
        this.limit = limit;
        this.messages = messages;
        this.bytesMax = bytesMax;
    }

    @Override
    public boolean growing(long bytes) {
        growingBytes += bytes;
        registering(bytes);
        return !client.isDisconnected();
    }

    /** So many bytes more are kept for the client, here or elsewhere: looks at the limits now and then. */
    void registering(long bytes) {
        grownBytes += bytes;
        if (grownBytes >= PORTION_BYTES) {
            grownBytes = 0;
            limit.dropsIfExceeded();
        }
    }

    @Override
    public void accept(Reply reply) {
        if (growingBytes == 0) {
            acceptWhole(reply);
            return;
        }
        encodedFromBytes = growingBytes;
        growingBytes = 0;
        try {
            acceptWhole(reply);
        } finally {
            encodedFromBytes = 0;
        }
    }

    private void acceptWhole(Reply reply) {
        if (messages.isEmpty()) {
            write(reply);
            return;
        }
        boolean held = takeMessages(Integer.MAX_VALUE, true);
        write(reply);
        if (held) {
            takeMessages(Integer.MAX_VALUE, false);
        }
    }

    private void write(Reply reply) {
        if (mode.takesReply()) {
            if (!client.isDisconnected()) {
                encode(reply, client.version());
            }
        } else {
            writeMessages(reply);
        }
    }

    /** A silent client gets messages all the same, and confirmations of SUBSCRIBE and its kin are messages. */
    private void writeMessages(Reply reply) {
        if (reply instanceof Reply.Push) {
            encode(reply, client.version());
        } else if (reply instanceof Reply.Several several) {
            several.replies().forEach(this::writeMessages);
        }
    }

    private void encode(Reply reply, RespVersion version) {
        if (copies && wholeBytes > 0 && writer.size() == 0) {
            writer.reserve(FURTHER_PORTION_BYTES);
        }
        try {
            writer.write(reply, version);
        } catch (Dropped e) {
            return; // nobody is there any more to whom it would matter that there is no end
        }
        if (writtenBytes() >= PORTION_BYTES) {
            addPortion();
        }
    }

    /** A reply has come to that much and goes on: what a client takes has its limits within a reply, too. */
    private void onPortionOfReply() {
        addPortion();
        if (limit.dropsIfExceeded() || client.isDisconnected()) {
            throw new Dropped();
        }
        if (copies) {
            writer.reserve(FURTHER_PORTION_BYTES);
        }
    }

    private void addPortion() {
        copies = writer.size() >= PORTION_BYTES / 2;
        addWhole(takeWritten());
    }

    private void addWhole(ByteString portion) {
        wholeBytes += portion.length();
        ByteString left = portion;
        while (left.length() > PIECE_BYTES_MAX) {
            whole.add(left.take(PORTION_BYTES));
            left = left.drop(PORTION_BYTES);
        }
        whole.add(left);
    }

    /** Encodes the messages that wait, for as long as there is less than a portion to be sent. */
    void takeMessages() {
        if (!messages.isEmpty()) {
            takeMessages(PORTION_BYTES, false);
        }
    }

    /** Encodes the messages that wait. No more are taken then. */
    void takeLastMessages() {
        messages.close();
        takeMessages(Integer.MAX_VALUE, false);
    }

    /**
     * Encodes messages until there are {@code bytesMax}, or up to a mark, which it removes; says whether there was one.
     */
    private boolean takeMessages(int bytesMax, boolean upToMark) {
        while (sizeBytes() < bytesMax) {
            PushQueue.Message message = messages.poll();
            if (message == null) {
                return false;
            }
            Reply reply = message.reply();
            if (reply == null) {
                if (upToMark) {
                    return true;
                }
            } else if (!client.isDisconnected() && (reply instanceof Reply.Push || !mode.isOff())) {
                encode(reply, message.version());
            }
        }
        return false;
    }

    @Override
    public void parked() {
        synchronized (parking) {
            parked = true;
        }
        messages.wake();
    }

    @Override
    public void resumed() {
        synchronized (parking) {
            parked = false;
        }
    }

    /** While the batch is parked, what there is for the client; null when it is not, or when there is nothing. */
    @Nullable
    ByteString takeIfParked() {
        synchronized (parking) {
            if (!parked) {
                return null;
            }
            takeMessages();
            return isEmpty() ? null : take();
        }
    }

    /** What is encoded from now on is the next portion. */
    void beginPortion() {
        portionEnd = Math.min(sizeBytes() + PORTION_BYTES, bytesMax);
    }

    @Override
    public boolean isFull() {
        return sizeBytes() >= portionEnd;
    }

    /** Whether the client has to take some before there may be more. */
    boolean isAtLimit() {
        return sizeBytes() >= (client.isAuthenticated() ? bytesMax : STRANGERS_BYTES_MAX);
    }

    boolean isEmpty() {
        return sizeBytes() == 0;
    }

    /** How many bytes have been encoded and not taken. */
    long sizeBytes() {
        return wholeBytes + writtenBytes();
    }

    private long writtenBytes() {
        return writer.size() + writer.referredBytes();
    }

    /** The same, and what is kept for a reply that is still growing. */
    long keptBytes() {
        return sizeBytes() + growingBytes;
    }

    /** How many bytes are reserved for them. */
    long capacityBytes() {
        return growingBytes + encodedFromBytes + wholeBytes + writer.array().length + writer.referredBytes();
    }

    /** The first portion of what has been encoded and not taken. The bytes are not copied. */
    ByteString take() {
        ByteString first = whole.poll();
        if (first == null) {
            return takeWritten();
        }
        wholeBytes -= first.length();
        return first;
    }

    private ByteString takeWritten() {
        if (writer.referredBytes() == 0) {
            int size = writer.size();
            return ByteString.fromArrayUnsafe(writer.take(), 0, size);
        }
        ByteStringBuilder portion = ByteString.createBuilder();
        writer.takePieces(piece ->
                portion.append(ByteString.fromArrayUnsafe(piece.array(), piece.arrayOffset(), piece.length())));
        return portion.result();
    }

    /** Ends a reply in its midst. */
    private static final class Dropped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dropped() {
            super("the client is disconnected", null, false, false);
        }
    }
}
