package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ExpireArgs;
import io.lettuce.core.GetExArgs;
import io.lettuce.core.KeyScanArgs;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LPosArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce does real work against the TCP door, in both protocols. */
class LettuceTest {
    private static FlashKv store;
    private static TcpDoor door;
    private static RedisClient client;

    private StatefulRedisConnection<String, String> connection;

    @BeforeAll
    static void start() {
        store = FlashKv.create();
        door = store.listen("127.0.0.1", 0);
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(door.port())
                .withTimeout(Duration.ofSeconds(20))
                .build());
    }

    @AfterAll
    static void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        store.close();
    }

    @BeforeEach
    void flush() {
        store.execute("FLUSHALL").toCompletableFuture().join();
    }

    @AfterEach
    void disconnect() {
        if (connection != null) {
            connection.close();
        }
    }

    private static void speak(ProtocolVersion protocol) {
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
    }

    private RedisCommands<String, String> connect(ProtocolVersion protocol) {
        speak(protocol);
        connection = client.connect();
        return connection.sync();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void strings(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        assertThat(redis.set("a", "1")).isEqualTo("OK");
        assertThat(redis.get("none")).isNull();
        assertThat(redis.set("a", "2", SetArgs.Builder.nx())).isNull();
        assertThat(redis.setGet("a", "2", SetArgs.Builder.px(100_000))).isEqualTo("1");
        assertThat(redis.pttl("a")).isBetween(1L, 100_000L);
        assertThat(redis.incrby("a", 40)).isEqualTo(42);
        assertThat(redis.incrbyfloat("a", 0.5)).isEqualTo(42.5);
        assertThat(redis.append("a", "0")).isEqualTo(5);
        assertThat(redis.getrange("a", 0, 1)).isEqualTo("42");
        assertThat(redis.setrange("a", 0, "24")).isEqualTo(5);
        assertThat(redis.strlen("a")).isEqualTo(5);
        Map<String, String> pairs = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> pairs.put("k" + i, "v" + i));
        assertThat(redis.mset(pairs)).isEqualTo("OK");
        assertThat(redis.msetnx(Map.of("k1", "x", "new", "x"))).isFalse();
        assertThat(redis.mget("k7", "none", "k99"))
                .containsExactly(KeyValue.just("k7", "v7"), KeyValue.empty("none"), KeyValue.just("k99", "v99"));
        assertThat(redis.getex("k7", GetExArgs.Builder.persist())).isEqualTo("v7");
        assertThat(redis.setGet("k7", "w")).isEqualTo("v7");
        assertThat(redis.getdel("k7")).isEqualTo("w");
        redis.set("k7", "word");
        assertThatThrownBy(() -> redis.incr("k7"))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR value is not an integer or out of range");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void lists(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        assertThat(redis.rpush("l", "a", "b", "c", "b")).isEqualTo(4);
        assertThat(redis.lpush("l", "z")).isEqualTo(5);
        assertThat(redis.lrange("l", 0, -1)).containsExactly("z", "a", "b", "c", "b");
        assertThat(redis.llen("l")).isEqualTo(5);
        assertThat(redis.lindex("l", 1)).isEqualTo("a");
        assertThat(redis.lpos("l", "b")).isEqualTo(2);
        assertThat(redis.lpos("l", "b", 0, LPosArgs.Builder.rank(-1))).containsExactly(4L, 2L);
        assertThat(redis.linsert("l", false, "c", "d")).isEqualTo(6);
        assertThat(redis.lset("l", -1, "e")).isEqualTo("OK");
        assertThat(redis.lrem("l", 1, "b")).isEqualTo(1);
        assertThat(redis.ltrim("l", 0, 3)).isEqualTo("OK");
        assertThat(redis.lpop("l", 2)).containsExactly("z", "a");
        assertThat(redis.rpop("l")).isEqualTo("d");
        assertThat(redis.rpushx("l", "f")).isEqualTo(2);
        assertThat(redis.lpushx("none", "f")).isZero();
        assertThat(redis.rpop("l", 5)).containsExactly("f", "c");
        assertThat(redis.lpop("l")).isNull();
        redis.set("s", "1");
        assertThatThrownBy(() -> redis.llen("s"))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageStartingWith("WRONGTYPE ");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void keysAndTheirDeadlines(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        redis.mset(Map.of("{t}a", "1", "{t}b", "2", "c", "3"));
        assertThat(redis.exists("{t}a", "c", "none")).isEqualTo(2);
        assertThat(redis.type("c")).isEqualTo("string");
        assertThat(redis.expire("c", 100, ExpireArgs.Builder.xx())).isFalse();
        assertThat(redis.expire("c", Duration.ofSeconds(100))).isTrue();
        assertThat(redis.ttl("c")).isBetween(1L, 100L);
        assertThat(redis.pexpiretime("c")).isGreaterThan(1_700_000_000_000L);
        assertThat(redis.rename("c", "{t}c")).isEqualTo("OK");
        assertThat(redis.ttl("{t}c")).isBetween(1L, 100L);
        assertThat(redis.renamenx("{t}c", "{t}a")).isFalse();
        assertThat(redis.persist("{t}c")).isTrue();
        assertThat(redis.expireat("{t}c", 1)).isTrue();
        assertThat(redis.keys("{t}?")).containsExactlyInAnyOrder("{t}a", "{t}b");
        assertThat(redis.touch("{t}a", "{t}c")).isEqualTo(1);
        assertThat(redis.randomkey()).startsWith("{t}");
        assertThat(redis.del("{t}a")).isEqualTo(1);
        assertThat(redis.unlink("{t}b", "none")).isEqualTo(1);
        assertThat(redis.dbsize()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void scansEveryKeyOnce(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        int keys = 3_000;
        Map<String, String> pairs = new HashMap<>();
        IntStream.range(0, keys).forEach(i -> pairs.put("key:" + i, "v"));
        redis.mset(pairs);
        redis.rpush("list", "a");
        assertThat(ScanIterator.scan(redis).stream())
                .hasSize(keys + 1)
                .doesNotHaveDuplicates()
                .containsAll(pairs.keySet());
        assertThat(ScanIterator.scan(redis, ScanArgs.Builder.matches("key:?5").limit(200)).stream())
                .hasSize(9);
        assertThat(ScanIterator.scan(redis, KeyScanArgs.Builder.type("list")).stream())
                .containsExactly("list");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aPipelineOfTenThousandCommandsIsAnsweredInOrder(ProtocolVersion protocol) {
        connect(protocol);
        RedisAsyncCommands<String, String> redis = connection.async();
        List<RedisFuture<?>> replies = new ArrayList<>();
        connection.setAutoFlushCommands(false);
        for (int i = 0; i < 2_500; i++) {
            replies.add(redis.set("k" + i, "v" + i));
            replies.add(redis.get("k" + i));
            replies.add(redis.rpush("list", "v" + i));
            replies.add(redis.strlen("k" + i));
        }
        connection.flushCommands();
        for (int i = 0; i < 2_500; i++) {
            assertThat(join(replies.get(4 * i + 1))).isEqualTo("v" + i);
            assertThat(join(replies.get(4 * i + 2))).isEqualTo(i + 1L);
            assertThat(join(replies.get(4 * i + 3))).isEqualTo((long) ("v" + i).length());
        }
    }

    private static Object join(RedisFuture<?> reply) {
        return reply.toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void keysAndValuesMayBeAnyBytesOfAnyLength(ProtocolVersion protocol) {
        speak(protocol);
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);
        try (StatefulRedisConnection<byte[], byte[]> binary = client.connect(ByteArrayCodec.INSTANCE)) {
            RedisCommands<byte[], byte[]> redis = binary.sync();
            redis.set(all, large);
            assertThat(Arrays.equals(redis.get(all), large)).isTrue();
            redis.rpush(large, all, new byte[0]);
            assertThat(redis.lrange(large, 0, -1)).containsExactly(all, new byte[0]);
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void manyConnectionsWorkInParallel(ProtocolVersion protocol) {
        speak(protocol);
        int connections = 32;
        int rounds = 100;
        CompletableFuture<?>[] workers = IntStream.range(0, connections)
                .mapToObj(worker -> CompletableFuture.runAsync(() -> {
                    try (StatefulRedisConnection<String, String> own = client.connect()) {
                        RedisCommands<String, String> redis = own.sync();
                        for (int i = 0; i < rounds; i++) {
                            redis.incr("count");
                            redis.mset(Map.of("x" + worker, "v" + i, "y" + worker, "v" + i));
                            assertThat(redis.get("y" + worker)).isEqualTo("v" + i);
                        }
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(workers).join();
        assertThat(connect(protocol).get("count")).isEqualTo(Integer.toString(connections * rounds));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void theConnectionItself(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        assertThat(redis.ping()).isEqualTo("PONG");
        assertThat(redis.echo("hello")).isEqualTo("hello");
        redis.clientSetname("lettuce-test");
        assertThat(redis.clientGetname()).isEqualTo("lettuce-test");
        assertThat(redis.clientList()).contains(" name=lettuce-test ", " lib-name=Lettuce");
        assertThat(redis.info("server")).contains("redis_version:7.0.15");
        assertThat(redis.configGet("maxmemory-policy")).containsEntry("maxmemory-policy", "noeviction");
        assertThat(redis.time()).hasSize(2);
        assertThat(redis.commandInfo("get", "mset")).hasSize(2);
    }
}
