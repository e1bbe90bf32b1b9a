package dev.flashkv;

import static dev.flashkv.Stages.await;
import static dev.flashkv.Stages.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.Shard;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandBatchTest {
    private static final FlashKv STORE = FlashKv.create();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @BeforeEach
    void flush() {
        await(STORE.flush());
    }

    @Test
    void answersInOrderWhateverTheShards() {
        CommandBatch batch = STORE.batch();
        for (int i = 0; i < 500; i++) {
            batch.add("SET", "key:" + i, "value:" + i).add(Bytes.of("GET"), Bytes.of("key:" + i));
        }
        assertThat(batch.size()).isEqualTo(1000);
        List<Reply> replies = await(batch.execute());
        assertThat(replies).hasSize(1000);
        for (int i = 0; i < 500; i++) {
            assertThat(replies.get(2 * i)).isEqualTo(Reply.OK);
            assertThat(replies.get(2 * i + 1)).isEqualTo(Reply.bulk("value:" + i));
        }
    }

    @Test
    void whatIsBegunEndsWithTheCommandOrTheBatch() {
        await(STORE.execute("SUBSCRIBE", "news"));
        await(STORE.execute("CLIENT", "TRACKING", "ON"));
        await(STORE.batch()
                .add("SUBSCRIBE", "news")
                .add("PSUBSCRIBE", "n*")
                .add("CLIENT", "TRACKING", "ON", "BCAST")
                .execute());
        TestProbe<Reply> probe = TestProbe.create(STORE.system());
        STORE.shardFor("k").tell(new Shard.Execute(List.of(Bytes.of("SUBSCRIBE"), Bytes.of("news")), probe.getRef()));
        probe.receiveMessage();
        assertThat(await(STORE.execute("PUBSUB", "NUMSUB", "news")))
                .isEqualTo(Reply.array(Reply.bulk("news"), Reply.integer(0)));
        assertThat(await(STORE.execute("PUBSUB", "NUMPAT"))).isEqualTo(Reply.integer(0));
        assertThat(await(STORE.execute("INFO", "clients")).toString()).contains("tracking_clients:0");
    }

    @Test
    void anErrorEndsOnlyItsCommand() {
        List<Reply> replies = await(STORE.batch()
                .add("SET", "a", "x")
                .add("INCR", "a")
                .add("NONSENSE")
                .add("GET")
                .add("GET", "a")
                .execute());
        assertThat(replies)
                .containsExactly(
                        Reply.OK,
                        Reply.error("ERR value is not an integer or out of range"),
                        Reply.error("ERR unknown command 'NONSENSE', with args beginning with: "),
                        Reply.error("ERR wrong number of arguments for 'get' command"),
                        Reply.bulk("x"));
    }

    @Test
    void anEmptyBatchHasNoReplies() {
        assertThat(await(STORE.batch().execute())).isEmpty();
    }

    @Test
    void isForOneExecution() {
        CommandBatch batch = STORE.batch().add("INCR", "n");
        assertThat(await(batch.execute())).containsExactly(Reply.integer(1));
        assertThatThrownBy(batch::execute)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one execution");
        assertThatThrownBy(() -> batch.add("INCR", "n")).isInstanceOf(IllegalStateException.class);
        assertThat(await(STORE.get("n"))).contains("1");
    }

    @Test
    void aCommandNeedsItsName() {
        assertThatThrownBy(() -> STORE.batch().add(new String[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STORE.batch().add(new Bytes[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STORE.execute(new String[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STORE.execute(new Bytes[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STORE.batch().add("GET", null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void quitEndsIt() {
        List<Reply> replies =
                await(STORE.batch().add("PING").add("QUIT").add("SET", "a", "1").execute());
        assertThat(replies).containsExactly(Reply.status("PONG"), Reply.OK);
        assertThat(await(STORE.exists("a"))).isFalse();
    }

    @Test
    void repliesStayAsTheyWere() {
        List<Reply> before = await(STORE.batch()
                .add("APPEND", "a", "first")
                .add("RPUSH", "l", "x")
                .add("GET", "a")
                .add("LRANGE", "l", "0", "-1")
                .execute());
        await(STORE.setRange("a", 0, "FIRST"));
        await(STORE.lset("l", 0, "y"));
        assertThat(before.get(2)).isEqualTo(Reply.bulk("first"));
        assertThat(before.get(3)).isEqualTo(Reply.array(Reply.bulk("x")));
        assertThatThrownBy(() -> before.add(Reply.OK)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsStoredIsACopy() {
        byte[] key = {'k'};
        byte[] value = {'v'};
        await(STORE.set(Bytes.wrap(key), Bytes.wrap(value)));
        await(STORE.rpush(Bytes.of("l"), Bytes.wrap(value)));
        key[0] = '?';
        value[0] = '?';
        assertThat(await(STORE.get("k"))).contains("v");
        assertThat(await(STORE.lindex("l", 0))).contains("v");
    }

    @Test
    void failsAsAWholeWhenTheStoreIsClosed() {
        FlashKv closed = FlashKv.create();
        CommandBatch batch = closed.batch().add("PING");
        closed.close();
        assertThat(failureOf(batch.execute()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store is closed");
    }
}
