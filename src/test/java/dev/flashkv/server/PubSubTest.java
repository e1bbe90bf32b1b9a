package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flashkv.CapturedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pub/Sub over TCP: order, limits, and clients that come and go. */
class PubSubTest {
    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    @AfterEach
    void defaults() throws IOException {
        try (RawClient admin = SERVED.connect()) {
            admin.call("CONFIG", "SET", "client-output-buffer-limit", "pubsub 32mb 8mb 60 normal 256mb 64mb 60");
        }
    }

    private static String message(String channel, String text) {
        return ">3\r\n$7\r\nmessage\r\n$" + channel.length() + "\r\n" + channel + "\r\n$" + text.length() + "\r\n"
                + text + "\r\n";
    }

    @Test
    void allSubscribersGetAllMessagesInOneOrder() throws IOException {
        int publishers = 4;
        int messages = 500;
        List<RawClient> subscribers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RawClient subscriber = SERVED.connect();
            subscriber.call("HELLO", "3");
            subscriber.call("SUBSCRIBE", "order");
            subscribers.add(subscriber);
        }
        List<CompletableFuture<Void>> publishing = IntStream.range(0, publishers)
                .mapToObj(p -> CompletableFuture.runAsync(() -> publish(p, messages)))
                .toList();
        List<List<String>> received = new ArrayList<>();
        for (RawClient subscriber : subscribers) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < publishers * messages; i++) {
                all.add(subscriber.readReply());
            }
            received.add(all);
        }
        publishing.forEach(CompletableFuture::join);
        assertThat(received.get(1)).isEqualTo(received.get(0));
        assertThat(received.get(2)).isEqualTo(received.get(0));
        for (int p = 0; p < publishers; p++) {
            String prefix = "p" + p + "-";
            List<String> expected = IntStream.range(0, messages)
                    .mapToObj(i -> message("order", prefix + i))
                    .toList();
            assertThat(received.get(0))
                    .filteredOn(each -> each.contains(prefix))
                    .isEqualTo(expected);
        }
        for (RawClient subscriber : subscribers) {
            subscriber.close();
        }
    }

    /** In pipelines that go to other shards in between. */
    private static void publish(int publisher, int messages) {
        try (RawClient client = SERVED.connect()) {
            StringBuilder pipeline = new StringBuilder();
            for (int i = 0; i < messages; i++) {
                pipeline.append(command("SET", "key" + publisher + "-" + i, "v"));
                pipeline.append(command("PUBLISH", "order", "p" + publisher + "-" + i));
            }
            client.send(pipeline.toString());
            client.closeOutput();
            assertThat(client.readToEnd()).isEqualTo("+OK\r\n:3\r\n".repeat(messages));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoHearsAMessageSeesWhatWasWrittenBefore() throws IOException {
        try (RawClient listener = SERVED.connect();
                RawClient publisher = SERVED.connect()) {
            listener.call("HELLO", "3");
            listener.call("SUBSCRIBE", "written");
            for (int i = 0; i < 200; i++) {
                publisher.send(command("SET", "written" + i, "yes") + command("PUBLISH", "written", "now"));
                assertThat(listener.readReply()).isEqualTo(message("written", "now"));
                assertThat(listener.call("GET", "written" + i)).isEqualTo("$3\r\nyes\r\n");
                assertThat(publisher.readReply() + publisher.readReply()).isEqualTo("+OK\r\n:1\r\n");
            }
        }
    }

    @Test
    void noMessageComesBeforeTheConfirmation() throws IOException {
        try (RawClient publisher = SERVED.connect();
                RawClient listener = SERVED.connect()) {
            listener.call("HELLO", "3");
            CompletableFuture<Void> stop = new CompletableFuture<>();
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
                try {
                    while (!stop.isDone()) {
                        publisher.call("PUBLISH", "racy", "m");
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 0; i < 300; i++) {
                assertThat(listener.call("SUBSCRIBE", "racy")).contains("subscribe");
                listener.send(command("UNSUBSCRIBE", "racy"));
                String next = listener.readReply();
                while (next.contains("$7\r\nmessage")) {
                    next = listener.readReply();
                }
                assertThat(next).contains("unsubscribe");
            }
            stop.complete(null);
            publishing.join();
        }
    }

    @Test
    void aSubscriberThatDoesNotReadIsDroppedAndThePublisherGoesOn() throws IOException {
        try (CapturedLog log = CapturedLog.of("dev.flashkv.server.OutputLimit");
                RawClient slow = SERVED.connect(32 * 1024);
                RawClient publisher = SERVED.connect()) {
            publisher.call("CONFIG", "SET", "client-output-buffer-limit", "pubsub 2mb 0 0");
            slow.call("SUBSCRIBE", "flood");
            String text = "x".repeat(10_000);
            int sent = 0;
            while (publisher.call("PUBLISH", "flood", text).equals(":1\r\n")) {
                sent++;
                assertThat(sent).isLessThan(5_000);
            }
            assertThat(sent).isGreaterThan(200);
            assertThat(publisher.call("PUBSUB", "NUMSUB", "flood")).isEqualTo("*2\r\n$5\r\nflood\r\n:0\r\n");
            assertThat(log.messages()).singleElement().asString().contains("127.0.0.1:", "hard limit of 2097152");
        }
    }

    @Test
    void aSubscriberIsDroppedWhenTooMuchWaitsForTooLong() throws IOException {
        try (CapturedLog log = CapturedLog.of("dev.flashkv.server.OutputLimit");
                RawClient slow = SERVED.connect(32 * 1024);
                RawClient publisher = SERVED.connect()) {
            publisher.call("CONFIG", "SET", "client-output-buffer-limit", "pubsub 0 1mb 1");
            slow.call("SUBSCRIBE", "soft");
            String text = "x".repeat(100_000);
            for (int i = 0; i < 100; i++) {
                assertThat(publisher.call("PUBLISH", "soft", text)).isEqualTo(":1\r\n");
            }
            assertThat(publisher.call("CLIENT", "LIST", "TYPE", "pubsub"))
                    .containsPattern(" oll=[1-9]")
                    .containsPattern(" omem=[1-9]\\d{6}");
            await().untilAsserted(() ->
                    assertThat(publisher.call("PUBSUB", "NUMSUB", "soft")).isEqualTo("*2\r\n$4\r\nsoft\r\n:0\r\n"));
            assertThat(log.messages()).singleElement().asString().contains("soft limit of 1048576 for more than 1 ");
        }
    }

    @Test
    void aNormalClientWithAReplyBeyondTheHardLimitIsDropped() throws IOException {
        try (CapturedLog log = CapturedLog.of("dev.flashkv.server.OutputLimit");
                RawClient client = SERVED.connect();
                RawClient admin = SERVED.connect()) {
            admin.call("CONFIG", "SET", "client-output-buffer-limit", "normal 1mb 0 0");
            client.call("SETRANGE", "large", "2000000", "x");
            client.send(command("GET", "large"));
            assertThat(client.readToEnd().length()).isLessThan(2_000_000);
            assertThat(admin.call("PING")).isEqualTo("+PONG\r\n");
            assertThat(log.messages()).hasSize(1);
        }
    }

    @Test
    void whoIsGoneIsNotSubscribedAnyMore() throws IOException {
        try (RawClient witness = SERVED.connect()) {
            for (int i = 0; i < 100; i++) {
                RawClient client = SERVED.connect();
                if (i % 2 == 0) {
                    client.resetWhenClosed();
                }
                client.send(
                        command("PSUBSCRIBE", "gone") + command("SUBSCRIBE", "gone") + command("SSUBSCRIBE", "gone"));
                client.close();
            }
            await().untilAsserted(() -> {
                assertThat(witness.call("PUBSUB", "NUMSUB", "gone")).isEqualTo("*2\r\n$4\r\ngone\r\n:0\r\n");
                assertThat(witness.call("PUBSUB", "SHARDNUMSUB", "gone")).isEqualTo("*2\r\n$4\r\ngone\r\n:0\r\n");
                assertThat(witness.call("PUBSUB", "NUMPAT")).isEqualTo(":0\r\n");
                assertThat(witness.call("CLIENT", "LIST", "TYPE", "pubsub")).isEqualTo("$0\r\n\r\n");
            });
        }
    }

    @Test
    void quitIsAnsweredAfterTheMessages() throws IOException {
        try (RawClient listener = SERVED.connect();
                RawClient publisher = SERVED.connect()) {
            listener.call("SUBSCRIBE", "bye");
            publisher.call("PUBLISH", "bye", "one");
            listener.send(command("QUIT"));
            assertThat(listener.readToEnd()).isEqualTo("*3\r\n$7\r\nmessage\r\n$3\r\nbye\r\n$3\r\none\r\n+OK\r\n");
        }
    }
}
