package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.PubSub.Kind;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PubSubCommandsTest {
    private final Engine engine = new Engine();
    private final Messages messages = new Messages();

    @BeforeEach
    void listen() {
        engine.client.inbox(messages);
    }

    @Test
    void everyNameIsConfirmedWithTheNumberOfSubscriptions() {
        assertThat(Plain.of(engine.run("SUBSCRIBE", "a", "b", "a")))
                .isEqualTo(List.of(
                        List.of("subscribe", "a", 1L), List.of("subscribe", "b", 2L), List.of("subscribe", "a", 2L)));
        assertThat(Plain.of(engine.run("PSUBSCRIBE", "*"))).isEqualTo(List.of("psubscribe", "*", 3L));
        assertThat(Plain.of(engine.run("SSUBSCRIBE", "a"))).isEqualTo(List.of("ssubscribe", "a", 1L));
        assertThat(Plain.of(engine.run("UNSUBSCRIBE", "nothing"))).isEqualTo(List.of("unsubscribe", "nothing", 3L));
        assertThat(Plain.of(engine.run("UNSUBSCRIBE")))
                .isEqualTo(List.of(List.of("unsubscribe", "a", 2L), List.of("unsubscribe", "b", 1L)));
        assertThat(Plain.of(engine.run("PUNSUBSCRIBE"))).isEqualTo(List.of("punsubscribe", "*", 0L));
        assertThat(Plain.of(engine.run("PUNSUBSCRIBE"))).isEqualTo(Arrays.asList("punsubscribe", null, 0L));
        assertThat(Plain.of(engine.run("SUNSUBSCRIBE"))).isEqualTo(List.of("sunsubscribe", "a", 0L));
    }

    @Test
    void messagesSayByWhatSubscriptionTheyCome() {
        engine.run("SUBSCRIBE", "news");
        engine.run("PSUBSCRIBE", "n*", "*s");
        engine.run("SSUBSCRIBE", "news");
        assertThat(Plain.of(engine.run("PUBLISH", "news", "one"))).isEqualTo(3L);
        assertThat(messages.take())
                .containsExactly(
                        List.of("message", "news", "one"),
                        List.of("pmessage", "n*", "news", "one"),
                        List.of("pmessage", "*s", "news", "one"));
        assertThat(Plain.of(engine.run("SPUBLISH", "news", "two"))).isEqualTo(1L);
        assertThat(messages.take()).containsExactly(List.of("smessage", "news", "two"));
        assertThat(Plain.of(engine.run("PUBLISH", "other", "three"))).isEqualTo(0L);
        assertThat(messages.take()).isEmpty();
    }

    @Test
    void whatIsKeptOfARequestIsACopy() {
        byte[] request = "newstext".getBytes(StandardCharsets.US_ASCII);
        Bytes name = Bytes.wrap(request, 0, 4);
        Bytes text = Bytes.wrap(request, 4, 4);
        engine.run(Bytes.of("SUBSCRIBE"), name);
        Arrays.fill(request, (byte) 'x');
        assertThat(engine.server.pubSub.clients(Kind.CHANNEL, Bytes.of("news"))).isEqualTo(1);

        System.arraycopy("newstext".getBytes(StandardCharsets.US_ASCII), 0, request, 0, 8);
        List<Reply> kept = new ArrayList<>();
        engine.client.inbox(new Client.Inbox() {
            @Override
            public void push(Reply message) {
                kept.add(message);
            }

            @Override
            public void hold() {}
        });
        engine.run(Bytes.of("PUBLISH"), name, text);
        Arrays.fill(request, (byte) 'x');
        assertThat(kept).map(Plain::of).containsExactly(List.of("message", "news", "text"));
    }

    @Test
    void messagesWaitForTheConfirmation() {
        engine.run("SUBSCRIBE", "a");
        assertThat(messages.holds()).isEqualTo(1);
        engine.run("UNSUBSCRIBE", "a");
        assertThat(messages.holds()).isEqualTo(1);
    }

    @Test
    void whoTakesNoMessagesCannotSubscribe() {
        Client silent = new Client(2, engine.server, "", "", () -> {});
        for (String name : List.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE")) {
            Command command = CommandTable.standard().resolve(new Bytes[] {Bytes.of(name), Bytes.of("a")});
            assertThat(Plain.of(Execution.onConnection(
                            command, (Handler.OnConnection) command.spec().handler(), silent)))
                    .isEqualTo("-ERR " + name + " isn't allowed for a DENY BLOCKING client");
        }
        assertThat(engine.server.pubSub.count(Kind.CHANNEL)).isZero();
    }

    @Test
    void whoLeavesIsForgottenAndCannotSubscribeAnyMore() {
        engine.run("SUBSCRIBE", "a", "b");
        engine.run("PSUBSCRIBE", "*");
        engine.run("SSUBSCRIBE", "s");
        engine.client.leave();
        for (Kind kind : Kind.values()) {
            assertThat(engine.server.pubSub.count(kind)).isZero();
        }
        engine.run("SUBSCRIBE", "late");
        assertThat(engine.server.pubSub.count(Kind.CHANNEL)).isZero();
        assertThat(engine.client.isSubscribed()).isFalse();
    }

    @Test
    void aSubscriberInResp2IsConfined() {
        assertThat(engine.client.isConfinedToPubSub()).isFalse();
        engine.run("PSUBSCRIBE", "a");
        assertThat(engine.client.isConfinedToPubSub()).isTrue();
        assertThat(Plain.of(engine.run("PING"))).isEqualTo(List.of("pong", ""));
        assertThat(Plain.of(engine.run("PING", "hi"))).isEqualTo(List.of("pong", "hi"));
        engine.client.version(RespVersion.RESP3);
        assertThat(engine.client.isConfinedToPubSub()).isFalse();
        assertThat(Plain.of(engine.run("PING"))).isEqualTo("PONG");
    }

    @Test
    void resetEndsAllSubscriptionsWithoutAWord() {
        engine.run("SUBSCRIBE", "a");
        engine.run("PSUBSCRIBE", "b");
        assertThat(Plain.of(engine.run("RESET"))).isEqualTo("RESET");
        assertThat(messages.take()).isEmpty();
        assertThat(engine.server.pubSub.count(Kind.CHANNEL)).isZero();
        assertThat(engine.server.pubSub.count(Kind.PATTERN)).isZero();
    }

    @Test
    void clientListAndInfoShowSubscriptions() {
        engine.server.clients = List.of(engine.client);
        engine.run("SUBSCRIBE", "a", "b");
        engine.run("PSUBSCRIBE", "*");
        engine.run("SSUBSCRIBE", "s", "t", "u");
        assertThat(Plain.string(engine.run("CLIENT", "LIST"))).contains(" flags=P ", " sub=2 psub=1 ssub=3 ");
        assertThat(Plain.string(engine.run("CLIENT", "LIST", "TYPE", "pubsub"))).contains(" flags=P ");
        assertThat(Plain.string(engine.run("CLIENT", "LIST", "TYPE", "normal"))).isEmpty();
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "TYPE", "pubsub"))).isEqualTo(0L);
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "no")))
                .isEqualTo(1L);
        assertThat(Plain.string(engine.run("INFO", "stats")))
                .contains("pubsub_channels:2\r\n", "pubsub_patterns:1\r\n", "pubsubshard_channels:3\r\n");
    }
}
