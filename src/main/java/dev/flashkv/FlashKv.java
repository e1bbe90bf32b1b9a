package dev.flashkv;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Reply;
import dev.flashkv.server.Settings;
import dev.flashkv.server.StoreServer;
import dev.flashkv.server.TcpServer;
import dev.flashkv.shard.Shard;
import dev.flashkv.shard.ShardMap;
import dev.flashkv.shard.StoreContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store: 64 shard actors and the doors to them. Several stores can live in one JVM, and in one actor system.
 *
 * <pre>{@code
 * try (FlashKv store = FlashKv.create()) {
 *     store.execute("SET", "greeting", "hello").toCompletableFuture().join();
 *     TcpDoor door = store.listen("127.0.0.1", 0); // Redis clients may connect to door.port()
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread. The stages they return complete on a shard's thread: whoever has more
 * than a little to do then, or would wait for another reply, uses the {@code …Async} methods of {@link CompletionStage}.
 */
public final class FlashKv implements AutoCloseable {

    /*
     * The store doesn't own its actor system unless it made it. It never ends the JVM: the system it makes has Akka's
     * exit on fatal errors switched off, and a host's system does what its host has configured.
     */

    private static final AtomicInteger STORES = new AtomicInteger();
    private static final Config EMBEDDED = ConfigFactory.parseString(String.join(
            "\n",
            "akka.jvm-exit-on-fatal-error = off",
            "akka.daemonic = on",
            "akka.log-dead-letters = off",
            "akka.log-dead-letters-during-shutdown = off",
            "akka.coordinated-shutdown.exit-jvm = off",
            "akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off"));

    private final ActorSystem<?> system;
    private final boolean ownsSystem;
    private final Settings settings;
    private final StoreContext context;
    private final List<ActorRef<Shard.Message>> shards = new ArrayList<>();
    private final StoreServer server;
    private final Materializer materializer;
    private final List<TcpDoor> doors = new CopyOnWriteArrayList<>();
    private final InFlight inFlight = new InFlight();
    private final CompletableFuture<Done> closed = new CompletableFuture<>();

    private FlashKv(ActorSystem<?> system, boolean ownsSystem, Settings settings, Clock clock) {
        this.system = system;
        this.ownsSystem = ownsSystem;
        this.settings = settings;
        Limits limits = settings.limits();
        this.context = StoreContext.create(new ShardMap(settings.shards()), limits, clock, settings.expiry());
        this.server = new StoreServer(settings, context, this::send);
        this.materializer = Materializer.createMaterializer(system);
        int number = STORES.incrementAndGet();
        SplittableRandom seeds = new SplittableRandom();
        for (int shard = 0; shard < settings.shards(); shard++) {
            shards.add(system.systemActorOf(
                    Shard.create(shard, context, seeds.nextLong(), this::send, server::newEmbeddedClient),
                    String.format(Locale.ROOT, "flashkv-%d-shard-%d", number, shard),
                    DispatcherSelector.fromConfig(settings.shardDispatcher())));
        }
    }

    private void send(int shard, Shard.Message message) {
        shards.get(shard).tell(message);
    }

    /** A store in an actor system of its own, with the default configuration of the class path. */
    public static FlashKv create() {
        return create(ConfigFactory.load());
    }

    /**
     * A store in an actor system of its own.
     *
     * @param config a whole configuration, such as {@link ConfigFactory#load()} gives
     * @throws com.typesafe.config.ConfigException if a setting is not valid
     */
    public static FlashKv create(Config config) {
        return create(config, Clock.anchored());
    }

    /** Like {@link #create(Config)}, on the given clock: every TTL is measured by it. */
    public static FlashKv create(Config config, Clock clock) {
        Settings settings = Settings.from(config);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "flashkv", EMBEDDED.withFallback(config));
        return new FlashKv(system, true, settings, clock);
    }

    /** A store in the host's actor system, with the settings of that system's configuration. */
    public static FlashKv start(ActorSystem<?> system) {
        return start(system, Clock.anchored());
    }

    /** Like {@link #start(ActorSystem)}, on the given clock: every TTL is measured by it. */
    public static FlashKv start(ActorSystem<?> system, Clock clock) {
        return new FlashKv(system, false, Settings.from(system.settings().config()), clock);
    }

    /**
     * Carries a command out, given as its words in UTF-8.
     *
     * @param command name and arguments; at least the name
     * @return the reply; an error is a {@link Reply.ErrorReply}. Fails only when the store is closed.
     */
    public CompletionStage<Reply> execute(String... command) {
        return execute(Arrays.stream(command).map(Bytes::of).toArray(Bytes[]::new));
    }

    /**
     * Carries a command out.
     *
     * @param command name and arguments; at least the name; not to be changed afterwards
     * @return the reply; an error is a {@link Reply.ErrorReply}. Fails only when the store is closed.
     */
    public CompletionStage<Reply> execute(Bytes... command) {
        return batch().add(command).execute().thenApply(replies -> replies.get(0));
    }

    /** A pipeline to be filled: its commands take effect in their order and cost one message for each change of shard. */
    public CommandBatch batch() {
        return new CommandBatch(server, inFlight);
    }

    /**
     * Opens the TCP door on this store's keyspace. Waits until clients can connect.
     *
     * @param host the address to listen at
     * @param port its port; 0 picks a free one
     * @throws akka.stream.BindFailedException if the address can't be used
     */
    public TcpDoor listen(String host, int port) {
        try {
            TcpDoor door = new TcpDoor(
                    TcpServer.bind(server, host, port, materializer).toCompletableFuture().join());
            doors.add(door);
            return door;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The shard that has {@code key}, for actors that talk to it themselves; see {@link Shard.Execute}. */
    public ActorRef<Shard.Message> shardFor(Bytes key) {
        return shards.get(context.map().shardOf(key));
    }

    /** The shard that has {@code key} (in UTF-8), for actors that talk to it themselves; see {@link Shard.Execute}. */
    public ActorRef<Shard.Message> shardFor(String key) {
        return shardFor(Bytes.of(key));
    }

    /** The actor system that the store lives in. */
    public ActorSystem<?> system() {
        return system;
    }

    /** The settings it was started with. */
    public Settings settings() {
        return settings;
    }

    /**
     * Closes the store: no new connections and commands; those in flight are answered, for up to the shutdown timeout
     * of the settings; then connections and shards end, and the actor system if it is the store's own. The keys are
     * gone. Calling it again does nothing new.
     */
    public CompletionStage<Done> terminate() {
        if (inFlight.refuseNew()) {
            Duration timeout = settings.shutdownTimeout();
            CompletableFuture<?> unbound = CompletableFuture.allOf(
                    doors.stream().map(door -> door.unbind().toCompletableFuture()).toArray(CompletableFuture[]::new));
            unbound.thenCompose(nothing -> server.drain())
                    .thenCombine(inFlight.drained(), (connections, commands) -> Done.getInstance())
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((done, tooLate) -> stop());
        }
        return closed;
    }

    private void stop() {
        server.disconnectAll();
        shards.forEach(shard -> shard.tell(Shard.Stop.INSTANCE));
        materializer.shutdown();
        if (ownsSystem) {
            system.terminate();
            system.getWhenTerminated().whenComplete((done, failure) -> closed.complete(Done.getInstance()));
        } else {
            closed.complete(Done.getInstance());
        }
    }

    /** Closes the store and waits until it is closed. See {@link #terminate()}. */
    @Override
    public void close() {
        try {
            terminate().toCompletableFuture().get(settings.shutdownTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("FlashKV did not close in time", e);
        }
    }
}
