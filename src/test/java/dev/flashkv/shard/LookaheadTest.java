package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.TestServer;
import dev.flashkv.keyspace.ExpirySettings;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Reply;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookaheadTest {
    private static final ShardMap MAP = new ShardMap(1);

    private final ManualClock clock = new ManualClock();
    private final StoreContext context = StoreContext.create(MAP, new Limits(), clock, ExpirySettings.DEFAULTS);
    private final ShardCore shard = new ShardCore(0, context, 0, (to, message) -> {}, delayMillis -> {});
    private final Lookahead lookahead = new Lookahead(new ShardCore[] {shard});

    private final List<Reply> replies = new ArrayList<>();

    private Batch batch(String... lines) {
        Batch batch =
                new Batch(new Client(1, new TestServer(), "", "", () -> {}), new CollectedReplies(replies), back -> {});
        for (String line : lines) {
            batch.add(CommandTable.standard()
                    .resolve(Arrays.stream(line.split(" ")).map(Bytes::of).toArray(Bytes[]::new)));
        }
        return batch;
    }

    private List<Reply> run(String... lines) {
        replies.clear();
        shard.receive(batch(lines));
        return List.copyOf(replies);
    }

    private int presentIn(String... lines) {
        Batch batch = batch(lines);
        assertThat(batch.isToLookAhead()).isTrue();
        lookahead.lookAt(batch, MAP);
        assertThat(batch.isToLookAhead()).isFalse();
        return lookahead.present();
    }

    @Test
    void looksAtEveryKeyOfEveryCommand() {
        run("MSET a 1 b 2 c 3 d 4");
        assertThat(presentIn("GET a", "MGET b c none", "PING", "MSET d 5 a b", "SET none 1"))
                .isEqualTo(5);
    }

    @Test
    void looksInTheClientsDatabase() {
        run("MSET a 1 b 2 c 3 d 4");
        Batch batch = batch("GET a", "GET b", "GET c", "GET d");
        batch.client().database(1);
        lookahead.lookAt(batch, MAP);
        assertThat(lookahead.present()).isZero();
    }

    @Test
    void aFewKeysAreLeftToTheirCommands() {
        run("MSET a 1 b 2 c 3");
        assertThat(batch("GET a", "GET b", "GET c").isToLookAhead()).isFalse();
        assertThat(presentIn("GET a", "GET b", "GET c", "PING")).isZero();
    }

    @Test
    void theSameKeyInARowIsOne() {
        run("MSET a 1 b 2 c 3 d 4");
        assertThat(presentIn("GET a", "GET a", "GET a", "GET a", "GET a")).isZero();
        assertThat(presentIn("GET a", "GET a", "GET b", "GET c", "GET c", "GET d"))
                .isEqualTo(4);
    }

    @Test
    void aLongPipelineIsLookedAtInPortions() {
        run("MSET k0 0 k1 1");
        String[] lines = IntStream.range(0, 100).mapToObj(i -> "GET k" + i % 2).toArray(String[]::new);
        Batch batch = batch(lines);
        lookahead.lookAt(batch, MAP);
        assertThat(lookahead.present()).isEqualTo(64);
        for (int i = 0; i < 64; i++) {
            assertThat(batch.isToLookAhead()).isFalse();
            batch.reply(Reply.OK);
        }
        assertThat(batch.isToLookAhead()).isTrue();
        lookahead.lookAt(batch, MAP);
        assertThat(lookahead.present()).isEqualTo(36);
    }

    @Test
    void nothingIsUsedAndNothingExpires() {
        run("SET a 1", "SET b 2 PX 10");
        clock.advance(Duration.ofSeconds(5));
        assertThat(presentIn("GET a", "GET b", "GET a", "GET none")).isEqualTo(3);
        assertThat(run("OBJECT IDLETIME a", "DBSIZE")).containsExactly(Reply.integer(5), Reply.integer(2));
    }

    @Test
    void aBatchOnItsWayToTheLoopIsLookedAtThere() throws InterruptedException {
        ShardMail mail = new ShardMail(1, () -> true, task -> false);
        beginOnAnotherThread(mail);
        Batch batch = batch("GET a", "GET b", "GET c", "GET d");
        mail.lookAhead(batch, MAP);
        assertThat(batch.isToLookAhead()).isTrue();
    }

    @Test
    void withoutALoneLoopNothingIsLookedAt() {
        ShardMail mail = new ShardMail(1, () -> false, task -> false);
        mail.begins(0, shard);
        Batch batch = batch("GET a", "GET b", "GET c", "GET d");
        mail.lookAhead(batch, MAP);
        assertThat(batch.isToLookAhead()).isFalse();
    }

    @Test
    void aLoopThatHasTakenAnothersPlaceIsReachedByMail() throws InterruptedException {
        ShardMail mail = new ShardMail(2, () -> true, task -> false);
        beginOnAnotherThread(mail);
        mail.begins(1, shard); // on this thread
        Batch batch = batch("GET a", "GET b", "GET c", "GET d");
        mail.lookAhead(batch, MAP);
        assertThat(batch.isToLookAhead()).as("not here").isTrue();
    }

    private void beginOnAnotherThread(ShardMail mail) throws InterruptedException {
        Thread loop = new Thread(() -> mail.begins(0, shard));
        loop.start();
        loop.join();
    }
}
