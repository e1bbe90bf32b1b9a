package dev.flashkv;

import akka.stream.javadsl.SourceQueueWithComplete;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.Optional;

/** Hands a subscriber's messages to a stream. The stream is another thread's: a message only begins its way here. */
final class Mailing implements Client.Inbox {
    private static final int WITH_PATTERN = 4;

    private final SourceQueueWithComplete<PubSubMessage> queue;

    Mailing(SourceQueueWithComplete<PubSubMessage> queue) {
        this.queue = queue;
    }

    @Override
    public void push(Reply message) {
        if (message instanceof Reply.Push push) {
            queue.offer(read(push.elements()));
        }
    }

    /** A kind, for a pattern's message the pattern, the channel, the payload. */
    private static PubSubMessage read(List<Reply> elements) {
        int channel = elements.size() - 2;
        Optional<Bytes> pattern =
                elements.size() == WITH_PATTERN ? Optional.of(bytes(elements.get(1))) : Optional.empty();
        return new PubSubMessage(pattern, bytes(elements.get(channel)), bytes(elements.get(channel + 1)));
    }

    private static Bytes bytes(Reply element) {
        return ((Reply.Bulk) element).bytes();
    }

    @Override
    public void hold() {
        // Replies go another way than messages.
    }
}
