package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ExpiryOption;
import redis.clients.jedis.args.ListPosition;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.LPosParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** Jedis does real work against the TCP door, in both protocols. */
class JedisTest {
    private static final int CONNECTIONS = 16;
    private static final int TIMEOUT_MILLIS = 20_000;

    private FlashKv store;
    private TcpDoor door;
    private RedisClient redis;

    @BeforeEach
    void start() {
        store = FlashKv.create();
        door = store.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            redis.close();
        }
        store.close();
    }

    private RedisClient connect(RedisProtocol protocol) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        redis = RedisClient.builder()
                .hostAndPort("127.0.0.1", door.port())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .protocol(protocol)
                        .clientName("jedis-test")
                        .timeoutMillis(TIMEOUT_MILLIS)
                        .build())
                .poolConfig(pool)
                .build();
        return redis;
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void strings(RedisProtocol protocol) {
        connect(protocol);
        assertThat(redis.set("a", "1")).isEqualTo("OK");
        assertThat(redis.get("a")).isEqualTo("1");
        assertThat(redis.get("none")).isNull();
        assertThat(redis.set("a", "2", SetParams.setParams().nx())).isNull();
        assertThat(redis.setGet("a", "2", SetParams.setParams().xx())).isEqualTo("1");
        assertThat(redis.incr("a")).isEqualTo(3);
        assertThat(redis.decrBy("a", 10)).isEqualTo(-7);
        assertThat(redis.incrByFloat("a", 0.5)).isEqualTo(-6.5);
        assertThat(redis.append("a", "!")).isEqualTo(5);
        assertThat(redis.strlen("a")).isEqualTo(5);
        assertThat(redis.getrange("a", 1, -2)).isEqualTo("6.5");
        assertThat(redis.setrange("a", 6, "end")).isEqualTo(9);
        assertThat(redis.get("a")).isEqualTo("-6.5!\0end");
        assertThat(redis.mset("b", "x", "c", "", "d", "\u00e9\u6f22")).isEqualTo("OK");
        assertThat(redis.mget("b", "c", "d", "none")).containsExactly("x", "", "\u00e9\u6f22", null);
        assertThat(redis.msetnx("e", "1", "b", "2")).isZero();
        assertThat(redis.set("e", "1", SetParams.setParams().nx())).isEqualTo("OK");
        assertThat(redis.setGet("e", "2")).isEqualTo("1");
        assertThat(redis.getEx("e", GetExParams.getExParams().ex(100))).isEqualTo("2");
        assertThat(redis.ttl("e")).isBetween(1L, 100L);
        assertThat(redis.getDel("e")).isEqualTo("2");
        assertThat(redis.exists("e")).isFalse();
        assertThatThrownBy(() -> redis.incr("b"))
                .isInstanceOf(JedisDataException.class)
                .hasMessage("ERR value is not an integer or out of range");
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void lists(RedisProtocol protocol) {
        connect(protocol);
        assertThat(redis.rpush("l", "a", "b", "c")).isEqualTo(3);
        assertThat(redis.lpush("l", "z", "y")).isEqualTo(5);
        assertThat(redis.lrange("l", 0, -1)).containsExactly("y", "z", "a", "b", "c");
        assertThat(redis.llen("l")).isEqualTo(5);
        assertThat(redis.lindex("l", -1)).isEqualTo("c");
        assertThat(redis.lindex("l", 9)).isNull();
        assertThat(redis.lset("l", 0, "Y")).isEqualTo("OK");
        assertThat(redis.linsert("l", ListPosition.BEFORE, "a", "0")).isEqualTo(6);
        assertThat(redis.lpos("l", "b")).isEqualTo(4);
        assertThat(redis.lpos("l", "b", LPosParams.lPosParams().rank(2))).isNull();
        assertThat(redis.lpos("l", "b", LPosParams.lPosParams(), 0)).containsExactly(4L);
        assertThat(redis.lrem("l", 0, "0")).isEqualTo(1);
        assertThat(redis.ltrim("l", 1, 3)).isEqualTo("OK");
        assertThat(redis.lpop("l")).isEqualTo("z");
        assertThat(redis.rpop("l", 10)).containsExactly("b", "a");
        assertThat(redis.lpop("l")).isNull();
        assertThat(redis.lpop("l", 1)).isNull();
        assertThat(redis.lpushx("l", "a")).isZero();
        assertThat(redis.exists("l")).isFalse();
        redis.set("s", "1");
        assertThatThrownBy(() -> redis.rpush("s", "a"))
                .isInstanceOf(JedisDataException.class)
                .hasMessageStartingWith("WRONGTYPE ");
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void keysAndTheirDeadlines(RedisProtocol protocol) {
        connect(protocol);
        redis.mset("{t}a", "1", "{t}b", "2", "c", "3");
        assertThat(redis.exists("{t}a", "{t}b", "c", "c", "none")).isEqualTo(4);
        assertThat(redis.type("c")).isEqualTo("string");
        assertThat(redis.type("none")).isEqualTo("none");
        assertThat(redis.rename("c", "d")).isEqualTo("OK");
        assertThat(redis.renamenx("d", "{t}a")).isZero();
        assertThat(redis.touch("d", "none")).isEqualTo(1);
        assertThat(redis.keys("{t}*")).containsExactlyInAnyOrder("{t}a", "{t}b");
        assertThat(redis.randomKey()).isIn("{t}a", "{t}b", "d");
        assertThat(redis.dbSize()).isEqualTo(3);

        assertThat(redis.ttl("d")).isEqualTo(-1);
        assertThat(redis.ttl("none")).isEqualTo(-2);
        assertThat(redis.expire("d", 100)).isEqualTo(1);
        assertThat(redis.expire("d", 50, ExpiryOption.GT)).isZero();
        assertThat(redis.pttl("d")).isBetween(1L, 100_000L);
        assertThat(redis.expireTime("d")).isGreaterThan(1_700_000_000L);
        assertThat(redis.persist("d")).isEqualTo(1);
        assertThat(redis.pexpireAt("d", 1)).isEqualTo(1);
        assertThat(redis.get("d")).isNull();

        assertThat(redis.del("{t}a", "none")).isEqualTo(1);
        assertThat(redis.unlink("{t}b")).isEqualTo(1);
        assertThat(redis.flushAll()).isEqualTo("OK");
        assertThat(redis.dbSize()).isZero();
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void scansEveryKeyOnce(RedisProtocol protocol) {
        connect(protocol);
        int keys = 5_000;
        try (Pipeline pipeline = redis.pipelined()) {
            IntStream.range(0, keys).forEach(i -> pipeline.set("key:" + i, "v"));
            pipeline.rpush("list", "a");
        }
        assertThat(scan(new ScanParams().count(100))).hasSize(keys + 1);
        assertThat(scan(new ScanParams().match("key:*7").count(500))).hasSize(keys / 10);
        ScanResult<String> lists = redis.scan("0", new ScanParams().count(1_000_000), "list");
        assertThat(lists.getResult()).containsExactly("list");
        assertThat(lists.isCompleteIteration()).isTrue();
    }

    private List<String> scan(ScanParams params) {
        List<String> found = new ArrayList<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, params);
            found.addAll(page.getResult());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        // Nothing changes meanwhile, so nothing comes twice.
        assertThat(new HashSet<>(found)).hasSameSizeAs(found);
        return found;
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aPipelineOfTenThousandCommandsIsAnsweredInOrder(RedisProtocol protocol) {
        connect(protocol);
        int commands = 10_000;
        List<Response<Long>> counts = new ArrayList<>();
        List<Response<String>> values = new ArrayList<>();
        try (Pipeline pipeline = redis.pipelined()) {
            for (int i = 0; i < commands / 4; i++) {
                counts.add(pipeline.incr("count"));
                pipeline.set("k" + i, "v" + i);
                values.add(pipeline.get("k" + i));
                pipeline.del("k" + i);
            }
            pipeline.sync();
        }
        for (int i = 0; i < commands / 4; i++) {
            assertThat(counts.get(i).get()).isEqualTo(i + 1);
            assertThat(values.get(i).get()).isEqualTo("v" + i);
        }
        assertThat(redis.dbSize()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void keysAndValuesMayBeAnyBytesOfAnyLength(RedisProtocol protocol) {
        connect(protocol);
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        redis.set(all, all);
        assertThat(redis.get(all)).isEqualTo(all);
        redis.set(new byte[0], new byte[0]);
        assertThat(redis.get(new byte[0])).isEmpty();

        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);
        redis.set(utf8("large"), large);
        assertThat(Arrays.equals(redis.get(utf8("large")), large)).isTrue();
        redis.rpush(utf8("list"), large, all);
        assertThat(Arrays.equals(redis.lpop(utf8("list")), large)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void manyConnectionsWorkInParallel(RedisProtocol protocol) {
        connect(protocol);
        int rounds = 250;
        CompletableFuture<?>[] workers = IntStream.range(0, CONNECTIONS)
                .mapToObj(worker -> CompletableFuture.runAsync(() -> work(worker, rounds)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(workers).join();
        assertThat(redis.get("count")).isEqualTo(Integer.toString(CONNECTIONS * rounds));
        assertThat(redis.llen("list")).isEqualTo((long) CONNECTIONS * rounds);
        Set<String> distinct = new HashSet<>(redis.lrange("list", 0, -1));
        assertThat(distinct).hasSize(CONNECTIONS * rounds);
        assertThat(redis.dbSize()).isEqualTo(2 + 2 * CONNECTIONS);
    }

    private void work(int worker, int rounds) {
        for (int i = 0; i < rounds; i++) {
            redis.incr("count");
            redis.rpush("list", worker + ":" + i);
            redis.mset("x" + worker, "v" + i, "y" + worker, "v" + i);
            assertThat(redis.mget("x" + worker, "y" + worker)).containsExactly("v" + i, "v" + i);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
