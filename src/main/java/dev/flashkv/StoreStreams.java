package dev.flashkv;

import akka.Done;
import akka.NotUsed;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Command;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A store as Akka Streams: its messages and the events of its keys as sources, its commands as a flow. Made by {@link
 * FlashKv#streams()}; every source and flow may be materialized any number of times, each time for itself.
 *
 * <p><b>Back-pressure.</b> Whoever publishes never waits for those who listen. So a source keeps up to {@code
 * bufferSize} messages for a consumer that is slower, and {@code overflow} says what happens to the next: {@link
 * OverflowStrategy#dropHead()} drops the oldest, {@link OverflowStrategy#dropNew()} the newest, {@link
 * OverflowStrategy#fail()} ends the stream with a failure. The flow of commands passes its consumer's back-pressure on.
 *
 * <p><b>Sources</b> materialize a stage that completes once the subscription is in force: what is published after that
 * is seen. Cancelling the stream ends the subscription; the end of the store completes the stream.
 */
public final class StoreStreams {
    private static final String EVENT_CHANNEL = "__keyevent@";
    private static final String EVENT_SEPARATOR = "__:";
    private static final String EVENTS_SETTING = "notify-keyspace-events";

    private final EmbeddedDoor door;
    private final Set<SourceQueueWithComplete<PubSubMessage>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    StoreStreams(EmbeddedDoor door) {
        this.door = door;
    }

    /**
     * The messages of channels, all in one order.
     *
     * @param bufferSize how many messages may wait, at least 1
     * @param overflow what happens when more would
     * @param channels their names, at least one
     * @throws IllegalArgumentException if an argument is none of that
     */
    public Source<PubSubMessage, CompletionStage<Done>> subscribe(
            int bufferSize, OverflowStrategy overflow, Bytes... channels) {
        return messages(bufferSize, overflow, "SUBSCRIBE", channels);
    }

    /** The same, with names in UTF-8. */
    public Source<PubSubMessage, CompletionStage<Done>> subscribe(
            int bufferSize, OverflowStrategy overflow, String... channels) {
        return subscribe(bufferSize, overflow, CommandWords.bytes(channels));
    }

    /**
     * The messages of all channels that match one of the globs, once for each glob.
     *
     * @param bufferSize how many messages may wait, at least 1
     * @param overflow what happens when more would
     * @param patterns at least one
     * @throws IllegalArgumentException if an argument is none of that
     */
    public Source<PubSubMessage, CompletionStage<Done>> subscribeToPatterns(
            int bufferSize, OverflowStrategy overflow, Bytes... patterns) {
        return messages(bufferSize, overflow, "PSUBSCRIBE", patterns);
    }

    /** The same, with globs in UTF-8. */
    public Source<PubSubMessage, CompletionStage<Done>> subscribeToPatterns(
            int bufferSize, OverflowStrategy overflow, String... patterns) {
        return subscribeToPatterns(bufferSize, overflow, CommandWords.bytes(patterns));
    }

    /**
     * What happens to the keys of all databases. The store tells only of those classes of events that the setting
     * {@code notify-keyspace-events} names; with {@code EA} that is nearly all. Its stage fails with {@link
     * IllegalStateException} if there is no {@code E} in it.
     *
     * @param bufferSize how many events may wait, at least 1
     * @param overflow what happens when more would
     * @throws IllegalArgumentException if an argument is none of that
     */
    public Source<KeyspaceEvent, CompletionStage<Done>> keyspaceEvents(int bufferSize, OverflowStrategy overflow) {
        return subscribeToPatterns(bufferSize, overflow, EVENT_CHANNEL + "*" + EVENT_SEPARATOR + "*")
                .map(StoreStreams::event)
                .mapMaterializedValue(subscribed -> door.execute(
                                CommandBatch.resolve(CommandWords.bytes("CONFIG", "GET", EVENTS_SETTING)))
                        .thenCombine(subscribed, (setting, done) -> checkThatThereAreEvents(setting)));
    }

    private static Done checkThatThereAreEvents(Reply setting) {
        boolean hasThem = setting instanceof Reply.MapReply map
                && map.keysAndValues().get(1) instanceof Reply.Bulk letters
                && letters.bytes().toString().contains("E");
        if (!hasThem) {
            throw new IllegalStateException(
                    "there are no events: " + EVENTS_SETTING + " needs E and classes, such as EA");
        }
        return Done.getInstance();
    }

    private static KeyspaceEvent event(PubSubMessage message) {
        String channel = new String(message.channel().toByteArray(), StandardCharsets.UTF_8);
        int separator = channel.indexOf(EVENT_SEPARATOR);
        return new KeyspaceEvent(
                Integer.parseInt(channel.substring(EVENT_CHANNEL.length(), separator)),
                channel.substring(separator + EVENT_SEPARATOR.length()),
                message.payload());
    }

    /**
     * Carries out commands in the order they come, each given as its words, and emits their replies in that order; an
     * error is a {@link Reply.ErrorReply}. What comes while commands are being carried out goes together as the next
     * batch, as with {@link FlashKv#batch()}: so a fast upstream costs less for each command, and a slow one waits for
     * nothing.
     *
     * @param batchSizeMax how many commands go together at most, at least 1
     * @throws IllegalArgumentException if that is less than 1
     */
    public Flow<List<Bytes>, Reply, NotUsed> commands(int batchSizeMax) {
        if (batchSizeMax < 1) {
            throw new IllegalArgumentException("a batch has at least one command, not " + batchSizeMax);
        }
        return Flow.<List<Bytes>>create()
                .map(words -> CommandBatch.resolve(words.toArray(new Bytes[0])))
                .batch(batchSizeMax, StoreStreams::first, StoreStreams::with)
                .mapAsync(1, door::execute)
                .mapConcat(replies -> replies);
    }

    private static List<Command> first(Command command) {
        List<Command> commands = new ArrayList<>();
        commands.add(command);
        return commands;
    }

    private static List<Command> with(List<Command> commands, Command next) {
        commands.add(next);
        return commands;
    }

    /** Completes all sources. */
    void close() {
        closed = true;
        open.forEach(SourceQueueWithComplete::complete);
    }

    private Source<PubSubMessage, CompletionStage<Done>> messages(
            int bufferSize, OverflowStrategy overflow, String command, Bytes[] names) {
        if (bufferSize < 1 || names.length == 0) {
            throw new IllegalArgumentException("a buffer of at least 1 and at least one name are needed");
        }
        if (overflow.equals(OverflowStrategy.backpressure())) {
            throw new IllegalArgumentException("who publishes never waits: choose what happens to messages instead");
        }
        Bytes[] words = Stream.concat(Stream.of(Bytes.of(command)), Arrays.stream(names))
                .toArray(Bytes[]::new);
        Command subscription = CommandBatch.resolve(words);
        return Source.<PubSubMessage>queue(bufferSize, overflow)
                .mapMaterializedValue(queue -> subscribe(subscription, queue));
    }

    private CompletionStage<Done> subscribe(Command subscription, SourceQueueWithComplete<PubSubMessage> queue) {
        EmbeddedDoor.Session session = door.new Session();
        session.inbox(new Mailing(queue));
        open.add(queue);
        CompletionStage<Done> subscribed = session.execute(List.of(subscription))
                .thenApply(replies -> {
                    if (replies.get(0) instanceof Reply.ErrorReply error) {
                        throw new CommandException(error);
                    }
                    return Done.getInstance();
                });
        subscribed.whenComplete((done, failure) -> {
            if (failure != null) {
                queue.fail(failure);
            } else if (closed) {
                queue.complete();
            }
            queue.watchCompletion().whenComplete((end, cause) -> {
                open.remove(queue);
                session.end();
            });
        });
        return subscribed;
    }
}
