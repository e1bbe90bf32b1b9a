package dev.flashkv.server;

import dev.flashkv.command.Client;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one connection: anybody puts them in, its {@link ReplyBuffer} takes them out. Whoever puts
 * one in never waits; the limit on what may wait is checked each time.
 */
final class PushQueue implements Client.Inbox {

    /*
     * The connection is woken once for all messages that come before it looks: woken is set by the first of them and
     * cleared by the connection before it takes any.
     *
     * waitingBytes is raised before a message is put in and lowered after it has been taken out: 0 means that there is
     * none, at the cost of one volatile read.
     */

    /**
     * A message in the queue; none stands for a mark.
     *
     * @param version the protocol that the client spoke when it came
     * @param sizeBytes about what it takes
     */
    record Message(@Nullable Reply reply, RespVersion version, int sizeBytes) {}

    /* The list's node, the entry, and what the elements take as objects: an estimate, as in Redis. */
    private static final int MESSAGE_BYTES = 64;
    private static final int ELEMENT_BYTES = 16;

    private final Client client;
    private final OutputLimit limit;
    private final Runnable wake;
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean closed;

    /** An empty queue; {@code wake} lets the connection look into it, from whatever thread. */
    PushQueue(Client client, OutputLimit limit, Runnable wake) {
        this.client = client;
        this.limit = limit;
        this.wake = wake;
    }

    @Override
    public void push(Reply message) {
        if (closed || client.isDisconnected()) {
            return;
        }
        add(new Message(message, client.version(), MESSAGE_BYTES + sizeBytes(message)));
        if (!limit.dropsIfExceeded()) {
            wake();
        }
    }

    @Override
    public void hold() {
        add(new Message(null, client.version(), MESSAGE_BYTES));
    }

    private void add(Message message) {
        waitingBytes.addAndGet(message.sizeBytes);
        count.incrementAndGet();
        messages.add(message);
    }

    /** Wakes the connection unless it is about to look. */
    void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            wake.run();
        }
    }

    /** The connection looks from now on. */
    void awake() {
        woken.set(false);
    }

    boolean isEmpty() {
        return waitingBytes.get() == 0;
    }

    /** The next message, or null. One thread at a time may take any. */
    @Nullable
    Message poll() {
        Message message = messages.poll();
        if (message != null) {
            count.decrementAndGet();
            waitingBytes.addAndGet(-message.sizeBytes);
        }
        return message;
    }

    /** Takes no more messages. */
    void close() {
        closed = true;
    }

    /** About what the messages take. */
    long waitingBytes() {
        return waitingBytes.get();
    }

    /** How many there are. */
    int count() {
        return count.get();
    }

    private static int sizeBytes(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            return ELEMENT_BYTES + bulk.bytes().length();
        }
        if (reply instanceof Reply.Push push) {
            return sizeBytes(push.elements());
        }
        if (reply instanceof Reply.Array array) {
            return sizeBytes(array.elements());
        }
        if (reply instanceof Reply.Status status) {
            return ELEMENT_BYTES + status.text().length();
        }
        return ELEMENT_BYTES;
    }

    private static int sizeBytes(List<Reply> replies) {
        int size = ELEMENT_BYTES;
        for (Reply reply : replies) {
            size += sizeBytes(reply);
        }
        return size;
    }
}
