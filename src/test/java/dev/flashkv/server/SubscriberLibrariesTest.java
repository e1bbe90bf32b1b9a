package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flashkv.reply.Reply;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisProtocol;

/** Jedis and Lettuce subscribe, hear and unsubscribe, in both protocols. */
class SubscriberLibrariesTest {
    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private static long publish(String channel, String text) {
        Reply reply = SERVED.store()
                .execute("PUBLISH", channel, text)
                .toCompletableFuture()
                .join();
        return ((Reply.IntegerReply) reply).value();
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void jedis(RedisProtocol protocol) throws InterruptedException {
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int subscribed) {
                heard.add("subscribed " + channel + " " + subscribed);
            }

            @Override
            public void onPSubscribe(String pattern, int subscribed) {
                heard.add("psubscribed " + pattern + " " + subscribed);
            }

            @Override
            public void onMessage(String channel, String message) {
                heard.add(channel + ": " + message);
            }

            @Override
            public void onPMessage(String pattern, String channel, String message) {
                heard.add(pattern + " " + channel + ": " + message);
            }

            @Override
            public void onUnsubscribe(String channel, int subscribed) {
                heard.add("unsubscribed " + channel + " " + subscribed);
            }

            @Override
            public void onPong(String pattern) {
                heard.add("pong " + pattern);
            }
        };
        try (Jedis redis = new Jedis(
                new HostAndPort("127.0.0.1", SERVED.door().port()),
                DefaultJedisClientConfig.builder().protocol(protocol).build())) {
            CompletableFuture<Void> listening = CompletableFuture.runAsync(() -> redis.subscribe(listener, "a", "b"));
            assertThat(next()).isEqualTo("subscribed a 1");
            assertThat(next()).isEqualTo("subscribed b 2");
            listener.psubscribe("?");
            assertThat(next()).isEqualTo("psubscribed ? 3");
            assertThat(publish("b", "hello")).isEqualTo(2);
            assertThat(next()).isEqualTo("b: hello");
            assertThat(next()).isEqualTo("? b: hello");
            if (protocol == RedisProtocol.RESP2) {
                // In RESP3 Jedis takes the plain PONG for a message it does not know, from Redis as well.
                listener.ping();
                assertThat(next()).isEqualTo("pong ");
            }
            listener.unsubscribe("a");
            assertThat(next()).isEqualTo("unsubscribed a 2");
            listener.punsubscribe();
            listener.unsubscribe();
            assertThat(next()).isEqualTo("unsubscribed b 0");
            listening.join();
            assertThat(redis.ping()).isEqualTo("PONG");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolVersion.class,
            names = {"RESP2", "RESP3"})
    void lettuce(ProtocolVersion protocol) throws InterruptedException {
        RedisClient client =
                RedisClient.create(RedisURI.create("127.0.0.1", SERVED.door().port()));
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
        try (StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub()) {
            connection.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.add(channel + ": " + message);
                }

                @Override
                public void message(String pattern, String channel, String message) {
                    heard.add(pattern + " " + channel + ": " + message);
                }

                @Override
                public void smessage(String channel, String message) {
                    heard.add("shard " + channel + ": " + message);
                }
            });
            connection.sync().subscribe("a", "b");
            connection.sync().psubscribe("?");
            connection.sync().ssubscribe("s");
            await().until(() -> publish("b", "hello") == 2);
            assertThat(List.of(next(), next())).containsExactly("b: hello", "? b: hello");
            SERVED.store()
                    .execute("SPUBLISH", "s", "there")
                    .toCompletableFuture()
                    .join();
            assertThat(next()).isEqualTo("shard s: there");
            connection.sync().unsubscribe("b");
            connection.sync().punsubscribe("?");
            await().until(() -> publish("b", "nobody") == 0);
            if (protocol == ProtocolVersion.RESP3) {
                assertThat(connection.sync().set("k", "v")).isEqualTo("OK");
                assertThat(connection.sync().get("k")).isEqualTo("v");
            }
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        }
    }
}
