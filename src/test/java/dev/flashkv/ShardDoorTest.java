package dev.flashkv;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.Execution;
import dev.flashkv.command.FaultyCommand;
import dev.flashkv.command.TestServer;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.Batch;
import dev.flashkv.shard.ReplySink;
import dev.flashkv.shard.Shard;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actors that talk to the shards themselves. */
class ShardDoorTest {
    private static final ActorTestKit TEST_KIT = ActorTestKit.create();
    private static final FlashKv STORE = FlashKv.start(TEST_KIT.system());

    private final TestProbe<Reply> probe = TEST_KIT.createTestProbe(Reply.class);

    @AfterAll
    static void close() {
        STORE.close();
        TEST_KIT.shutdownTestKit();
    }

    @BeforeEach
    void flush() {
        await(STORE.flush());
    }

    private void tell(ActorRef<Shard.Message> shard, String... command) {
        shard.tell(new Shard.Execute(Arrays.stream(command).map(Bytes::of).toList(), probe.getRef()));
    }

    @Test
    void aShardCarriesCommandsOutInOrder() {
        ActorRef<Shard.Message> shard = STORE.shardFor("key");
        tell(shard, "SET", "key", "value");
        tell(shard, "APPEND", "key", "!");
        tell(shard, "GET", "key");
        tell(shard, "LPUSH", "key", "x");
        tell(shard, "NONSENSE");
        tell(shard, "GET");
        probe.expectMessage(Reply.OK);
        probe.expectMessage(Reply.integer(6));
        probe.expectMessage(Reply.bulk("value!"));
        probe.expectMessage(Reply.error("WRONGTYPE Operation against a key holding the wrong kind of value"));
        probe.expectMessage(Reply.error("ERR unknown command 'NONSENSE', with args beginning with: "));
        probe.expectMessage(Reply.error("ERR wrong number of arguments for 'get' command"));
        assertThat(await(STORE.get("key"))).contains("value!");
    }

    @Test
    void anyShardPassesOnWhatIsNotItsOwn() {
        ActorRef<Shard.Message> shard = STORE.shardFor("here");
        ActorRef<Shard.Message> other = STORE.shardFor("elsewhere");
        assertThat(other).isNotEqualTo(shard);
        tell(shard, "SET", "elsewhere", "value");
        probe.expectMessage(Reply.OK);
        tell(other, "GET", "elsewhere");
        probe.expectMessage(Reply.bulk("value"));
        tell(shard, "MSET", "here", "1", "elsewhere", "2", "third", "3");
        probe.expectMessage(Reply.OK);
        tell(other, "MGET", "third", "here", "elsewhere");
        probe.expectMessage(Reply.array(Reply.bulk("3"), Reply.bulk("1"), Reply.bulk("2")));
        tell(other, "PING");
        probe.expectMessage(Reply.status("PONG"));
        tell(shard, "DBSIZE");
        probe.expectMessage(Reply.integer(3));
    }

    @Test
    void keysWithTheSameTagShareAShard() {
        assertThat(STORE.shardFor("{user:1}.name")).isEqualTo(STORE.shardFor("{user:1}.mail"));
        assertThat(STORE.shardFor(Bytes.of("a"))).isEqualTo(STORE.shardFor("a"));
    }

    @Test
    void ask() {
        Bytes key = Bytes.of("key");
        await(STORE.set("key", "value"));
        Reply reply = await(AskPattern.<Shard.Message, Reply>ask(
                STORE.shardFor(key),
                replyTo -> new Shard.Execute(List.of(Bytes.of("GET"), key), replyTo),
                Stages.PATIENCE,
                TEST_KIT.scheduler()));
        assertThat(reply).isEqualTo(Reply.bulk("value"));
    }

    @Test
    void aCommandNeedsAName() {
        assertThatThrownBy(() -> new Shard.Execute(List.of(), probe.getRef()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFailureLeavesTheShardAndItsKeys() {
        await(STORE.mset("{shard}1", "1", "{shard}2", "2"));
        ReplySink toProbe = new ReplySink() {
            @Override
            public void accept(Reply reply) {
                probe.getRef().tell(reply.detached());
            }

            @Override
            public boolean isFull() {
                return false;
            }
        };
        Batch batch = new Batch(new Client(1, new TestServer(), "", "", () -> {}), toProbe, back -> {});
        batch.add(FaultyCommand.onShard(
                Bytes.of("{shard}1"), Bytes.of("7"), () -> new OutOfMemoryError("planted, to see what happens")));
        batch.add(resolve("GET", "{shard}1"));
        try (CapturedLog log = CapturedLog.of(Execution.class)) {
            STORE.shardFor("{shard}1").tell(batch);
            probe.expectMessage(Reply.error("ERR internal error"));
            probe.expectMessage(Reply.bulk("7"));
            assertThat(log.messages()).hasSize(1);
        }
        tell(STORE.shardFor("{shard}1"), "GET", "{shard}2");
        probe.expectMessage(Reply.bulk("2"));
        assertThat(await(STORE.dbSize())).isEqualTo(2);
    }

    private static Command resolve(String... words) {
        return CommandTable.standard()
                .resolve(Arrays.stream(words).map(Bytes::of).toArray(Bytes[]::new));
    }
}
