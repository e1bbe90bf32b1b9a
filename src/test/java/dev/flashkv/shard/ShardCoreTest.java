package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.CapturedLog;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.Execution;
import dev.flashkv.command.FaultyCommand;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One shard or a few, message by message, in plain Java. */
class ShardCoreTest {
    private static final ExpirySettings EXPIRY = new ExpirySettings(100, 10, 1000, 3);

    private final ManualClock clock = new ManualClock();
    private final Limits limits = new Limits();
    private final List<Long> plannedMillis = new ArrayList<>();
    private final Queue<Runnable> mail = new ArrayDeque<>();
    private final List<ShardCore> shards = new ArrayList<>();
    private int disconnected;
    /** Whether the shards' thread takes turns. */
    private boolean takesTurns;

    private int turnsAskedFor;

    private void start(int shardCount) {
        start(shardCount, EXPIRY);
    }

    private void start(int shardCount, ExpirySettings expiry) {
        StoreContext context = StoreContext.create(new ShardMap(shardCount), limits, clock, expiry);
        ShardCore.SweepTimer timer = new ShardCore.SweepTimer() {
            @Override
            public void planInMillis(long delayMillis) {
                plannedMillis.add(delayMillis);
            }

            @Override
            public boolean afterOthers() {
                turnsAskedFor += takesTurns ? 1 : 0;
                return takesTurns;
            }
        };
        for (int i = 0; i < shardCount; i++) {
            shards.add(new ShardCore(
                    i,
                    context,
                    i,
                    (to, message) -> mail.add(() -> shards.get(to).receive(message)),
                    timer));
        }
    }

    private void deliverAll() {
        while (!mail.isEmpty()) {
            mail.remove().run();
        }
    }

    private List<Reply> run(Command... commands) {
        List<Reply> replies = new ArrayList<>();
        shards.get(0).receive(batch(new CollectedReplies(replies), commands));
        deliverAll();
        return replies;
    }

    private Reply run(String... words) {
        return run(command(words)).get(0);
    }

    private Batch batch(ReplySink sink, Command... commands) {
        Client client = new Client(1, new TestServer(), "", "", () -> disconnected++);
        Batch batch = new Batch(client, sink, back -> {});
        Arrays.stream(commands).forEach(batch::add);
        return batch;
    }

    private static Command command(String... words) {
        return CommandTable.standard()
                .resolve(Arrays.stream(words).map(Bytes::of).toArray(Bytes[]::new));
    }

    /** One shard that takes turns, with 300 keys that fall due in 20 ms; a sweep removes 250 at most. */
    private void startWithKeysForSlices() {
        takesTurns = true;
        start(1, new ExpirySettings(100, 10, 1000, 250));
        for (int i = 0; i < 300; i++) {
            run("SET", "key" + i, "1", "PX", "20");
        }
    }

    // ---- expiry ----

    @Test
    void noSweepIsPlannedWithoutADeadline() {
        start(1);
        run("SET", "a", "1");
        run("LPUSH", "l", "1");
        assertThat(plannedMillis).isEmpty();
    }

    @Test
    void theFirstSweepComesAtTheDeadlineOrTheBaseInterval() {
        start(1);
        run("SET", "a", "1", "PX", "3600000");
        assertThat(plannedMillis).containsExactly(100L);
        run("SET", "b", "1", "PX", "50");
        assertThat(plannedMillis).as("a nearer deadline is planned anew").containsExactly(100L, 51L);
        run("SET", "c", "1", "PX", "70");
        assertThat(plannedMillis).as("a later one is not").hasSize(2);
        run("SET", "d", "1", "PX", "1");
        assertThat(plannedMillis).as("never sooner than min-interval").containsExactly(100L, 51L, 10L);
    }

    @Test
    void sweepsComeAtTheNextDeadlineWithinTheBounds() {
        start(1);
        run("SET", "far", "1", "PX", "3600000");
        run("SET", "near", "1", "PX", "250");
        plannedMillis.clear();
        clock.advance(Duration.ofMillis(100));
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        assertThat(plannedMillis).containsExactly(151L);
        clock.advance(Duration.ofMillis(151));
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        assertThat(plannedMillis).as("max-interval, as the next is far").containsExactly(151L, 1000L);
        assertThat(run("DBSIZE")).isEqualTo(Reply.ONE);
    }

    @Test
    void aSweepRemovesSoManyAndComesBackSoonUntilDone() {
        start(1);
        for (int i = 0; i < 8; i++) {
            run("SET", "key" + i, "1", "PX", "20");
        }
        clock.advance(Duration.ofMillis(21));
        plannedMillis.clear();
        List<Reply> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            shards.get(0).receive(Shard.Sweep.INSTANCE);
            sizes.add(run("DBSIZE"));
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(sizes).containsExactly(Reply.integer(5), Reply.integer(2), Reply.integer(0));
        assertThat(plannedMillis).as("and no more without deadlines").containsExactly(10L, 10L);
    }

    @Test
    void whereTurnsAreTakenASweepTakesOneForEachSlice() {
        startWithKeysForSlices();
        clock.advance(Duration.ofMillis(21));
        plannedMillis.clear();
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        assertThat(run("DBSIZE")).as("it removes a few and gives way").isEqualTo(Reply.integer(284));
        List<Reply> sizes = new ArrayList<>();
        for (int turn = 1; turn <= 3; turn++) {
            assertThat(turnsAskedFor).isEqualTo(turn);
            assertThat(plannedMillis).as("nothing else is planned meanwhile").isEmpty();
            shards.get(0).receive(Shard.Sweep.TURN);
            sizes.add(run("DBSIZE"));
        }
        assertThat(sizes).containsExactly(Reply.integer(184), Reply.integer(84), Reply.integer(50));
        assertThat(turnsAskedFor).as("the sweep has removed all it may").isEqualTo(3);
        assertThat(plannedMillis).containsExactly(10L);
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        shards.get(0).receive(Shard.Sweep.TURN);
        assertThat(run("DBSIZE")).isEqualTo(Reply.ZERO);
        assertThat(turnsAskedFor).as("nothing is left").isEqualTo(4);
        run("SET", "late", "1", "PX", "50");
        assertThat(plannedMillis).as("deadlines are looked at again").containsExactly(10L, 51L);
        plannedMillis.clear();
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        assertThat(turnsAskedFor).as("nobody gives way to do nothing").isEqualTo(4);
        assertThat(plannedMillis).containsExactly(51L);
    }

    @Test
    void betweenSlicesWaitsEndInTimeAndExpiryCanBeSwitchedOff() {
        startWithKeysForSlices();
        List<Reply> popped = new ArrayList<>();
        shards.get(0).receive(batch(new CollectedReplies(popped), command("BLPOP", "none", "0.03")));
        clock.advance(Duration.ofMillis(21));
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        clock.advance(Duration.ofMillis(10));
        assertThat(popped).isEmpty();
        shards.get(0).receive(Shard.Sweep.TURN);
        deliverAll();
        assertThat(popped).containsExactly(Reply.NULL_ARRAY);
        assertThat(turnsAskedFor).as("the sweep is under way").isEqualTo(2);
        limits.activeExpiry(false);
        plannedMillis.clear();
        shards.get(0).receive(Shard.Sweep.TURN);
        assertThat(run("DBSIZE")).isEqualTo(Reply.integer(184));
        assertThat(plannedMillis).as("only to look again").containsExactly(1000L);
    }

    @Test
    void sweepsRemoveNothingWhileActiveExpiryIsOff() {
        start(1);
        limits.activeExpiry(false);
        run("SET", "a", "1", "PX", "20");
        clock.advance(Duration.ofMillis(21));
        plannedMillis.clear();
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        assertThat(plannedMillis).as("only to look again").containsExactly(1000L);
        assertThat(run("DBSIZE")).isEqualTo(Reply.ONE);
        assertThat(run("EXISTS", "b")).isEqualTo(Reply.ZERO);
        limits.activeExpiry(true);
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        assertThat(run("DBSIZE")).isEqualTo(Reply.ZERO);
        run("SET", "c", "1", "PX", "20");
        limits.activeExpiry(false);
        clock.advance(Duration.ofMillis(21));
        assertThat(run("EXISTS", "c")).as("whoever asks finds it gone").isEqualTo(Reply.ZERO);
    }

    @Test
    void aSweepWaitsWhileTheShardIsHeld() {
        start(2);
        run("SET", "a", "1", "PX", "20");
        clock.advance(Duration.ofMillis(21));
        List<Reply> replies = new ArrayList<>();
        shards.get(0).receive(batch(new CollectedReplies(replies), command("DBSIZE")));
        shards.get(0).receive(Shard.Sweep.INSTANCE);
        shards.get(1).receive(Shard.Sweep.INSTANCE);
        deliverAll();
        assertThat(run("DBSIZE")).isEqualTo(Reply.ZERO);
    }

    @ParameterizedTest
    @MethodSource("sweepTimes")
    void nextSweep(long untilDeadline, boolean first, long expected) {
        long now = 1_000_000;
        assertThat(EXPIRY.nextSweepMillis(now + untilDeadline, now, first)).isEqualTo(expected);
    }

    static Stream<Arguments> sweepTimes() {
        return Stream.of(
                Arguments.of(-5000L, true, 10L),
                Arguments.of(-5000L, false, 10L),
                Arguments.of(0L, false, 10L),
                Arguments.of(9L, false, 10L),
                Arguments.of(10L, false, 11L),
                Arguments.of(98L, true, 99L),
                Arguments.of(100L, true, 100L),
                Arguments.of(5000L, true, 100L),
                Arguments.of(998L, false, 999L),
                Arguments.of(5000L, false, 1000L));
    }

    @Test
    void nextSweepAtTheEndsOfTime() {
        assertThat(EXPIRY.nextSweepMillis(Long.MAX_VALUE, 0, true))
                .as("no deadline")
                .isEqualTo(-1);
        assertThat(EXPIRY.nextSweepMillis(Long.MAX_VALUE - 1, 0, false)).isEqualTo(1000);
        assertThat(EXPIRY.nextSweepMillis(1, Long.MAX_VALUE / 2, false)).isEqualTo(10);
    }

    // ---- failures ----

    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(
                () -> new IllegalStateException("planted"),
                () -> new StackOverflowError("planted"),
                () -> new OutOfMemoryError("planted"),
                () -> new AssertionError("planted"),
                () -> new NoClassDefFoundError("planted"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aHandlerThatFailsIsAnsweredAndLeavesAllKeys(Supplier<Throwable> failure) {
        start(2);
        run("MSET", "a", "1", "b", "2", "c", "3");
        List<Reply> replies;
        try (CapturedLog log = CapturedLog.of(Execution.class)) {
            replies = run(
                    command("INCR", "a"),
                    FaultyCommand.onShard(Bytes.of("a"), Bytes.of("7"), failure),
                    FaultyCommand.onAllShards(failure),
                    FaultyCommand.alongShards(failure),
                    FaultyCommand.onConnection(failure),
                    command("INCR", "a"));
            assertThat(log.messages()).hasSize(4).allMatch(message -> message.contains("'faulty'"));
        }
        Reply internal = Reply.error("ERR internal error");
        assertThat(replies).containsExactly(Reply.integer(2), internal, internal, internal, internal, Reply.integer(8));
        assertThat(run("MGET", "b", "c")).isEqualTo(Reply.array(Reply.bulk("2"), Reply.bulk("3")));
        assertThat(disconnected).isZero();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aReplyThatCannotBeTakenDisconnectsItsClientAndHoldsNobody(Supplier<Throwable> failure) {
        start(3);
        ReplySink broken = new ReplySink() {
            @Override
            public void accept(Reply reply) {
                throw new IllegalStateException(failure.get());
            }

            @Override
            public boolean isFull() {
                return false;
            }
        };
        try (CapturedLog log = CapturedLog.of(ShardCore.class)) {
            shards.get(0).receive(batch(broken, command("DBSIZE"), command("SET", "never", "1")));
            deliverAll();
            assertThat(log.messages()).hasSize(1);
        }
        assertThat(disconnected).isEqualTo(1);
        assertThat(run("EXISTS", "never")).isEqualTo(Reply.ZERO);
        assertThat(run("MSET", "a", "1", "b", "2", "c", "3")).isEqualTo(Reply.OK);
        assertThat(run("DBSIZE")).isEqualTo(Reply.integer(3));
    }

    // ---- holds ----

    @Test
    void whatComesToAHeldShardWaitsInItsOrder() {
        start(2);
        List<Reply> replies = new ArrayList<>();
        // Holds shard 0 and is on its way to shard 1.
        shards.get(0).receive(batch(new CollectedReplies(new ArrayList<>()), command("FLUSHALL")));
        String key = keyOf(0);
        shards.get(0).receive(batch(new CollectedReplies(replies), command("APPEND", key, "a")));
        shards.get(0).receive(batch(new CollectedReplies(replies), command("APPEND", key, "b")));
        shards.get(0).receive(batch(new CollectedReplies(replies), command("GET", key)));
        assertThat(replies).isEmpty();
        deliverAll();
        assertThat(replies).containsExactly(Reply.integer(1), Reply.integer(2), Reply.bulk("ab"));
    }

    private static String keyOf(int shard) {
        ShardMap map = new ShardMap(2);
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "key" + i)
                .filter(key -> map.shardOf(Bytes.of(key)) == shard)
                .findFirst()
                .orElseThrow();
    }
}
