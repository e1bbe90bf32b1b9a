package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import io.lettuce.core.ClientListArgs;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.CopyArgs;
import io.lettuce.core.FlushMode;
import io.lettuce.core.KillArgs;
import io.lettuce.core.LMPopArgs;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.SortArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators and libraries do by Lettuce beside the data itself, in both protocols. */
class LettuceAdministrationTest {
    private final RedisClient client = RedisClient.create();
    private FlashKv store;
    private TcpDoor door;

    @BeforeEach
    void start() {
        store = FlashKv.create();
        door = store.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        store.close();
    }

    private RedisURI.Builder uri() {
        return RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(door.port())
                .withClientName("operator")
                .withTimeout(Duration.ofSeconds(20));
    }

    /** Closed with the client. */
    private StatefulRedisConnection<String, String> connect(ProtocolVersion protocol, RedisURI uri) {
        client.setOptions(ClientOptions.builder()
                .protocolVersion(protocol)
                .autoReconnect(false)
                .build());
        return client.connect(uri);
    }

    private RedisCommands<String, String> connect(ProtocolVersion protocol) {
        return connect(protocol, uri().build()).sync();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void keysAreCopiedMovedSortedAndDumped(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        redis.rpush("list", "3", "1", "2");
        assertThat(redis.copy("list", "copy")).isTrue();
        assertThat(redis.copy("list", "there", CopyArgs.Builder.destinationDb(3).replace(true)))
                .isTrue();
        assertThat(redis.move("copy", 3)).isTrue();
        assertThat(redis.select(3)).isEqualTo("OK");
        assertThat(redis.keys("*")).containsExactlyInAnyOrder("copy", "there");
        assertThat(redis.swapdb(0, 3)).isEqualTo("OK");
        assertThat(redis.keys("*")).containsExactly("list");
        assertThat(redis.sort("list", SortArgs.Builder.desc().limit(0, 2))).containsExactly("3", "2");
        assertThat(redis.sortStore("list", SortArgs.Builder.asc(), "sorted")).isEqualTo(3);
        byte[] dump = redis.dump("sorted");
        assertThat(redis.restore(
                        "restored", dump, RestoreArgs.Builder.ttl(100_000).replace()))
                .isEqualTo("OK");
        assertThat(redis.lrange("restored", 0, -1)).containsExactly("1", "2", "3");
        assertThat(redis.lmove("restored", "sorted", LMoveArgs.Builder.leftRight()))
                .isEqualTo("1");
        assertThat(redis.lmpop(LMPopArgs.Builder.right().count(2), "none", "sorted")
                        .getValue())
                .containsExactly("1", "3");
        assertThat(redis.objectEncoding("list")).isEqualTo("quicklist");
        assertThat(redis.objectIdletime("list")).isZero();
        assertThat(redis.objectRefcount("list")).isEqualTo(1);
        assertThatThrownBy(() -> redis.objectFreq("list")).isInstanceOf(RedisCommandExecutionException.class);
        assertThat(redis.flushall(FlushMode.ASYNC)).isEqualTo("OK");
        assertThat(redis.dbsize()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void theServerDescribesItself(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        redis.set("k", "v");
        assertThat(redis.info()).contains("redis_version:7.0.15", "db0:keys=1");
        assertThat(redis.configSet(Map.of("maxmemory", "100mb", "maxmemory-policy", "allkeys-lfu")))
                .isEqualTo("OK");
        assertThat(redis.configGet("maxmemory", "maxmemory-p*"))
                .isEqualTo(Map.of("maxmemory", "104857600", "maxmemory-policy", "allkeys-lfu"));
        assertThat(redis.objectFreq("k")).isNotNegative();
        assertThat(redis.configResetstat()).isEqualTo("OK");
        assertThat(redis.memoryUsage("k")).isPositive();
        assertThat(redis.memoryUsage("none")).isNull();
        assertThat(redis.command()).hasSize(redis.commandCount().intValue());
        redis.configSet("slowlog-log-slower-than", "0");
        redis.slowlogReset();
        redis.get("k");
        assertThat(redis.slowlogLen()).isPositive();
        assertThat(redis.slowlogGet(10).toString()).contains("[GET, k]", "operator");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void clientsAreListedPausedAndKilled(ProtocolVersion protocol) {
        RedisCommands<String, String> redis = connect(protocol);
        long id = connect(protocol).clientId();
        assertThat(redis.clientList().lines()).hasSize(2);
        assertThat(redis.clientList(ClientListArgs.Builder.ids(id))).contains("id=" + id + " ", " name=operator ");
        assertThat(redis.clientInfo()).contains("id=" + redis.clientId() + " ");
        assertThat(redis.clientPause(1)).isEqualTo("OK");
        assertThat(redis.clientNoEvict(true)).isEqualTo("OK");
        assertThat(redis.clientNoTouch(true)).isEqualTo("OK");
        assertThat(redis.clientKill(KillArgs.Builder.id(id))).isEqualTo(1);
        assertThat(redis.clientList().lines()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aPasswordIsAskedFor(ProtocolVersion protocol) {
        connect(protocol).configSet("requirepass", "secret");
        for (RedisURI right : List.of(
                uri().withPassword("secret".toCharArray()).build(),
                uri().withAuthentication("default", "secret".toCharArray()).build())) {
            RedisCommands<String, String> redis = connect(protocol, right).sync();
            assertThat(redis.ping()).isEqualTo("PONG");
            assertThat(redis.clientGetname()).isEqualTo("operator");
        }
        for (RedisURI wrong : List.of(uri().withPassword("wrong".toCharArray()).build(), uri().build())) {
            assertThatThrownBy(() -> connect(protocol, wrong)).isInstanceOf(RedisConnectionException.class);
        }
    }
}
