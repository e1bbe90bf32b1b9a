package dev.flashkv.server;

import akka.Done;
import akka.stream.Materializer;
import dev.flashkv.command.Client;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.LimitOptions;
import dev.flashkv.command.Server;
import dev.flashkv.command.Traffic;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.shard.Batch;
import dev.flashkv.shard.Relay;
import dev.flashkv.shard.StoreContext;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One store with its clients, whatever door they come through. Thread-safe. */
public final class StoreServer implements Server {
    private static final int RUN_ID_BYTES = 20;

    private record Connection(Client client, Runnable leaveWhenIdle) {}

    private final Settings settings;
    private final StoreContext context;
    private final Relay relay;
    private final ConfigOptions config;
    private final long startMillis;
    private final String runId;
    private final AtomicLong lastClientId = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Connection> connections = new ConcurrentSkipListMap<>();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final TrafficCounters traffic = new TrafficCounters();
    private final Set<Materializer> materializers = new CopyOnWriteArraySet<>();
    private volatile boolean draining;

    /** A server without clients, in front of the shards that {@code outbox} reaches. */
    public StoreServer(Settings settings, StoreContext context, Relay.Outbox outbox) {
        this.settings = settings;
        this.context = context;
        this.relay = Relay.outside(context, outbox);
        this.config = settings.options();
        LimitOptions.bind(config, context.limits());
        this.startMillis = context.clock().nowMillis();
        byte[] random = new byte[RUN_ID_BYTES];
        new SecureRandom().nextBytes(random);
        this.runId = HexFormat.of().formatHex(random);
    }

    /** The settings it was started with. */
    public Settings settings() {
        return settings;
    }

    /** Where batches begin. */
    public Relay relay() {
        return relay;
    }

    /** A client that comes from {@code address}; empty for an embedded caller. {@code disconnect} ends its connection. */
    public Client newClient(String address, String localAddress, Runnable disconnect) {
        return new Client(lastClientId.incrementAndGet(), this, address, localAddress, disconnect);
    }

    /** A client without a connection. */
    public Client newEmbeddedClient() {
        return newClient("", "", () -> {});
    }

    /** A connection begins; {@code leaveWhenIdle} asks it to end once its commands in flight are answered. */
    void connected(Client client, Runnable leaveWhenIdle) {
        connections.put(client.id(), new Connection(client, leaveWhenIdle));
        traffic.connections.increment();
        if (draining) {
            leaveWhenIdle.run();
        }
    }

    /** A connection has ended. */
    void disconnected(Client client) {
        connections.remove(client.id());
    }

    /** A batch has come in, before it is sent off. */
    void received(Batch batch) {
        if (batch.size() > 0) {
            batch.client().active(batch.lastCommandName(), context.clock().nowMillis());
        }
    }

    /** A batch has come back finished. */
    public void answered(Batch batch) {
        traffic.commands.add(batch.position());
        if (batch.errors() > 0) {
            traffic.errors.add(batch.errors());
        }
    }

    /** The streams of connections will run in {@code materializer}, and no others. */
    void connectionsIn(Materializer materializer) {
        materializers.add(materializer);
    }

    /**
     * Asks all connections to end as soon as what they sent is answered, once no more are accepted; completes when
     * their sockets have taken the replies and are closed.
     */
    public CompletionStage<Done> drain() {
        draining = true;
        connections.values().forEach(connection -> connection.leaveWhenIdle.run());
        CompletableFuture<?>[] ends = materializers.stream()
                .map(materializer -> StreamWatch.allEnded(materializer).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(ends).thenApply(nothing -> Done.getInstance());
    }

    /** Ends all connections at once. */
    public void disconnectAll() {
        connections.values().forEach(connection -> connection.client.disconnect());
    }

    void listensAt(int port) {
        ports.add(port);
    }

    void listensNoMoreAt(int port) {
        ports.remove((Integer) port);
    }

    @Override
    public Clock clock() {
        return context.clock();
    }

    @Override
    public void pauseMillis(long millis) {
        // Blocking a thread that serves clients is what DEBUG SLEEP is for.
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long startMillis() {
        return startMillis;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public String runId() {
        return runId;
    }

    @Override
    public int shardCount() {
        return context.map().shardCount();
    }

    @Override
    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    @Override
    public Collection<Client> clients() {
        return connections.values().stream().map(Connection::client).toList();
    }

    @Override
    public ConfigOptions config() {
        return config;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void resetStatistics() {
        traffic.reset();
        context.statistics().reset();
    }

    @Override
    public @Nullable String rewriteConfig() {
        return "The server is running without a config file";
    }

    private static final class TrafficCounters implements Traffic {
        private final LongAdder connections = new LongAdder();
        private final LongAdder commands = new LongAdder();
        private final LongAdder errors = new LongAdder();

        @Override
        public long connectionsReceived() {
            return connections.sum();
        }

        @Override
        public long commandsProcessed() {
            return commands.sum();
        }

        @Override
        public long errorReplies() {
            return errors.sum();
        }

        void reset() {
            connections.reset();
            commands.reset();
            errors.reset();
        }
    }
}
