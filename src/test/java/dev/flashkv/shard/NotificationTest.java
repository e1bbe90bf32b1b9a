package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.command.Client;
import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keyspace notifications over many shards: their order, and what no command tells. */
class NotificationTest {
    private final PlainStore store = new PlainStore();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        Client listener = store.client("listener");
        listener.version(RespVersion.RESP3);
        listener.inbox(new Client.Inbox() {
            @Override
            public void push(Reply message) {
                List<Reply> parts = ((Reply.Push) message).elements();
                String channel = text(parts.get(2));
                told.add(channel.substring(channel.indexOf("__:") + 3) + " " + text(parts.get(3)));
            }

            @Override
            public void hold() {}
        });
        store.send("listener", "PSUBSCRIBE __keyevent@*");
        store.limits.eventClasses(KeyEvent.classes("EA"));
    }

    @AfterEach
    void nothingIsHeld() {
        store.checkIdle();
    }

    private static String text(Reply reply) {
        return ((Reply.Bulk) reply).bytes().toString();
    }

    private List<String> told() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    @Test
    void aCommandOverManyShardsTellsInItsOwnOrder() {
        store.send("a", "MSET z 1 a 2 m 3 b 4 y 5", "DEL y b nope a", "RENAME z q");
        assertThat(told())
                .containsExactly(
                        "set z",
                        "set a",
                        "set m",
                        "set b",
                        "set y",
                        "del y",
                        "del b",
                        "del a",
                        "rename_from z",
                        "rename_to q");
        store.send("a", "RPUSH l 1", "LMOVE l other LEFT LEFT");
        assertThat(told()).containsExactly("rpush l", "lpush other", "lpop l", "del l");
    }

    @Test
    void oneShardTellsOfItsOwnAgainAfterAWalk() {
        store.send("a", "MSET a 1 b 2", "SET b 3", "SET a 4", "MSET b 5 a 6");
        assertThat(told()).containsExactly("set a", "set b", "set b", "set a", "set b", "set a");
    }

    @Test
    void aTransactionTellsInTheOrderOfItsCommands() {
        store.send("a", "MULTI", "SET z 1", "PUBLISH __keyevent@0__:mine x", "MSET y 1 a 2", "DEL a z", "EXEC");
        assertThat(told()).containsExactly("set z", "mine x", "set y", "set a", "del a", "del z");
    }

    @Test
    void everythingIsToldBeforeTheReply() {
        List<String> order = new ArrayList<>();
        store.client("listener").inbox(new Client.Inbox() {
            @Override
            public void push(Reply message) {
                order.add("told with " + store.received("a").size() + " replies");
            }

            @Override
            public void hold() {}
        });
        store.send("a", "SET k 1", "GET k", "MSET k 1 l 2", "MULTI", "DEL k l", "EXEC");
        assertThat(order)
                .containsExactly(
                        "told with 0 replies",
                        "told with 2 replies",
                        "told with 0 replies",
                        "told with 3 replies",
                        "told with 0 replies");
    }

    @Test
    void whoWaitsIsToldOfWhenServed() {
        store.send("a", "BLPOP none k 0");
        store.send("b", "BLMOVE k other LEFT RIGHT 0");
        store.send("c", "RPUSH k 1 2 3");
        assertThat(told()).containsExactly("rpush k", "lpop k", "rpush other", "lpop k");
        store.send("a", "BLPOP other 0", "BLPOP other 0");
        assertThat(told()).containsExactly("lpop other", "del other");
        store.send("c", "MULTI", "RPUSH other 1", "SET x 1", "EXEC");
        assertThat(told()).containsExactly("rpush other", "set x", "lpop other", "del other");
    }

    @Test
    void keysThatNobodyAsksForExpireAsTimeGoesBy() {
        store.send("a", "SET a 1 PX 50", "SET b 1 PX 20", "SELECT 3", "SET c 1 PX 20");
        told();
        store.advance(Duration.ofMillis(20));
        assertThat(told()).isEmpty();
        store.advance(Duration.ofMillis(20));
        assertThat(told()).containsExactlyInAnyOrder("expired b", "expired c");
        store.advance(Duration.ofMillis(20));
        assertThat(told()).containsExactly("expired a");
    }

    @Test
    void evictionIsToldBeforeTheCommandThatNeedsRoom() {
        String value = "x".repeat(1000);
        store.send("a", "MSET a " + value + " b " + value + " c " + value);
        told();
        store.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LRU);
        store.limits.memoryBytesMax(100);
        store.send("a", "SET d x");
        assertThat(told())
                .containsExactlyInAnyOrder("evicted a", "evicted b", "evicted c", "set d")
                .endsWith("set d");
    }

    @Test
    void nothingIsCollectedThatNobodyAskedFor() {
        store.limits.eventClasses(0);
        store.send("a", "MSET a 1 b 2", "DEL a b", "MULTI", "SET c 1", "EXEC");
        store.limits.eventClasses(KeyEvent.classes("EA"));
        store.send("a", "SET d 1");
        assertThat(told()).containsExactly("set d");
    }
}
