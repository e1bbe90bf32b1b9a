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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A store of 64 shards with several clients in plain Java: messages are delivered in the order they were sent, until
 * there are none. What a client has been answered stays until somebody looks.
 */
final class PlainStore {
    private static final int SHARDS = 64;

    final ManualClock clock = new ManualClock();
    final Limits limits = new Limits();
    final TestServer server = new TestServer();
    final StoreContext context = StoreContext.create(new ShardMap(SHARDS), limits, clock, ExpirySettings.DEFAULTS);

    private final ShardCore[] shards = new ShardCore[SHARDS];
    private final long[] timerDueMillis = new long[SHARDS];
    private final Queue<Runnable> mail = new ArrayDeque<>();
    private final Relay door = Relay.outside(context, this::send);
    private final Map<String, Caller> callers = new HashMap<>();
    private int releases;

    PlainStore() {
        server.pubSub = context.pubSub();
        server.tracking = context.tracking();
        Arrays.fill(timerDueMillis, Long.MAX_VALUE);
        for (int i = 0; i < SHARDS; i++) {
            int shard = i;
            shards[i] = new ShardCore(
                    i, context, i, this::send, delay -> timerDueMillis[shard] = clock.nowMillis() + delay);
        }
    }

    private void send(int shard, Shard.Message message) {
        releases += message == Shard.Release.INSTANCE ? 1 : 0;
        mail.add(() -> shards[shard].receive(message));
    }

    private void deliver() {
        Runnable next;
        while ((next = mail.poll()) != null) {
            next.run();
        }
    }

    /** The client of that name, made when it is first asked for. */
    Client client(String name) {
        return caller(name).client;
    }

    private Caller caller(String name) {
        return callers.computeIfAbsent(name, each -> new Caller(callers.size() + 1));
    }

    /** Sends a pipeline and says what the client has been answered since somebody looked last. */
    List<Reply> send(String name, String... lines) {
        Caller caller = caller(name);
        caller.send(lines);
        deliver();
        return received(name);
    }

    /** What the client has been answered since somebody looked last. */
    List<Reply> received(String name) {
        List<Reply> replies = List.copyOf(caller(name).replies);
        caller(name).replies.clear();
        return replies;
    }

    /** The client's connection ends, whatever it waits for. */
    void vanish(String name) {
        caller(name).client.leave();
        deliver();
    }

    /** Moves the clock, and lets happen what is due by then. */
    void advance(Duration duration) {
        clock.advance(duration);
        for (int shard = 0; shard < SHARDS; shard++) {
            if (timerDueMillis[shard] <= clock.nowMillis()) {
                timerDueMillis[shard] = Long.MAX_VALUE;
                send(shard, Shard.Sweep.INSTANCE);
            }
        }
        deliver();
    }

    /** How many shards have been held so far. */
    int releases() {
        return releases;
    }

    /** How many entries there are anywhere for those who wait. */
    int waiterCount() {
        return Arrays.stream(shards).mapToInt(ShardCore::waiterCount).sum();
    }

    /** Fails if a shard is held. */
    void checkIdle() {
        for (int shard = 0; shard < SHARDS; shard++) {
            Caller probe = new Caller(1000 + shard);
            probe.batch.add(CommandTable.standard().resolve(new Bytes[] {Bytes.of("PING")}));
            shards[shard].receive(probe.batch);
            assertThat(probe.replies).as("shard %d answers", shard).hasSize(1);
        }
    }

    /** One client with its one batch. */
    private final class Caller implements ReplySink {
        private final Client client;
        private final Batch batch;
        private final List<Reply> replies = new ArrayList<>();

        Caller(long id) {
            client = new Client(id, server, "127.0.0.1:" + (50000 + id), "127.0.0.1:6379", () -> {});
            batch = new Batch(client, this, back -> mail.add(this::proceed));
        }

        void send(String... lines) {
            for (String line : lines) {
                Bytes[] words =
                        Arrays.stream(line.split(" ", -1)).map(Bytes::of).toArray(Bytes[]::new);
                batch.add(CommandTable.standard().resolve(words));
            }
            advance();
        }

        private void advance() {
            if (door.advance(batch) == Relay.Outcome.RETURN) {
                proceed();
            }
        }

        private void proceed() {
            if (batch.isFinished()) {
                batch.clear();
            } else {
                advance();
            }
        }

        @Override
        public void accept(Reply reply) {
            replies.add(reply.detached());
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
