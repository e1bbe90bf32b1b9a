package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.TestServer;
import dev.flashkv.keyspace.ExpirySettings;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Reply;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pauses over a few shards, message by message, in plain Java. */
class PauseTest {
    private static final int SHARDS = 4;

    /** A planned call of the timer. */
    private record Planned(long delayMillis, Runnable task) {}

    /** A client's replies; {@code sent} are those that could be sent while the batch waited. */
    private static final class Sink extends CollectedReplies {
        private int sent;

        @Override
        public void parked() {
            sent = replies().size();
        }
    }

    private final ManualClock clock = new ManualClock();
    private final StoreContext context =
            StoreContext.create(new ShardMap(SHARDS), new Limits(), clock, ExpirySettings.DEFAULTS);
    private final Pause pause = context.pause();
    private final Queue<Runnable> mail = new ArrayDeque<>();
    private final List<ShardCore> shards = new ArrayList<>();
    private final Relay outside = Relay.outside(context, this::send);
    private final List<Planned> planned = new ArrayList<>();
    private final Client client = new Client(1, new TestServer(), "", "", () -> {});
    private final Sink sink = new Sink();

    private void send(int shard, Shard.Message message) {
        mail.add(() -> shards.get(shard).receive(message));
    }

    @BeforeEach
    void start() {
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new ShardCore(i, context, i, this::send, delayMillis -> {}));
        }
        pause.start((delayMillis, task) -> planned.add(new Planned(delayMillis, task)), batch -> {
            if (outside.begin(batch) == Relay.Outcome.RETURN) {
                batch.giveBack();
            }
        });
    }

    private void deliverAll() {
        while (!mail.isEmpty()) {
            mail.remove().run();
        }
    }

    private void runTimer() {
        List<Planned> due = List.copyOf(planned);
        planned.clear();
        due.forEach(each -> each.task.run());
        deliverAll();
    }

    private void advance(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    /** Sends a pipeline, as a connection does: what comes back unfinished is sent off again. */
    private void send(String... commands) {
        Batch batch = new Batch(client, sink, this::goOn);
        Arrays.stream(commands).map(PauseTest::command).forEach(batch::add);
        begin(batch);
    }

    private void begin(Batch batch) {
        if (outside.begin(batch) == Relay.Outcome.RETURN) {
            goOn(batch);
        }
        deliverAll();
    }

    private void goOn(Batch batch) {
        if (!batch.isFinished()) {
            begin(batch);
        }
    }

    private static Command command(String words) {
        return CommandTable.standard()
                .resolve(Arrays.stream(words.split(" ")).map(Bytes::of).toArray(Bytes[]::new));
    }

    private List<String> replies() {
        return sink.replies().stream()
                .map(reply -> reply instanceof Reply.Bulk bulk
                        ? bulk.bytes().toString()
                        : reply instanceof Reply.Status status
                                ? status.text()
                                : reply instanceof Reply.Null ? "nil" : reply.toString())
                .toList();
    }

    private long in(long millis) {
        return clock.nowMillis() + millis;
    }

    @Test
    void writesWaitAndReadsGoOn() {
        pause.begin(in(100), true);
        send("GET a", "PING", "SET a 1", "GET a");

        assertThat(replies()).containsExactly("nil", "PONG");
        assertThat(sink.sent).isEqualTo(2);
        assertThat(pause.waitingClients()).isEqualTo(1);
        assertThat(client.isWaiting()).isTrue();

        advance(99);
        runTimer();
        assertThat(replies()).hasSize(2);
        advance(1);
        runTimer();
        runTimer();
        assertThat(replies()).containsExactly("nil", "PONG", "OK", "1");
        assertThat(pause.waitingClients()).isZero();
        assertThat(client.isWaiting()).isFalse();
    }

    @Test
    void everythingWaitsBesidesWhatIsRefused() {
        pause.begin(in(100), false);
        send("NOSUCH", "GET", "PING", "GET a");
        assertThat(sink.replies()).hasSize(2).allMatch(reply -> reply instanceof Reply.ErrorReply);
        pause.end();
        runTimer();
        assertThat(replies().subList(2, 4)).containsExactly("PONG", "nil");
    }

    @Test
    void commandsOverSeveralShardsWaitWithoutHoldingThem() {
        pause.begin(in(100), true);
        send("MSET a 1 b 2 c 3 d 4");
        assertThat(sink.replies()).isEmpty();
        Sink other = new Sink();
        Batch reads = new Batch(new Client(2, new TestServer(), "", "", () -> {}), other, back -> {});
        for (String key : new String[] {"a", "b", "c", "d"}) {
            reads.add(command("GET " + key));
        }
        begin(reads);
        assertThat(other.replies()).hasSize(4);
        pause.end();
        runTimer();
        assertThat(replies()).containsExactly("OK");
    }

    @Test
    void aPauseThatBeginsDuringAWalkStopsItBeforeTheCommand() {
        Batch batch = new Batch(client, sink, this::goOn);
        batch.add(command("MSET a 1 b 2 c 3 d 4"));
        assertThat(outside.begin(batch)).isEqualTo(Relay.Outcome.PASSED_ON);
        pause.begin(in(100), true);
        deliverAll();
        assertThat(sink.replies()).isEmpty();
        assertThat(pause.waitingClients()).isEqualTo(1);
        send("GET a"); // no shard is held
        assertThat(replies()).containsExactly("nil");
        pause.end();
        runTimer();
        assertThat(replies()).containsExactly("nil", "OK");
    }

    @Test
    void theLaterEndAndTheStricterKindCount() {
        pause.begin(in(100), true);
        pause.begin(in(10), false);
        advance(99);
        send("PING");
        assertThat(replies()).isEmpty();
        pause.begin(in(50), true);
        advance(49);
        runTimer();
        assertThat(replies()).isEmpty();
        advance(1);
        runTimer();
        runTimer();
        assertThat(replies()).containsExactly("PONG");

        pause.begin(in(10), true);
        send("PING");
        assertThat(replies()).containsExactly("PONG", "PONG");
    }

    @Test
    void aPauseOfNoLengthIsNone() {
        pause.begin(in(0), false);
        assertThat(pause.isOn()).isFalse();
        send("SET a 1");
        assertThat(replies()).containsExactly("OK");
    }

    @Test
    void aCommandThatComesAfterTheEndDoesNotWaitForTheTimer() {
        pause.begin(in(100), true);
        send("SET a 1");
        advance(100);
        send("SET b 1", "PING");
        assertThat(replies()).containsExactly("OK", "PONG");
        runTimer();
        assertThat(replies()).containsExactly("OK", "PONG", "OK");
    }

    @Test
    void theTimerIsAskedForAMinuteAtMost() {
        pause.begin(Long.MAX_VALUE, false);
        assertThat(planned).extracting(Planned::delayMillis).containsExactly(60_000L);
        advance(60_000);
        runTimer();
        assertThat(planned).extracting(Planned::delayMillis).containsExactly(60_000L);
    }

    @Test
    void commandsOfAClientThatIsGoneAreNotCarriedOut() {
        pause.begin(in(100), true);
        send("SET a 1");
        client.disconnect();
        assertThat(pause.waitingClients()).isZero();
        pause.end();
        runTimer();
        assertThat(sink.replies()).isEmpty();
    }

    @Test
    void scansWait() {
        pause.begin(in(100), false);
        send("SCAN 0");
        assertThat(sink.replies()).isEmpty();
        pause.end();
        runTimer();
        assertThat(sink.replies()).hasSize(1);
    }
}
