package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.command.Client;
import dev.flashkv.command.OutputLimits;
import dev.flashkv.command.TestServer;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How messages and replies of one connection come together, and when the connection is woken for them. */
class MessagesTest {
    private int wakes;
    private final TestServer server = new TestServer();
    private final Client client = new Client(1, server, "127.0.0.1:1", "127.0.0.1:2", () -> {});
    private final OutputLimit limit = new OutputLimit(
            client, new OutputLimits(server.config), new ClientMemory(server.config, new Limits()).open(client));
    private final PushQueue queue = new PushQueue(client, limit, () -> wakes++);
    private final ReplyBuffer replies = new ReplyBuffer(client, queue, 1_000_000, limit);

    private static Reply message(String text) {
        return Reply.push(Reply.bulk(text));
    }

    private String taken() {
        return replies.take().decodeString(StandardCharsets.ISO_8859_1).replace("\r\n", " ");
    }

    @Test
    void messagesGoOutBeforeTheNextReply() {
        replies.accept(Reply.ONE);
        queue.push(message("a"));
        queue.push(message("b"));
        replies.accept(Reply.OK);
        assertThat(taken()).isEqualTo(":1 *1 $1 a *1 $1 b +OK ");
    }

    @Test
    void whatIsHeldGoesOutAfterIt() {
        queue.push(message("a"));
        queue.hold();
        queue.push(message("b"));
        queue.hold(); // the same command once more, as in a transaction
        queue.push(message("c"));
        replies.accept(Reply.OK);
        replies.accept(Reply.ONE);
        assertThat(taken()).isEqualTo("*1 $1 a +OK *1 $1 b *1 $1 c :1 ");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.count()).isZero();
    }

    @Test
    void aMessageIsEncodedAsTheClientSpokeWhenItCame() {
        queue.push(message("a"));
        client.version(RespVersion.RESP3);
        queue.push(message("b"));
        replies.accept(Reply.NULL);
        assertThat(taken()).isEqualTo("*1 $1 a >1 $1 b _ ");
    }

    @Test
    void aThousandMessagesWakeTheConnectionOnce() {
        for (int i = 0; i < 1_000; i++) {
            queue.push(message("a"));
        }
        assertThat(wakes).isEqualTo(1);
        queue.awake();
        queue.push(message("a"));
        assertThat(wakes).isEqualTo(2);
    }

    @Test
    void messagesComeInPortionsWhenThereIsNoReply() {
        String large = "x".repeat(400_000);
        for (int i = 0; i < 10; i++) {
            queue.push(message(large));
        }
        replies.takeMessages();
        assertThat(replies.sizeBytes()).isBetween(400_000L, 500_000L);
        assertThat(queue.count()).isEqualTo(9);
    }

    @Test
    void muchIsHandedOnInPortionsAndInItsOrder() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String value = Integer.toString(i).repeat(40_000);
            replies.accept(Reply.bulk(value));
            expected.append('$')
                    .append(value.length())
                    .append(' ')
                    .append(value)
                    .append(' ');
            assertThat(replies.sizeBytes()).isGreaterThanOrEqualTo(expected.length());
            assertThat(replies.capacityBytes()).isBetween(replies.sizeBytes(), replies.sizeBytes() + 600_000);
        }
        assertThat(replies.isAtLimit()).isTrue();
        StringBuilder all = new StringBuilder();
        int portions = 0;
        while (!replies.isEmpty()) {
            String portion = taken();
            assertThat(portion.length()).isLessThan(400_000);
            all.append(portion);
            portions++;
        }
        assertThat(portions).isGreaterThan(3);
        assertThat(all.toString().equals(expected.toString())).isTrue();
        assertThat(replies.capacityBytes()).isZero();
    }

    @Test
    void onlyWhileTheBatchIsParkedMayTheConnectionTakeAnything() {
        replies.accept(Reply.OK);
        queue.push(message("a"));
        assertThat(replies.takeIfParked()).isNull();
        queue.awake();
        replies.parked();
        assertThat(wakes).isEqualTo(2);
        assertThat(replies.takeIfParked()).isNotNull();
        assertThat(replies.takeIfParked()).isNull();
        replies.resumed();
        queue.push(message("a"));
        assertThat(replies.takeIfParked()).isNull();
    }

    @Test
    void theLastMessagesAreTheLast() {
        queue.push(message("a"));
        replies.takeLastMessages();
        queue.push(message("b"));
        assertThat(queue.isEmpty()).isTrue();
        assertThat(taken()).isEqualTo("*1 $1 a ");
    }

    @Test
    void whatWaitsIsCounted() {
        queue.push(message("x".repeat(1_000)));
        assertThat(queue.waitingBytes()).isBetween(1_000L, 1_200L);
        replies.takeMessages();
        assertThat(queue.waitingBytes()).isZero();
    }

    @Test
    void limitsAreThoseOfReferenceConf() {
        try (FlashKv store = FlashKv.create(ConfigFactory.load())) {
            assertThat(store.execute("CONFIG", "GET", "client-output-buffer-limit")
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(Reply.map(List.of(
                            Reply.bulk("client-output-buffer-limit"),
                            Reply.bulk("normal 268435456 67108864 60 slave 268435456 67108864 60"
                                    + " pubsub 33554432 8388608 60"))));
        }
    }
}
