package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.args.ClientPauseMode;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.CommandListFilterByParams;
import redis.clients.jedis.params.LCSParams;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.params.SortingParams;
import redis.clients.jedis.resps.CommandInfo;

/** What operators and libraries do by Jedis beside the data itself, in both protocols. */
class JedisAdministrationTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    private FlashKv store;
    private TcpDoor door;
    private Jedis redis;

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

    private Jedis connect(RedisProtocol protocol, String password) {
        return new Jedis(
                new HostAndPort("127.0.0.1", door.port()),
                DefaultJedisClientConfig.builder()
                        .protocol(protocol)
                        .password(password)
                        .clientName("operator")
                        .timeoutMillis(TIMEOUT_MILLIS)
                        .build());
    }

    private void connect(RedisProtocol protocol) {
        redis = connect(protocol, null);
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void keysAreCopiedMovedSortedAndDumped(RedisProtocol protocol) {
        connect(protocol);
        redis.rpush("list", "3", "1", "2");
        assertThat(redis.copy("list", "copy", false)).isTrue();
        assertThat(redis.copy("list", "copy", false)).isFalse();
        assertThat(redis.copy("list", "there", 3, true)).isTrue();
        assertThat(redis.move("copy", 3)).isEqualTo(1);
        assertThat(redis.select(3)).isEqualTo("OK");
        assertThat(redis.keys("*")).containsExactlyInAnyOrder("copy", "there");
        assertThat(redis.swapDB(0, 3)).isEqualTo("OK");
        assertThat(redis.keys("*")).containsExactly("list");
        assertThat(redis.sort("list", new SortingParams().desc())).containsExactly("3", "2", "1");
        redis.mset("weight_1", "9", "weight_2", "8", "weight_3", "7");
        assertThat(redis.sort(
                        "list", new SortingParams().by("weight_*").get("#").limit(0, 2)))
                .containsExactly("3", "2");
        assertThat(redis.sort("list", "sorted")).isEqualTo(3);
        assertThat(redis.lrange("sorted", 0, -1)).containsExactly("1", "2", "3");
        byte[] dump = redis.dump("sorted");
        assertThat(redis.restore("restored", 0, dump)).isEqualTo("OK");
        assertThat(redis.restore(
                        "restored", 100_000, dump, RestoreParams.restoreParams().replace()))
                .isEqualTo("OK");
        assertThat(redis.lrange("restored", 0, -1)).containsExactly("1", "2", "3");
        assertThat(redis.pttl("restored")).isBetween(1L, 100_000L);
        assertThat(redis.lmove("restored", "sorted", ListDirection.LEFT, ListDirection.RIGHT))
                .isEqualTo("1");
        assertThat(redis.lmpop(ListDirection.RIGHT, 2, "none", "sorted").getValue())
                .containsExactly("1", "3");
        redis.mset("a", "ohmytext", "b", "mynewtext");
        assertThat(redis.lcs("a", "b", LCSParams.LCSParams()).getMatchString()).isEqualTo("mytext");
        assertThat(redis.lcs("a", "b", LCSParams.LCSParams().idx()).getMatches())
                .hasSize(2);
        assertThat(redis.objectEncoding("a")).isEqualTo("embstr");
        assertThat(redis.objectIdletime("a")).isZero();
        assertThat(redis.objectRefcount("a")).isEqualTo(1);
        assertThat(redis.objectHelp()).isNotEmpty();
        assertThatThrownBy(() -> redis.objectFreq("a")).isInstanceOf(JedisDataException.class);
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void theServerDescribesItself(RedisProtocol protocol) {
        connect(protocol);
        redis.set("k", "v");
        assertThat(redis.info()).contains("redis_version:7.0.15", "db0:keys=1");
        assertThat(redis.info("memory")).contains("used_memory:").doesNotContain("redis_version");
        assertThat(redis.configSet(Map.of("maxmemory", "100mb", "maxmemory-policy", "allkeys-lfu")))
                .isEqualTo("OK");
        assertThat(redis.configGet("maxmemory", "maxmemory-p*"))
                .isEqualTo(Map.of("maxmemory", "104857600", "maxmemory-policy", "allkeys-lfu"));
        assertThat(redis.objectFreq("k")).isNotNegative();
        assertThat(redis.configResetStat()).isEqualTo("OK");
        assertThatThrownBy(() -> redis.configSet("nonsense", "1")).isInstanceOf(JedisDataException.class);
        assertThat(redis.memoryUsage("k")).isPositive();
        assertThat(redis.memoryUsage("none")).isNull();
        assertThat(redis.memoryStats()).containsKey("keys.count");
        assertThat(redis.memoryDoctor()).isNotEmpty();
        assertThat(redis.memoryPurge()).isEqualTo("OK");
        assertThat(redis.lolwut()).contains("7.0.15");
        assertThat(redis.latencyDoctor()).isNotEmpty();
        assertThat(redis.latencyLatest()).isEmpty();
        assertThat(redis.moduleList()).isEmpty();
        assertThat(redis.time()).hasSize(2);

        redis.configSet("slowlog-log-slower-than", "0");
        redis.slowlogReset();
        redis.get("k");
        assertThat(redis.slowlogLen()).isPositive();
        assertThat(redis.slowlogGet(10)).anySatisfy(entry -> {
            assertThat(entry.getArgs()).isEqualTo(List.of("GET", "k"));
            assertThat(entry.getClientName()).isEqualTo("operator");
        });
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void commandsAreDescribed(RedisProtocol protocol) {
        connect(protocol);
        Map<String, CommandInfo> all = redis.command();
        assertThat(all).hasSize((int) redis.commandCount()).containsKeys("get", "lpush", "command");
        CommandInfo get = redis.commandInfo("get", "config").get("get");
        assertThat(get.getArity()).isEqualTo(2);
        assertThat(get.getFlags()).containsExactlyInAnyOrder("readonly", "fast");
        assertThat(get.getFirstKey()).isEqualTo(1);
        assertThat(get.getAclCategories()).containsExactlyInAnyOrder("@read", "@string", "@fast");
        assertThat(redis.commandDocs("get", "client").get("get").getSince()).isEqualTo("1.0.0");
        assertThat(redis.commandGetKeys("MSET", "a", "1", "b", "2")).containsExactly("a", "b");
        assertThat(redis.commandGetKeysAndFlags("LMOVE", "a", "b", "left", "right"))
                .extracting(keyAndFlags -> keyAndFlags.getKey())
                .containsExactly("a", "b");
        assertThat(redis.commandList()).containsExactlyInAnyOrderElementsOf(all.keySet());
        assertThat(redis.commandListFilterBy(
                        CommandListFilterByParams.commandListFilterByParams().filterByPattern("getr*")))
                .containsExactly("getrange");
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void clientsAreListedPausedAndKilled(RedisProtocol protocol) {
        connect(protocol);
        try (Jedis other = connect(protocol, null)) {
            long id = other.clientId();
            assertThat(redis.clientList().lines()).hasSize(2);
            assertThat(redis.clientList(id)).contains("id=" + id + " ", " name=operator ");
            assertThat(redis.clientInfo()).contains("id=" + redis.clientId() + " ");
            assertThat(redis.clientSetname("boss")).isEqualTo("OK");
            assertThat(redis.clientGetname()).isEqualTo("boss");
            assertThat(redis.clientPause(60_000, ClientPauseMode.WRITE)).isEqualTo("OK");
            assertThat(redis.clientUnpause()).isEqualTo("OK");
            assertThat(redis.clientNoEvictOn()).isEqualTo("OK");
            assertThat(redis.clientNoTouchOn()).isEqualTo("OK");
            assertThat(redis.clientUnblock(id)).isZero();
            assertThat(redis.clientKill(new ClientKillParams().id(Long.toString(id))))
                    .isEqualTo(1);
            assertThat(redis.clientList().lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aPasswordIsAskedFor(RedisProtocol protocol) {
        connect(protocol);
        redis.configSet("requirepass", "secret");
        assertThatThrownBy(() -> connect(protocol, "wrong").close()).isInstanceOf(JedisAccessControlException.class);
        try (Jedis right = connect(protocol, "secret")) {
            assertThat(right.ping()).isEqualTo("PONG");
            assertThat(right.clientGetname()).isEqualTo("operator");
            assertThatThrownBy(() -> right.auth("wrong")).isInstanceOf(JedisAccessControlException.class);
            assertThat(right.auth("default", "secret")).isEqualTo("OK");
        }
        try (Jedis stranger = new Jedis("127.0.0.1", door.port())) {
            assertThatThrownBy(() -> stranger.get("k")).hasMessageStartingWith("NOAUTH ");
            assertThat(stranger.auth("secret")).isEqualTo("OK");
            assertThat(stranger.get("k")).isNull();
        }
    }
}
