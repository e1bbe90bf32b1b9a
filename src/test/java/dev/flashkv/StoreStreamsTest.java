package dev.flashkv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.japi.Pair;
import akka.stream.BufferOverflowException;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreStreamsTest {
    private final ManualClock clock = new ManualClock();
    private final FlashKv store =
            FlashKv.create(ConfigFactory.parseString("flashkv.notify-keyspace-events = EA"), clock);

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private long publish(String channel, String message) {
        return ((Reply.IntegerReply) get(store.execute("PUBLISH", channel, message))).value();
    }

    /** Runs the source; it is subscribed when this returns. */
    private <T> SinkQueueWithCancel<T> run(Source<T, CompletionStage<Done>> source) {
        Pair<CompletionStage<Done>, SinkQueueWithCancel<T>> running =
                source.toMat(Sink.queue(1), Keep.both()).run(store.system());
        get(running.first());
        return running.second();
    }

    private static List<String> payloads(SinkQueueWithCancel<PubSubMessage> messages, int count) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            payloads.add(get(messages.pull()).orElseThrow().payload().toString());
        }
        return payloads;
    }

    @Test
    void aSubscriptionEmitsWhatIsPublishedInOrder() {
        SinkQueueWithCancel<PubSubMessage> messages =
                run(store.streams().subscribe(100, OverflowStrategy.fail(), "news", "weather"));
        assertThat(publish("news", "one")).isEqualTo(1);
        publish("elsewhere", "not for us");
        publish("weather", "two");
        get(store.batch()
                .add("MULTI")
                .add("PUBLISH", "news", "three")
                .add("PUBLISH", "news", "")
                .add("EXEC")
                .execute());
        assertThat(get(messages.pull()))
                .contains(new PubSubMessage(Optional.empty(), Bytes.of("news"), Bytes.of("one")));
        assertThat(get(messages.pull()))
                .contains(new PubSubMessage(Optional.empty(), Bytes.of("weather"), Bytes.of("two")));
        assertThat(payloads(messages, 2)).containsExactly("three", "");
    }

    @Test
    void patternsSayWhichOfThemMatched() {
        SinkQueueWithCancel<PubSubMessage> messages =
                run(store.streams().subscribeToPatterns(100, OverflowStrategy.fail(), "n*", "ne?s"));
        assertThat(publish("news", "twice")).isEqualTo(2);
        assertThat(get(messages.pull()))
                .contains(new PubSubMessage(Optional.of(Bytes.of("n*")), Bytes.of("news"), Bytes.of("twice")));
        assertThat(get(messages.pull()))
                .contains(new PubSubMessage(Optional.of(Bytes.of("ne?s")), Bytes.of("news"), Bytes.of("twice")));
    }

    @Test
    void cancellingEndsTheSubscription() {
        SinkQueueWithCancel<PubSubMessage> messages =
                run(store.streams().subscribe(100, OverflowStrategy.fail(), "news"));
        messages.cancel();
        await().untilAsserted(() -> assertThat(publish("news", "nobody")).isZero());
    }

    @Test
    void theEndOfTheStoreCompletesTheStream() {
        SinkQueueWithCancel<PubSubMessage> messages =
                run(store.streams().subscribe(100, OverflowStrategy.fail(), "news"));
        CompletionStage<Optional<PubSubMessage>> end = messages.pull();
        store.close();
        assertThat(get(end.exceptionally(failure -> Optional.empty()))).isEmpty();
        assertThatThrownBy(() -> run(store.streams().subscribe(1, OverflowStrategy.fail(), "news")))
                .isInstanceOf(Exception.class);
    }

    /** Publishes until the subscription has ended or {@code count} messages are out; says how many it was told of. */
    private int flood(int count) {
        int told = 0;
        for (int i = 0; i < count; i++) {
            told += (int) publish("news", Integer.toString(i));
        }
        return told;
    }

    @Test
    void aSlowConsumerLosesTheOldestIfItWantsTo() {
        SinkQueueWithCancel<PubSubMessage> messages =
                run(store.streams().subscribe(10, OverflowStrategy.dropHead(), "news"));
        assertThat(flood(1000)).isEqualTo(1000);
        List<String> got = new ArrayList<>();
        do {
            got.add(payloads(messages, 1).get(0));
        } while (!got.get(got.size() - 1).equals("999"));
        assertThat(got).hasSizeLessThan(50).endsWith("998", "999");
    }

    @Test
    void aSlowConsumerFailsIfItWantsTo() {
        SinkQueueWithCancel<PubSubMessage> messages =
                run(store.streams().subscribe(10, OverflowStrategy.fail(), "news"));
        flood(1000);
        assertThatThrownBy(() -> payloads(messages, 1000))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BufferOverflowException.class);
        await().untilAsserted(() -> assertThat(publish("news", "nobody")).isZero());
    }

    @Test
    void refusesWhatCannotWork() {
        StoreStreams streams = store.streams();
        assertThatThrownBy(() -> streams.subscribe(10, OverflowStrategy.backpressure(), "news"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never waits");
        assertThatThrownBy(() -> streams.subscribe(0, OverflowStrategy.fail(), "news"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> streams.subscribe(1, OverflowStrategy.fail(), new Bytes[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> streams.commands(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eventsOfKeysFollowTheStoresClock() {
        SinkQueueWithCancel<KeyspaceEvent> events = run(store.streams().keyspaceEvents(100, OverflowStrategy.fail()));
        get(store.execute("SET", "k", "v", "PX", "1000"));
        get(store.batch().add("SELECT", "3").add("RPUSH", "l", "a").execute());
        clock.advance(Duration.ofMillis(1001));
        assertThat(IntStream.range(0, 4).mapToObj(i -> get(events.pull()).orElseThrow()))
                .containsExactly(
                        new KeyspaceEvent(0, "set", Bytes.of("k")),
                        new KeyspaceEvent(0, "expire", Bytes.of("k")),
                        new KeyspaceEvent(3, "rpush", Bytes.of("l")),
                        new KeyspaceEvent(0, "expired", Bytes.of("k")));
    }

    @Test
    void saysThatThereAreNoEvents() {
        get(store.execute("CONFIG", "SET", "notify-keyspace-events", ""));
        assertThatThrownBy(() -> run(store.streams().keyspaceEvents(100, OverflowStrategy.fail())))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("notify-keyspace-events needs E");
    }

    @Test
    void aFlowOfCommandsAnswersInOrder() {
        int count = 20_000;
        List<Reply> replies = get(Source.range(1, count)
                .map(i -> List.of(Bytes.of("INCRBY"), Bytes.of("sum:" + i % 7), Bytes.of(Integer.toString(i))))
                .via(store.streams().commands(64))
                .runWith(Sink.seq(), store.system()));
        long[] sums = new long[7];
        List<Reply> expected = IntStream.rangeClosed(1, count)
                .mapToObj(i -> Reply.integer(sums[i % 7] += i))
                .toList();
        assertThat(replies).isEqualTo(expected);
    }

    @Test
    void anErrorIsAReplyOfTheFlow() {
        assertThat(get(Source.from(List.of(List.of(Bytes.of("NONSENSE")), List.of(Bytes.of("PING"))))
                        .via(store.streams().commands(1))
                        .runWith(Sink.seq(), store.system())))
                .satisfiesExactly(
                        error -> assertThat(error).isInstanceOf(Reply.ErrorReply.class),
                        pong -> assertThat(pong).isEqualTo(Reply.status("PONG")));
    }
}
