package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands that wait: who is served when, with what, and who is not. */
class BlockingTest {
    private final PlainStore store = new PlainStore();

    @AfterEach
    void nothingIsHeld() {
        store.checkIdle();
    }

    private static Reply popped(String key, String element) {
        return Reply.array(Reply.bulk(key), Reply.bulk(element));
    }

    @Test
    void takesWhatIsThereInTheOrderOfTheKeys() {
        store.send("a", "RPUSH one 1 2", "RPUSH two 3");
        assertThat(store.send("a", "BLPOP none two one 0", "BRPOP none one 0", "BLMPOP 0 2 two one LEFT"))
                .containsExactly(
                        popped("two", "3"),
                        popped("one", "2"),
                        Reply.array(Reply.bulk("one"), Reply.array(Reply.bulk("1"))));
        store.send("a", "RPUSH one 1 2");
        assertThat(store.send("a", "BLMOVE one two LEFT LEFT 0", "BRPOPLPUSH one two 0", "LRANGE two 0 -1"))
                .containsExactly(Reply.bulk("1"), Reply.bulk("2"), Reply.array(Reply.bulk("2"), Reply.bulk("1")));
    }

    @Test
    void waitsForAPush() {
        assertThat(store.send("a", "BLPOP k other 0")).isEmpty();
        assertThat(store.send("b", "RPUSH k 1 2", "LLEN k")).containsExactly(Reply.integer(2), Reply.ONE);
        assertThat(store.received("a")).containsExactly(popped("k", "1"));
        assertThat(store.send("b", "RPUSH other 5", "LLEN other")).containsExactly(Reply.ONE, Reply.ONE);
        assertThat(store.received("a")).isEmpty();
    }

    @Test
    void theRestOfThePipelineGoesOn() {
        assertThat(store.send("a", "BLPOP k 0", "SET x 1", "LPUSH other 2", "BRPOP k 0", "GET x"))
                .isEmpty();
        store.send("b", "RPUSH k 1");
        assertThat(store.received("a")).containsExactly(popped("k", "1"), Reply.OK, Reply.ONE);
        store.send("b", "RPUSH k 2");
        assertThat(store.received("a")).containsExactly(popped("k", "2"), Reply.bulk("1"));
    }

    @Test
    void whoComesFirstIsServedFirst() {
        for (int i = 0; i < 5; i++) {
            store.send("client" + i, "BLPOP elsewhere" + i + " k 0");
        }
        store.send("b", "RPUSH k 0 1", "RPUSH k 2");
        for (int i = 0; i < 5; i++) {
            List<Reply> replies = store.received("client" + i);
            if (i < 3) {
                assertThat(replies).containsExactly(popped("k", "" + i));
            } else {
                assertThat(replies).isEmpty();
            }
        }
        assertThat(store.send("b", "EXISTS k")).containsExactly(Reply.ZERO);
    }

    @Test
    void nobodyIsServedBeforeTheTransactionEnds() {
        store.send("a", "BLPOP k 0");
        store.send("c", "BLPOP l 0");
        assertThat(store.send("b", "MULTI", "RPUSH k 1", "LPOP k", "RPUSH l 1", "LPUSH l 2", "LLEN l", "EXEC"))
                .endsWith(Reply.array(Reply.ONE, Reply.bulk("1"), Reply.ONE, Reply.integer(2), Reply.integer(2)));
        assertThat(store.received("a")).isEmpty();
        assertThat(store.received("c")).containsExactly(popped("l", "2"));
        assertThat(store.send("b", "LRANGE l 0 -1")).containsExactly(Reply.array(Reply.bulk("1")));
    }

    @Test
    void withinATransactionNothingWaits() {
        assertThat(store.send("a", "MULTI", "BLPOP k 0", "BLMOVE k l LEFT LEFT 0", "BLMPOP 0 1 k LEFT", "EXEC"))
                .endsWith(Reply.array(Reply.NULL_ARRAY, Reply.NULL, Reply.NULL_ARRAY));
    }

    @Test
    void oneElementGoesToOneWhateverIsSignalled() {
        String keys =
                String.join(" ", IntStream.range(0, 20).mapToObj(i -> "key" + i).toList());
        store.send("a", "BLPOP " + keys + " 0");
        store.send("c", "BLPOP " + keys + " 0");
        String[] transaction = IntStream.range(0, 22)
                .mapToObj(i -> i == 0 ? "MULTI" : i == 21 ? "EXEC" : "RPUSH key" + (20 - i) + " " + i)
                .toArray(String[]::new);
        store.send("b", transaction);
        assertThat(store.received("a")).hasSize(1);
        assertThat(store.received("c")).hasSize(1);
        assertThat(store.send("b", "EXISTS " + keys)).containsExactly(Reply.integer(18));
    }

    @Test
    void movesOnAlongChains() {
        store.send("a", "BLMOVE k1 k2 LEFT LEFT 0");
        store.send("c", "BRPOPLPUSH k2 k3 0");
        store.send("d", "BLPOP k3 0");
        assertThat(store.send("b", "RPUSH k1 x", "EXISTS k1 k2 k3")).containsExactly(Reply.ONE, Reply.ZERO);
        assertThat(store.received("a")).containsExactly(Reply.bulk("x"));
        assertThat(store.received("c")).containsExactly(Reply.bulk("x"));
        assertThat(store.received("d")).containsExactly(popped("k3", "x"));
        store.send("a", "BLMOVE ring ring LEFT RIGHT 0");
        assertThat(store.send("b", "RPUSH ring 1 2", "LRANGE ring 0 -1"))
                .containsExactly(Reply.integer(2), Reply.array(Reply.bulk("2"), Reply.bulk("1")));
        assertThat(store.received("a")).containsExactly(Reply.bulk("1"));
    }

    @Test
    void aDestinationOfTheWrongTypeTakesNothing() {
        store.send("a", "SET text x", "BLMOVE k text LEFT LEFT 0");
        store.received("a");
        store.send("b", "RPUSH k 1");
        assertThat(store.received("a"))
                .containsExactly(Reply.error("WRONGTYPE Operation against a key holding the wrong kind of value"));
        assertThat(store.send("b", "LLEN k")).containsExactly(Reply.ONE);
    }

    @Test
    void anotherTypeWakesNobody() {
        store.send("a", "BLPOP k 0");
        store.send("b", "SET k x", "APPEND k y", "DEL k", "SET k z");
        assertThat(store.received("a")).isEmpty();
        store.send("b", "DEL k", "RPUSH k 1");
        assertThat(store.received("a")).containsExactly(popped("k", "1"));
        assertThat(store.send("c", "SET k x", "BLPOP other k 0"))
                .endsWith(Reply.error("WRONGTYPE Operation against a key holding the wrong kind of value"));
    }

    @Test
    void everyWayToMakeAListServes() {
        for (String way : List.of(
                "RPUSH k x",
                "LPUSH k x",
                "RENAME source k",
                "COPY source k",
                "RENAMENX source k",
                "SORT source BY nosort STORE k",
                "LMOVE source k LEFT LEFT",
                "SWAPDB 0 1")) {
            store.send("b", "FLUSHALL", "RPUSH source x", "SELECT 1", "RPUSH k x", "SELECT 0");
            assertThat(store.send("a", "BLPOP k 0")).isEmpty();
            store.send("b", way);
            assertThat(store.received("a")).as(way).containsExactly(popped("k", "x"));
        }
        store.send("b", "FLUSHALL", "RPUSH k x");
        store.send("a", "SELECT 2", "BLPOP k 0");
        store.received("a");
        store.send("b", "MOVE k 2");
        assertThat(store.received("a")).as("MOVE").containsExactly(popped("k", "x"));
    }

    @Test
    void timeRunsOut() {
        store.send("a", "BLPOP k other 0.1", "PING");
        store.send("c", "BLMOVE k other LEFT LEFT 0.05");
        store.advance(Duration.ofMillis(49));
        assertThat(store.received("c")).isEmpty();
        store.advance(Duration.ofMillis(1));
        assertThat(store.received("c")).containsExactly(Reply.NULL_ARRAY);
        assertThat(store.received("a")).isEmpty();
        store.advance(Duration.ofMillis(50));
        assertThat(store.received("a")).containsExactly(Reply.NULL_ARRAY, Reply.status("PONG"));
        assertThat(store.send("b", "RPUSH k 1", "LLEN k")).containsExactly(Reply.ONE, Reply.ONE);
    }

    @Test
    void timeoutsAndDeadlinesShareATimer() {
        store.send("b", "SET x 1 PX 30");
        store.send("a", "BLPOP k 0.02");
        store.send("c", "BLPOP k 0.04");
        for (int i = 0; i < 10; i++) {
            store.advance(Duration.ofMillis(5));
        }
        assertThat(store.received("a")).containsExactly(Reply.NULL_ARRAY);
        assertThat(store.received("c")).containsExactly(Reply.NULL_ARRAY);
        assertThat(store.send("b", "DBSIZE")).containsExactly(Reply.ZERO);
    }

    @Test
    void waitsCanBeEnded() {
        store.server.clients = List.of(store.client("a"), store.client("c"));
        assertThat(store.send("b", "CLIENT UNBLOCK " + store.client("a").id())).containsExactly(Reply.ZERO);
        store.send("a", "BLPOP k other 0");
        store.send("c", "BLPOP k other 0");
        assertThat(store.client("a").blockedBy()).isNotNull();
        assertThat(store.send("b", "CLIENT UNBLOCK " + store.client("a").id())).containsExactly(Reply.ONE);
        assertThat(store.send("b", "CLIENT UNBLOCK " + store.client("c").id() + " ERROR"))
                .containsExactly(Reply.ONE);
        assertThat(store.received("a")).containsExactly(Reply.NULL_ARRAY);
        assertThat(store.received("c")).containsExactly(Reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK"));
        assertThat(store.client("a").blockedBy()).isNull();
        assertThat(store.send("b", "RPUSH k 1", "LLEN k")).containsExactly(Reply.ONE, Reply.ONE);
    }

    @Test
    void whoHasLeftTakesNothingAlong() {
        store.send("a", "BLPOP k other 0");
        store.send("c", "BLPOP k 0");
        store.vanish("a");
        store.send("b", "RPUSH k 1");
        assertThat(store.received("a")).isEmpty();
        assertThat(store.received("c")).containsExactly(popped("k", "1"));
    }

    @Test
    void nothingIsLeftOfThoseWhoWaited() {
        for (int i = 0; i < 1000; i++) {
            store.send("a", "BLMOVE k1 k2 LEFT LEFT 1000", "BLPOP never" + i % 10 + " k3 1000");
            store.send("b", "RPUSH k1 x", "RPUSH k3 x");
            assertThat(store.received("a")).hasSize(2);
        }
        assertThat(store.waiterCount()).isZero();
    }
}
