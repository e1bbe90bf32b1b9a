package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.command.Client;
import dev.flashkv.reply.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** MULTI, EXEC, DISCARD, WATCH and UNWATCH, over any shards. */
class TransactionTest {
    private static final Reply.ErrorReply BROKEN =
            Reply.error("EXECABORT Transaction discarded because of previous errors.");

    private final PlainStore store = new PlainStore();

    @AfterEach
    void nothingIsHeld() {
        store.checkIdle();
    }

    private static Reply last(List<Reply> replies) {
        return replies.get(replies.size() - 1);
    }

    @Test
    void carriesOutAllOrNothing() {
        assertThat(store.send("a", "MULTI", "SET x 1", "INCRBY y 41", "MGET x y", "PING", "EXEC"))
                .containsExactly(
                        Reply.OK,
                        Reply.QUEUED,
                        Reply.QUEUED,
                        Reply.QUEUED,
                        Reply.QUEUED,
                        Reply.array(
                                Reply.OK,
                                Reply.integer(41),
                                Reply.array(Reply.bulk("1"), Reply.bulk("41")),
                                Reply.status("PONG")));
        assertThat(store.send("a", "MULTI", "SET x 2", "DISCARD", "GET x", "EXEC", "DISCARD"))
                .containsExactly(
                        Reply.OK,
                        Reply.QUEUED,
                        Reply.OK,
                        Reply.bulk("1"),
                        Reply.error("ERR EXEC without MULTI"),
                        Reply.error("ERR DISCARD without MULTI"));
    }

    @Test
    void onOneShardItHoldsNobody() {
        store.send("a", "WATCH {t}x {t}y", "MULTI", "SET {t}x 1", "RPUSH {t}l 1", "MGET {t}x {t}y", "EXEC");
        assertThat(store.releases()).isZero();
        store.send("a", "WATCH z", "MULTI", "SET {t}x 2", "EXEC");
        assertThat(store.releases())
                .as("shards held beside the one that carries it out")
                .isEqualTo(1);
    }

    @Test
    void eachReplyIsWhatWasThereWhenItsCommandRan() {
        store.send("a", "SET x abc", "SET y def");
        assertThat(last(store.send(
                        "a", "MULTI", "GET x", "MGET x y", "SET x ghi", "GETSET x jkl", "MSET x mno y p", "EXEC")))
                .isEqualTo(Reply.array(
                        Reply.bulk("abc"),
                        Reply.array(Reply.bulk("abc"), Reply.bulk("def")),
                        Reply.OK,
                        Reply.bulk("ghi"),
                        Reply.OK));
    }

    @Test
    void anErrorOfACommandEndsNothingElse() {
        assertThat(last(store.send("a", "SET x text", "MULTI", "INCR x", "SET y 1", "EXEC")))
                .isEqualTo(Reply.array(Reply.error("ERR value is not an integer or out of range"), Reply.OK));
        assertThat(store.send("a", "GET y")).containsExactly(Reply.bulk("1"));
    }

    @Test
    void whatIsRefusedBreaksTheTransaction() {
        for (String refused : List.of("NONSENSE", "GET", "CLIENT NONSENSE", "SHUTDOWN NOSAVE", "SAVE")) {
            List<Reply> replies = store.send("a", "MULTI", "SET x 1", refused, "EXEC", "GET x");
            assertThat(replies.get(2)).as(refused).isInstanceOf(Reply.ErrorReply.class);
            assertThat(replies.get(3)).as(refused).isEqualTo(BROKEN);
            assertThat(replies.get(4)).as(refused).isEqualTo(Reply.NULL);
        }
        for (String harmless : List.of("MULTI", "WATCH x")) {
            assertThat(last(store.send("a", "MULTI", harmless, "EXEC")))
                    .as(harmless)
                    .isEqualTo(Reply.EMPTY_ARRAY);
        }
        assertThat(last(store.send("a", "MULTI", "EXEC x")))
                .isEqualTo(Reply.error("EXECABORT Transaction discarded because of:"
                        + " wrong number of arguments for 'exec' command"));
        assertThat(store.send("a", "GET x")).containsExactly(Reply.NULL);
    }

    @Test
    void aCommandThatDoesNotFitRefusesTheTransaction() {
        store.send("a", "SET x 1");
        store.limits.memoryBytesMax(1);
        assertThat(store.send("a", "MULTI", "GET x", "EXEC"))
                .containsExactly(
                        Reply.OK, Reply.error("OOM command not allowed when used memory > 'maxmemory'."), BROKEN);
        store.limits.memoryBytesMax(0);
        store.send("a", "MULTI", "SET y 1");
        store.limits.memoryBytesMax(1);
        assertThat(store.send("a", "EXEC"))
                .containsExactly(Reply.error("EXECABORT Transaction discarded because of:"
                        + " OOM command not allowed when used memory > 'maxmemory'."));
        store.limits.memoryBytesMax(0);
        assertThat(store.send("a", "GET y", "EXEC")).containsExactly(Reply.NULL, Reply.error("ERR EXEC without MULTI"));
    }

    @Test
    void aWatchedKeyThatIsModifiedStopsIt() {
        for (String change : List.of(
                "SET x 2",
                "DEL x",
                "APPEND x y",
                "EXPIRE x 100",
                "PEXPIRE x 0",
                "RENAME x other",
                "RENAME y x",
                "COPY y x REPLACE",
                "MOVE x 1",
                "FLUSHALL",
                "FLUSHDB",
                "SWAPDB 0 1",
                "SWAPDB 1 0",
                "MSET a 1 x 1",
                "GETDEL x",
                "SETRANGE x 1 a",
                "GETEX x EX 5")) {
            store.send("b", "FLUSHALL", "MSET x 1 y 1");
            List<Reply> watched = store.send("a", "WATCH nobody x", "MULTI", "SET z 1");
            assertThat(watched).containsExactly(Reply.OK, Reply.OK, Reply.QUEUED);
            store.send("b", change);
            assertThat(store.send("a", "EXEC", "EXISTS z")).as(change).containsExactly(Reply.NULL_ARRAY, Reply.ZERO);
            assertThat(last(store.send("a", "MULTI", "PING", "EXEC")))
                    .as("after that")
                    .isEqualTo(Reply.array(Reply.status("PONG")));
        }
    }

    @Test
    void whatChangesNothingStopsNothing() {
        for (String noChange : List.of(
                "GET x",
                "SET other 2",
                "DEL absent",
                "PERSIST x",
                "SETNX x 2",
                "EXPIRE x 100 GT",
                "LPUSHX x-list 1",
                "TOUCH x",
                "GETEX x",
                "SETRANGE x 0 ",
                "SWAPDB 0 0",
                "SWAPDB 1 2",
                "SELECT 1")) {
            store.send("b", "FLUSHALL", "MSET x 1 y 1");
            store.send("a", "WATCH x", "MULTI", "SET z 1");
            store.send("b", noChange, "SELECT 0");
            assertThat(store.send("a", "EXEC")).as(noChange).containsExactly(Reply.array(Reply.OK));
        }
        store.send("b", "SELECT 1", "SET x 5", "SELECT 0");
        store.send("a", "WATCH x");
        store.send("b", "SELECT 1", "SET x 6", "SELECT 0");
        assertThat(last(store.send("a", "MULTI", "EXEC")))
                .as("a key of another database")
                .isEqualTo(Reply.EMPTY_ARRAY);
    }

    @Test
    void ownChangesCountUntilMulti() {
        assertThat(last(store.send("a", "WATCH x", "SET x 1", "MULTI", "PING", "EXEC")))
                .isEqualTo(Reply.NULL_ARRAY);
        assertThat(last(store.send("a", "WATCH x", "SET x 2", "UNWATCH", "MULTI", "PING", "EXEC")))
                .isEqualTo(Reply.array(Reply.status("PONG")));
        assertThat(last(store.send("a", "WATCH x", "MULTI", "SET x 3", "INCR x", "EXEC")))
                .isEqualTo(Reply.array(Reply.OK, Reply.integer(4)));
        assertThat(last(store.send("a", "WATCH x", "MULTI", "DISCARD", "SET x 3", "MULTI", "EXEC")))
                .as("DISCARD ends watching")
                .isEqualTo(Reply.EMPTY_ARRAY);
    }

    @Test
    void aWatchedKeyThatExpiresStopsIt() {
        store.send("a", "SET x 1 PX 100", "WATCH x", "MULTI", "PING");
        store.advance(Duration.ofMillis(101));
        assertThat(store.send("a", "EXEC")).containsExactly(Reply.NULL_ARRAY);
        store.limits.activeExpiry(false);
        store.send("a", "SET x 1 PX 100", "WATCH x", "MULTI", "PING");
        store.advance(Duration.ofMillis(101));
        assertThat(store.send("a", "EXEC")).as("found at EXEC only").containsExactly(Reply.NULL_ARRAY);
        store.send("a", "SET x 1 PX 100");
        store.advance(Duration.ofMillis(101));
        assertThat(store.send("a", "WATCH x", "EXISTS x", "MULTI", "EXEC"))
                .as("expired before it was watched")
                .containsExactly(Reply.OK, Reply.ZERO, Reply.OK, Reply.EMPTY_ARRAY);
    }

    @Test
    void timeStandsStill() {
        store.send("a", "SET x 1 PX 10", "MULTI", "PTTL x", "DEBUG SLEEP 0", "PTTL x", "TIME", "TIME");
        store.clock.advance(Duration.ofMillis(4));
        Reply.Array replies = (Reply.Array) last(store.send("a", "EXEC"));
        assertThat(replies.elements().get(0)).isEqualTo(Reply.integer(6));
        assertThat(replies.elements().get(2)).isEqualTo(Reply.integer(6));
    }

    @Test
    void goesToEveryShardAndDatabase() {
        String[] lines = IntStream.range(0, 300)
                .mapToObj(i -> i == 0 ? "MULTI" : i == 299 ? "EXEC" : "SET key:" + i + " " + i)
                .toArray(String[]::new);
        Reply.Array all = (Reply.Array) last(store.send("a", lines));
        assertThat(all.elements()).hasSize(298).containsOnly(Reply.OK);
        assertThat(last(store.send("a", "MULTI", "DBSIZE", "SELECT 3", "SET k v", "DBSIZE", "SELECT 0", "EXEC")))
                .isEqualTo(Reply.array(Reply.integer(298), Reply.OK, Reply.OK, Reply.integer(1), Reply.OK));
        Reply scanned = last(store.send("a", "MULTI", "SCAN 0 COUNT 1000", "FLUSHALL", "RANDOMKEY", "EXEC"));
        List<Reply> parts = ((Reply.Array) scanned).elements();
        assertThat(((Reply.Array) ((Reply.Array) parts.get(0)).elements().get(1)).elements())
                .hasSize(298);
        assertThat(parts.get(2)).isEqualTo(Reply.NULL);
    }

    @Test
    void resetAndLeavingEndIt() {
        assertThat(store.send("a", "MULTI", "SET x 1", "RESET", "GET x", "EXEC"))
                .containsExactly(
                        Reply.OK,
                        Reply.QUEUED,
                        Reply.status("RESET"),
                        Reply.NULL,
                        Reply.error("ERR EXEC without MULTI"));
        assertThat(store.send("a", "MULTI", "SET x 1", "QUIT", "EXEC"))
                .containsExactly(Reply.OK, Reply.QUEUED, Reply.OK);
        assertThat(store.send("b", "EXISTS x")).containsExactly(Reply.ZERO);
    }

    @Test
    void clientsAreShownToMakeTransactions() {
        Client client = store.client("a");
        assertThat(client.transactionLength()).isEqualTo(Client.NO_TRANSACTION);
        store.send("a", "MULTI", "PING", "PING");
        assertThat(client.transactionLength()).isEqualTo(2);
        store.send("a", "EXEC");
        assertThat(client.transactionLength()).isEqualTo(Client.NO_TRANSACTION);
    }

    @Test
    void commandsAreCountedWhenTheyAreCarriedOut() {
        store.send("a", "MULTI", "SET x 1", "SET y 1", "LPUSH x 1");
        assertThat(calls("set")).isZero();
        store.send("a", "EXEC");
        assertThat(calls("set")).isEqualTo(2);
        assertThat(calls("lpush")).isEqualTo(1);
        assertThat(calls("exec")).isEqualTo(1);
        assertThat(store.context.statistics().errors()).containsEntry("WRONGTYPE", 1L);
    }

    private long calls(String command) {
        return store.context.statistics().commands().stream()
                .filter(figures -> figures.spec().name().equals(command))
                .mapToLong(figures -> figures.calls())
                .sum();
    }
}
