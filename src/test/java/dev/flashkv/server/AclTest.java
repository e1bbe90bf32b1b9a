package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.TcpDoor;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Users of a running store: their connections, their file, and the settings that make them. */
class AclTest {
    @TempDir
    private Path directory;

    private FlashKv store;
    private TcpDoor door;

    @AfterEach
    void stop() {
        if (store != null) {
            store.close();
        }
    }

    private void start(Map<String, ?> settings) {
        Map<String, Object> paths = new HashMap<>();
        settings.forEach((name, value) -> paths.put("flashkv.server." + name, value));
        store = FlashKv.create(ConfigFactory.parseMap(paths).withFallback(ConfigFactory.load()));
        door = store.listen("127.0.0.1", 0);
    }

    private RawClient connect() throws IOException {
        return new RawClient(door.address());
    }

    private Path aclFile(String content) throws IOException {
        return Files.writeString(directory.resolve("users.acl"), content);
    }

    // ---- signing in ----

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void jedisSignsInByUserAndPassword(RedisProtocol protocol) {
        start(Map.of("acl.users", List.of("alice on >secret ~a* +@all -acl|setuser", "default off")));
        try (RedisClient alice = client(protocol, "alice", "secret")) {
            assertThat(alice.set("apple", "1")).isEqualTo("OK");
            assertThatThrownBy(() -> alice.set("pear", "1"))
                    .isInstanceOf(JedisAccessControlException.class)
                    .hasMessage("NOPERM this user has no permissions to access one of the keys used as arguments");
        }
        try (RedisClient mallory = client(protocol, "alice", "wrong")) {
            assertThatThrownBy(() -> mallory.get("apple"))
                    .isInstanceOfAny(JedisAccessControlException.class, JedisConnectionException.class);
        }
    }

    private RedisClient client(RedisProtocol protocol, String user, String password) {
        return RedisClient.builder()
                .hostAndPort("127.0.0.1", door.port())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .protocol(protocol)
                        .user(user)
                        .password(password)
                        .build())
                .build();
    }

    @Test
    void callersWithinTheProcessMayDoEverything() throws Exception {
        start(Map.of("acl.users", List.of("default off")));
        Stages.await(store.execute("SET", "k", "v"));
        assertThat(Stages.await(store.execute("ACL", "WHOAMI"))).isEqualTo(Reply.NULL);
        try (RawClient stranger = connect()) {
            assertThat(stranger.call("GET", "k")).isEqualTo("-NOAUTH Authentication required.\r\n");
        }
    }

    // ---- connections that lose their user, or what they listen to ----

    @Test
    void aDeletedUsersConnectionsEnd() throws Exception {
        start(Map.of("acl.users", List.of("alice on nopass ~* +@all", "bob on nopass ~* +@all")));
        try (RawClient admin = connect();
                RawClient idle = connect();
                RawClient waiting = connect();
                RawClient bob = connect();
                RawClient himself = connect()) {
            for (RawClient client : List.of(idle, waiting, himself)) {
                assertThat(client.call("AUTH", "alice", "x")).isEqualTo("+OK\r\n");
            }
            assertThat(bob.call("AUTH", "bob", "x")).isEqualTo("+OK\r\n");
            waiting.send(RawClient.command("BLPOP", "l", "0"));
            await().until(() -> admin.call("INFO", "clients").contains("blocked_clients:1"));
            assertThat(admin.call("CLIENT", "LIST")).contains("user=alice", "user=bob", "user=default");
            assertThat(himself.call("ACL", "DELUSER", "alice")).isEqualTo(":1\r\n");
            for (RawClient client : List.of(idle, waiting, himself)) {
                assertThat(client.readToEnd()).isEmpty();
            }
            assertThat(bob.call("PING")).isEqualTo("+PONG\r\n");
            // Nobody waits any more.
            assertThat(admin.call("RPUSH", "l", "x")).isEqualTo(":1\r\n");
            assertThat(admin.call("LLEN", "l")).isEqualTo(":1\r\n");
        }
    }

    @Test
    void whoeverWaitsAlreadyIsServedAsInRedis() throws Exception {
        start(Map.of("acl.users", List.of("alice on nopass ~* +@all")));
        try (RawClient admin = connect();
                RawClient waiting = connect()) {
            waiting.call("AUTH", "alice", "x");
            waiting.send(RawClient.command("BLPOP", "l", "0"));
            await().until(() -> admin.call("INFO", "clients").contains("blocked_clients:1"));
            assertThat(admin.call("ACL", "SETUSER", "alice", "-blpop", "resetkeys"))
                    .isEqualTo("+OK\r\n");
            assertThat(admin.call("RPUSH", "l", "x")).isEqualTo(":1\r\n");
            assertThat(waiting.readReply()).isEqualTo("*2\r\n$1\r\nl\r\n$1\r\nx\r\n");
            assertThat(waiting.call("BLPOP", "l", "0")).startsWith("-NOPERM ");
        }
    }

    @Test
    void subscribersEndThatMayNotListenAnyMore() throws Exception {
        start(Map.of("acl.users", List.of("alice on nopass +@all allchannels", "bob on nopass +@all allchannels")));
        try (RawClient admin = connect();
                RawClient channel = connect();
                RawClient pattern = connect();
                RawClient other = connect();
                RawClient bob = connect()) {
            for (RawClient client : List.of(channel, pattern, other)) {
                client.call("AUTH", "alice", "x");
            }
            bob.call("AUTH", "bob", "x");
            channel.call("SUBSCRIBE", "news");
            pattern.call("PSUBSCRIBE", "n*");
            other.call("SUBSCRIBE", "ok");
            bob.call("SUBSCRIBE", "news");
            assertThat(admin.call("ACL", "SETUSER", "alice", "resetchannels", "&ok", "&n?ws"))
                    .isEqualTo("+OK\r\n");
            assertThat(pattern.readToEnd()).isEmpty(); // the pattern itself would have to be allowed
            assertThat(admin.call("PUBLISH", "news", "x")).isEqualTo(":2\r\n");
            assertThat(channel.readReply()).contains("news");
            assertThat(admin.call("ACL", "SETUSER", "alice", "resetchannels", "&ok"))
                    .isEqualTo("+OK\r\n");
            assertThat(channel.readToEnd()).isEmpty();
            assertThat(admin.call("PUBLISH", "ok", "y")).isEqualTo(":1\r\n");
            assertThat(other.readReply()).contains("y");
        }
    }

    @Test
    void clientKillKnowsUsers() throws Exception {
        start(Map.of("acl.users", List.of("alice on nopass +@all")));
        try (RawClient admin = connect();
                RawClient alice = connect()) {
            alice.call("AUTH", "alice", "x");
            assertThat(admin.call("CLIENT", "KILL", "USER", "alice")).isEqualTo(":1\r\n");
            assertThat(alice.readToEnd()).isEmpty();
        }
    }

    // ---- the file ----

    @Test
    void usersComeFromTheirFileAndGoBackThere() throws Exception {
        Path file = aclFile("user alice on >secret ~a +get (+set ~b)\n\n  user default on nopass +@all ~* &*\n");
        start(Map.of("acl.file", file.toString()));
        try (RawClient admin = connect();
                RawClient alice = connect()) {
            assertThat(alice.call("AUTH", "alice", "secret")).isEqualTo("+OK\r\n");
            assertThat(alice.call("GET", "a")).isEqualTo("$-1\r\n");
            assertThat(admin.call("ACL", "SETUSER", "bob", "on", "+ping")).isEqualTo("+OK\r\n");
            assertThat(admin.call("ACL", "SAVE")).isEqualTo("+OK\r\n");
            assertThat(Files.readAllLines(file))
                    .containsExactly(
                            "user alice on #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b ~a"
                                    + " resetchannels -@all +get (~b resetchannels -@all +set)",
                            "user bob on resetchannels -@all +ping",
                            "user default on nopass ~* &* +@all");
            aclFile("user bob on +get ~*\n");
            assertThat(admin.call("ACL", "LOAD")).isEqualTo("+OK\r\n");
            assertThat(alice.readToEnd()).isEmpty();
            assertThat(admin.call("ACL", "USERS")).isEqualTo("*2\r\n$3\r\nbob\r\n$7\r\ndefault\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user b on +nosuch\\nfoo | F:1: Error in applying operation '+nosuch': Unknown command or category name in"
                        + " ACL. F:2 should start with user keyword followed by the username. ",
                "user b on\\nuser b off    | WARNING: Duplicate user 'b' found on line 2. ",
                "#c\\nuser a on            | F:1 should start with user keyword followed by the username. ",
                "user a on (+get ~x        | F:1: Unmatched parenthesis in selector definition.",
                "user a foo #x             | F:1: Syntax error. ",
            })
    void aFileWithAnythingWrongChangesNothing(String content, String errors) throws Exception {
        Path file = aclFile("user alice on nopass +@all\n");
        start(Map.of("acl.file", file.toString()));
        aclFile(content.replace("\\n", "\n"));
        try (RawClient admin = connect()) {
            assertThat(admin.call("ACL", "LOAD"))
                    .startsWith("-ERR " + errors.replace("F", file.toString()))
                    .endsWith("WARNING: ACL errors detected, no change to the previously active ACL rules was"
                            + " performed\r\n");
            assertThat(admin.call("ACL", "USERS")).contains("alice");
        }
        assertThatThrownBy(
                        () -> FlashKv.create(ConfigFactory.parseMap(Map.of("flashkv.server.acl.file", file.toString()))
                                .withFallback(ConfigFactory.load())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(errors.replace("F", file.toString()).strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice on +nosuch   | user alice: '+nosuch': Unknown command or category name in ACL",
                "alice on (+get     | user alice: unmatched parenthesis in a selector",
                "alice foo          | user alice: Syntax error",
            })
    void usersOfTheSettingsAreChecked(String line, String reason) {
        assertThatThrownBy(() -> start(Map.of("acl.users", List.of(line))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void usersAreInTheSettingsOrInAFile() throws Exception {
        Path file = aclFile("");
        assertThatThrownBy(() -> start(Map.of("acl.users", List.of("a on"), "acl.file", file.toString())))
                .hasMessageContaining("in the configuration or in the aclfile, not in both");
        assertThatThrownBy(() -> start(Map.of("acl.file", "none.acl")))
                .hasMessageContaining("aclfile none.acl: there is no such file");
    }

    @Test
    void requirepassIsTheDefaultUsersPasswordUnlessHeHasALineOfHisOwn() throws Exception {
        start(Map.of("requirepass", "one", "acl.users", List.of("default on >two ~* +@all")));
        try (RawClient client = connect()) {
            assertThat(client.call("AUTH", "one")).startsWith("-WRONGPASS");
            assertThat(client.call("AUTH", "two")).isEqualTo("+OK\r\n");
            assertThat(client.call("CONFIG", "SET", "requirepass", "three")).isEqualTo("+OK\r\n");
            assertThat(client.call("AUTH", "two")).startsWith("-WRONGPASS");
            assertThat(client.call("AUTH", "three")).isEqualTo("+OK\r\n");
        }
    }

    // ---- commands under other names ----

    @Test
    void commandsHaveTheNamesThatTheyAreGiven() throws Exception {
        start(Map.of(
                "rename-commands",
                List.of(List.of("get", ""), List.of("SET", "sset"), List.of("config", "cfg"), List.of("ping", "get"))));
        try (RawClient client = connect()) {
            assertThat(client.call("GET")).isEqualTo("+PONG\r\n");
            assertThat(client.call("SSET", "a", "b")).isEqualTo("+OK\r\n");
            assertThat(client.call("sset", "a")).isEqualTo("-ERR wrong number of arguments for 'set' command\r\n");
            assertThat(client.call("SET", "a", "b")).startsWith("-ERR unknown command 'SET'");
            assertThat(client.call("PING")).startsWith("-ERR unknown command 'PING'");
            assertThat(client.call("cfg", "get", "port")).contains("port");
            assertThat(client.call("cfg", "foo")).isEqualTo("-ERR unknown subcommand 'foo'. Try CFG HELP.\r\n");
            assertThat(client.call("COMMAND", "GETKEYS", "sset", "a", "b")).isEqualTo("*1\r\n$1\r\na\r\n");
            assertThat(client.call("COMMAND", "INFO", "set", "sset")).startsWith("*2\r\n$-1\r\n*10\r\n$3\r\nset\r\n");
            assertThat(client.call("ACL", "SETUSER", "u", "+sset")).contains("Unknown command");
            assertThat(client.call("ACL", "SETUSER", "u", "on", "nopass", "+set", "~*"))
                    .isEqualTo("+OK\r\n");
            assertThat(client.call("AUTH", "u", "x")).isEqualTo("+OK\r\n");
            assertThat(client.call("SSET", "a", "c")).isEqualTo("+OK\r\n");
        }
        assertThat(Stages.await(store.execute("GET", "a"))).isEqualTo(Reply.bulk("c"));
    }
}
