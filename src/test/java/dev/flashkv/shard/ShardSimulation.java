package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A store's shards and its clients in one thread, with a scheduler that delivers messages in any order that actors
 * could see: those of one sender to one receiver in order, everything else as the seed has it. The same seed makes the
 * same run.
 */
final class ShardSimulation {
    private static final int CLIENT_REPLIES_MAX = 3;

    final SplittableRandom random;
    final ManualClock clock = new ManualClock();
    final Limits limits = new Limits();
    final StoreContext context;

    private final ShardCore[] shards;
    private final long[] sweepDueMillis;
    private final Map<Long, Channel> channels = new HashMap<>();
    private final List<Channel> busy = new ArrayList<>();
    private final List<Runnable> events = new ArrayList<>();
    private int clients;
    private long ticks;
    private int unanswered;
    private Predicate<Shard.Message> lost = message -> false;

    /** Messages from one sender to one shard, in order. */
    private record Channel(int shard, Queue<Shard.Message> messages) {}

    ShardSimulation(long seed, int shardCount) {
        random = new SplittableRandom(seed);
        context = StoreContext.create(new ShardMap(shardCount), limits, clock, ExpirySettings.DEFAULTS);
        shards = new ShardCore[shardCount];
        sweepDueMillis = new long[shardCount];
        for (int i = 0; i < shardCount; i++) {
            int shard = i;
            sweepDueMillis[i] = Long.MAX_VALUE;
            shards[i] = new ShardCore(
                    i,
                    context,
                    random.nextLong(),
                    (to, message) -> send(shard, to, message),
                    delayMillis -> sweepDueMillis[shard] = clock.nowMillis() + delayMillis);
        }
    }

    /** A way to the shards that keeps its own order, for a client of that number. */
    Relay.Outbox outboxOf(int client) {
        return (shard, message) -> send(-2 - client, shard, message);
    }

    /** Counts on: later is more. */
    long tick() {
        return ++ticks;
    }

    /** Lets that happen at some time. */
    void post(Runnable event) {
        events.add(event);
    }

    /** How many entries there are anywhere for those who wait. */
    int waiterCount() {
        return Arrays.stream(shards).mapToInt(ShardCore::waiterCount).sum();
    }

    /** From now on, messages like that get lost: a planted fault. */
    void lose(Predicate<Shard.Message> messages) {
        lost = messages;
    }

    private void send(int from, int shard, Shard.Message message) {
        if (lost.test(message)) {
            return;
        }
        long key = (long) from * shards.length + shard;
        Channel channel = channels.computeIfAbsent(key, made -> new Channel(shard, new ArrayDeque<>()));
        if (channel.messages.isEmpty()) {
            busy.add(channel);
        }
        channel.messages.add(message);
    }

    /**
     * Sends a pipeline off at some time; each client has a door, and so an order, of its own. Half of the clients take
     * their replies in small portions, as slow connections do.
     */
    void execute(int client, List<List<String>> commands, Consumer<List<Reply>> answered) {
        unanswered++;
        Sink sink = new Sink(client % 2 == 0 ? Integer.MAX_VALUE : CLIENT_REPLIES_MAX);
        Client caller = new Client(++clients, new TestServer(), "", "", () -> {
            throw new AssertionError("a client was disconnected");
        });
        Relay door = Relay.outside(context, outboxOf(client));
        Batch batch = new Batch(caller, sink, back -> events.add(() -> proceed(door, back, sink, answered)));
        for (List<String> command : commands) {
            batch.add(CommandTable.standard()
                    .resolve(command.stream().map(Bytes::of).toArray(Bytes[]::new)));
        }
        events.add(() -> advance(door, batch, sink, answered));
    }

    private void advance(Relay door, Batch batch, Sink sink, Consumer<List<Reply>> answered) {
        if (door.advance(batch) == Relay.Outcome.RETURN) {
            proceed(door, batch, sink, answered);
        }
    }

    private void proceed(Relay door, Batch batch, Sink sink, Consumer<List<Reply>> answered) {
        if (batch.isFinished()) {
            unanswered--;
            answered.accept(sink.replies);
        } else {
            sink.drain();
            advance(door, batch, sink, answered);
        }
    }

    /** Lets something happen that is due. Says whether anything was. */
    boolean step() {
        int choices = busy.size() + events.size();
        if (choices == 0) {
            return false;
        }
        if (random.nextInt(50) == 0) {
            advance(Duration.ofMillis(random.nextInt(20)));
        }
        int choice = random.nextInt(choices);
        if (choice < busy.size()) {
            deliver(choice);
        } else {
            removeAt(events, choice - busy.size()).run();
        }
        return true;
    }

    private void deliver(int choice) {
        Channel channel = busy.get(choice);
        Shard.Message message = channel.messages.remove();
        if (channel.messages.isEmpty()) {
            removeAt(busy, choice);
        }
        shards[channel.shard].receive(message);
    }

    /** Moves the clock; sweeps that are due then are on their way. */
    void advance(Duration duration) {
        clock.advance(duration);
        for (int shard = 0; shard < shards.length; shard++) {
            if (sweepDueMillis[shard] <= clock.nowMillis()) {
                sweepDueMillis[shard] = Long.MAX_VALUE;
                send(-1, shard, Shard.Sweep.INSTANCE);
            }
        }
    }

    /** Lets everything happen that is due, and all that follows; says how many steps that were. */
    int run() {
        int steps = 0;
        while (step()) {
            steps++;
        }
        return steps;
    }

    /** How many pipelines have not been answered. */
    int unanswered() {
        return unanswered;
    }

    /** Whether a shard answers at once: it is not held, and nothing waits before what comes now. */
    boolean isIdle(int shard) {
        List<Reply> replies = new ArrayList<>();
        Client caller = new Client(++clients, new TestServer(), "", "", () -> {});
        Batch batch = new Batch(caller, new Sink(Integer.MAX_VALUE), back -> replies.add(Reply.OK));
        batch.add(CommandTable.standard().resolve(new Bytes[] {Bytes.of("PING")}));
        shards[shard].receive(batch);
        return replies.size() == 1;
    }

    int shardCount() {
        return shards.length;
    }

    /** Order among the events doesn't matter: it is drawn. */
    private static <T> T removeAt(List<T> list, int index) {
        T removed = list.get(index);
        T last = list.remove(list.size() - 1);
        if (index < list.size()) {
            list.set(index, last);
        }
        return removed;
    }

    /** Keeps all replies; says it is full after so many, until drained. */
    private static final class Sink implements ReplySink {
        private final List<Reply> replies = new ArrayList<>();
        private final int portion;
        private int taken;

        Sink(int portion) {
            this.portion = portion;
        }

        @Override
        public void accept(Reply reply) {
            replies.add(reply.detached());
            taken++;
        }

        @Override
        public boolean isFull() {
            return taken >= portion;
        }

        void drain() {
            taken = 0;
        }
    }
}
