package dev.flashkv;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.EmbeddedOperations;
import dev.flashkv.command.SettingException;
import dev.flashkv.dispatch.LoopThreads;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.keyspace.MemoryInfo;
import dev.flashkv.keyspace.Statistics;
import dev.flashkv.reply.Reply;
import dev.flashkv.server.Settings;
import dev.flashkv.server.StoreServer;
import dev.flashkv.server.TcpServer;
import dev.flashkv.shard.Shard;
import dev.flashkv.shard.ShardMail;
import dev.flashkv.shard.ShardMap;
import dev.flashkv.shard.StoreContext;
import dev.flashkv.shard.Turns;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A store: 64 shard actors and the doors to them. Several stores can live in one JVM, and in one actor system.
 *
 * <pre>{@code
 * try (FlashKv store = FlashKv.create()) {
 *     store.set("greeting", "hello")
 *             .thenCompose(isNew -> store.get("greeting"))
 *             .thenAccept(greeting -> System.out.println(greeting.orElse("nobody there")))
 *             .toCompletableFuture()
 *             .join();
 *     TcpDoor door = store.listen("127.0.0.1", 0); // Redis clients may connect to door.port()
 * }
 * }</pre>
 *
 * <p><b>Operations.</b> The typed ones are declared, with what may go wrong, by {@link StringOperations}, {@link
 * ListOperations} and {@link KeyOperations}; {@link #execute(String...)} carries out any command, {@link #batch()} many
 * of them in one go. Nothing may be null. What is stored is copied, and what is returned is the caller's to keep. All
 * operations work on database 0; a batch may SELECT another one for itself alone. Calls that don't wait for each other
 * may take effect in any order; the commands of a batch keep theirs.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. Stages complete on a shard's thread, and what is
 * chained to them runs there: while it does, the shards of that thread answer nobody, and by default all of them have
 * the same, an event loop. Whoever has more than a little to do, or waits for something, uses the {@code …Async}
 * methods of {@link CompletionStage}. To wait for the store itself on a shard's thread, or on any event loop, fails with
 * {@link IllegalStateException}. Actors pipe a stage to themselves.
 *
 * <p><b>Failures.</b> An error of Redis fails the stage of a typed operation with {@link
 * dev.flashkv.reply.CommandException}; {@link #execute(String...)} and {@link #batch()} hand it out as a {@link
 * Reply.ErrorReply}. Once the store is closed, or its actor system has ended, every stage fails with {@link
 * IllegalStateException}. No stage stays open for ever.
 *
 * <p><b>Actors</b> may talk to the shards themselves: see {@link #shardFor(String)}. <b>Tests</b> bring their own
 * clock: see {@link dev.flashkv.testkit.ManualClock}.
 */
public final class FlashKv implements StringOperations, ListOperations, KeyOperations, AutoCloseable {

    /*
     * The store doesn't own its actor system unless it made it. It never ends the JVM: the system it makes has Akka's
     * exit on fatal errors switched off, and a host's system does what its host has configured.
     *
     * Closing: nothing new is let in; what is in flight gets the shutdown timeout to be answered; the shards stop; what
     * has no answer by then fails. A host that ends its system has the store closed first, by a task of Akka's
     * coordinated shutdown, as late as possible, as the host's own services may need the store to finish. Where that is
     * switched off, the keeper ends with the system and fails what waits.
     */

    private static final AtomicInteger STORES = new AtomicInteger();
    private static final Config EMBEDDED = ConfigFactory.parseString("""
        akka {
          jvm-exit-on-fatal-error = off
          daemonic = on
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.exit-jvm = off
          coordinated-shutdown.run-by-jvm-shutdown-hook = off
        }
        """);

    /** The most keys that are removed in one go while everybody waits: some milliseconds' work. */
    private static final int CLEANUP_SLICE_KEYS = 10_000;

    /** Akka's own: it isn't held up by what a host does on the others. */
    private static final String KEEPER_DISPATCHER = "akka.actor.internal-dispatcher";

    private final ActorSystem<?> system;
    private final boolean ownsSystem;
    private final Settings settings;
    private final StoreContext context;
    private final ShardMail shards;
    private final ActorRef<ShardKeeper.Message> keeper;
    private final EmbeddedDoor embedded;
    private final StoreStreams streams;
    private final StoreServer server;
    private final Materializer materializer;
    private final Cancellable shutdownTask;
    private final List<TcpDoor> doors = new CopyOnWriteArrayList<>();
    private final AtomicBoolean terminating = new AtomicBoolean();
    private final CompletableFuture<Done> stopped = new CompletableFuture<>();
    private final CompletableFuture<Done> closed = new CompletableFuture<>();
    private volatile boolean endsSystem;

    private FlashKv(ActorSystem<?> system, boolean ownsSystem, Settings settings, Clock clock) {
        if (system.getWhenTerminated().toCompletableFuture().isDone()) {
            throw new IllegalStateException("the actor system has terminated");
        }
        DispatcherSelector shardDispatcher = DispatcherSelector.fromConfig(settings.shardDispatcher());
        system.dispatchers().lookup(shardDispatcher); // throws if there is no such dispatcher
        this.system = system;
        this.ownsSystem = ownsSystem;
        this.settings = settings;
        Limits limits = settings.limits();
        this.context = StoreContext.create(new ShardMap(settings.shards()), limits, clock, settings.expiry());
        Turns turns = LoopThreads::afterOthers;
        this.shards = new ShardMail(settings.shards(), LoopThreads::isLoneLoop, turns);
        this.server = new StoreServer(settings, context, shards, turns);
        server.endPausesWith((delayMillis, task) ->
                system.scheduler().scheduleOnce(Duration.ofMillis(delayMillis), task, system.executionContext()));
        this.embedded = new EmbeddedDoor(server);
        this.streams = new StoreStreams(embedded);
        this.materializer = Materializer.createMaterializer(system);
        String name = "flashkv-" + STORES.incrementAndGet();
        SplittableRandom seeds = new SplittableRandom();
        for (int shard = 0; shard < settings.shards(); shard++) {
            shards.address(system.systemActorOf(
                    Shard.create(shard, context, seeds.nextLong(), shards, server::newEmbeddedClient),
                    String.format(Locale.ROOT, "%s-shard-%d", name, shard),
                    shardDispatcher));
        }
        this.keeper = system.systemActorOf(
                ShardKeeper.create(shards.shards(), this::shardsGone),
                name,
                DispatcherSelector.fromConfig(KEEPER_DISPATCHER));
        this.shutdownTask = CoordinatedShutdown.get(system)
                .addCancellableTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), name, () -> {
                    terminate();
                    return stopped;
                });
    }

    /** A store in an actor system of its own, with the configuration of the class path. */
    public static FlashKv create() {
        return create(ConfigFactory.load());
    }

    /**
     * A store in an actor system of its own.
     *
     * <pre>{@code
     * FlashKv.create(ConfigFactory.parseString("flashkv.maxmemory = 64 MiB, flashkv.maxmemory-policy = allkeys-lru"));
     * }</pre>
     *
     * @param config its settings; what they don't say is as in reference.conf
     * @throws com.typesafe.config.ConfigException if a setting is not valid
     */
    public static FlashKv create(Config config) {
        return create(config, Clock.anchored());
    }

    /** Like {@link #create(Config)}, on the given clock: every TTL is measured by it. */
    public static FlashKv create(Config config, Clock clock) {
        Config whole = EMBEDDED.withFallback(config)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        Settings settings = Settings.from(whole);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "flashkv", whole);
        try {
            return new FlashKv(system, true, settings, clock);
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    /** Like {@link #create()}, on the given clock: every TTL is measured by it. */
    public static FlashKv create(Clock clock) {
        return create(ConfigFactory.load(), clock);
    }

    /**
     * A store in the host's actor system, with the settings of that system's configuration. It closes when the system
     * terminates, or earlier by {@link #close()}; the system stays then.
     *
     * <p>Its shards run on the dispatcher that {@code flashkv.shard-dispatcher} names: one of the store's own, with one
     * thread, unless the host's configuration says otherwise. A classic actor system joins in by {@code
     * Adapter.toTyped(system)}.
     *
     * @throws com.typesafe.config.ConfigException if a setting is not valid
     * @throws akka.ConfigurationException if there is no such dispatcher
     * @throws IllegalStateException if the actor system has terminated
     */
    public static FlashKv start(ActorSystem<?> system) {
        return start(system, Clock.anchored());
    }

    /** Like {@link #start(ActorSystem)}, on the given clock: every TTL is measured by it. */
    public static FlashKv start(ActorSystem<?> system, Clock clock) {
        return start(system, system.settings().config(), clock);
    }

    /**
     * Like {@link #start(ActorSystem)}, on the given clock and with settings of its own.
     *
     * @param config only its section {@code flashkv} counts, which has to be complete: reference.conf is its fallback
     */
    public static FlashKv start(ActorSystem<?> system, Config config, Clock clock) {
        return new FlashKv(system, false, Settings.from(config), clock);
    }

    // ---- any command ----

    /**
     * Carries a command out, given as its words in UTF-8, such as {@code execute("LPOS", "queue", "b")}. What it begins
     * ends with it, such as a subscription: {@link #streams()} has those, and {@link #atomically} watches.
     *
     * @param command name and arguments; at least the name
     * @return the reply; an error is a {@link Reply.ErrorReply}. Fails with {@link IllegalStateException} when the
     *     store is closed.
     * @throws IllegalArgumentException if not even its name is given
     */
    public CompletionStage<Reply> execute(String... command) {
        return execute(CommandWords.bytes(command));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if not even its name is given
     */
    @Override
    public CompletionStage<Reply> execute(Bytes... command) {
        return embedded.execute(CommandBatch.resolve(command));
    }

    /**
     * A pipeline to be filled: its commands take effect in their order and cost one message for each change of shard.
     */
    public CommandBatch batch() {
        return new CommandBatch(embedded);
    }

    /**
     * Carries the commands of a batch out at one instant for every observer, as one MULTI and EXEC, on whatever shards
     * their keys are.
     *
     * @param commands a batch of this store, not executed before
     * @return their replies in order, safe to keep. The error of a command that can't even be queued, such as an
     *     unknown one, fails the stage with {@link dev.flashkv.reply.CommandException}, and nothing has been carried
     *     out. An error while it is carried out is a {@link Reply.ErrorReply}, and the other commands are carried out
     *     all the same, as in Redis. Fails with {@link IllegalStateException} when the store is closed, or when a QUIT
     *     in the batch has ended it; nothing has been carried out then either.
     * @throws IllegalStateException if the batch has been executed before
     */
    public CompletionStage<List<Reply>> atomically(CommandBatch commands) {
        return AtomicExecution.run(embedded, commands);
    }

    /**
     * The same if none of the watched keys is modified between the call of {@code decide} and the commands that it
     * chooses; otherwise nothing. For what depends on values that have to be read first.
     *
     * <pre>{@code
     * store.atomically(List.of(Bytes.of("stock")), () -> store.get("stock")
     *         .thenApply(stock -> store.batch().add("SET", "stock", half(stock)).add("INCR", "sales")));
     * }</pre>
     *
     * @param watched the keys, in database 0; at least one
     * @param decide reads what it needs and fills a batch of this store; its failure fails the stage
     * @return the replies, or empty if a watched key was modified by anybody meanwhile, or has expired: then the caller
     *     may try again
     */
    public CompletionStage<Optional<List<Reply>>> atomically(
            Collection<Bytes> watched, Supplier<? extends CompletionStage<CommandBatch>> decide) {
        return AtomicExecution.run(embedded, watched, decide);
    }

    /** This store as Akka Streams: messages and events of keys as sources, commands as a flow. */
    public StoreStreams streams() {
        return streams;
    }

    // ---- what no Redis command does ----

    @Override
    public CompletionStage<Boolean> set(Bytes key, Bytes value) {
        return ReplyReading.read(embedded.execute(EmbeddedOperations.put(key, value)), ReplyReading::flag);
    }

    @Override
    public CompletionStage<Boolean> setWithTtl(Bytes key, Bytes value, Duration ttl) {
        return ReplyReading.read(
                embedded.execute(EmbeddedOperations.put(key, value, CommandWords.toMillis(ttl))), ReplyReading::flag);
    }

    /** Removes all keys, those of all databases, at one instant. */
    public CompletionStage<Done> flush() {
        return ReplyReading.read(embedded.execute(EmbeddedOperations.clear()), ReplyReading::done);
    }

    /**
     * Removes all keys that have expired. That happens by itself all the time; this is for whoever won't wait. Others'
     * commands come in between when there are many.
     *
     * @return how many were removed
     */
    public CompletionStage<Long> cleanupExpired() {
        return cleanupExpired(0);
    }

    private CompletionStage<Long> cleanupExpired(long before) {
        return ReplyReading.then(
                ReplyReading.read(
                        embedded.execute(EmbeddedOperations.sweep(CLEANUP_SLICE_KEYS)), ReplyReading::integer),
                removed -> removed < CLEANUP_SLICE_KEYS
                        ? CompletableFuture.completedFuture(before + removed)
                        : cleanupExpired(before + removed));
    }

    /**
     * Removes the keys that have not been used for the longest time, of all shards and databases, in exact order. O(all
     * keys), and everybody else waits meanwhile: the memory limit's own eviction is the one for every day.
     *
     * @param count how many to remove; none if zero or less
     * @return how many were removed: fewer than {@code count} when there are no more. Keys that have expired don't
     *     count.
     */
    public CompletionStage<Long> evictLru(int count) {
        return ReplyReading.read(embedded.execute(EmbeddedOperations.evict(count)), ReplyReading::integer);
    }

    /** What happened so far, over all shards and databases, at one instant. */
    public CompletionStage<Statistics> statistics() {
        return ReplyReading.read(embedded.execute(EmbeddedOperations.statistics()), EmbeddedOperations::toStatistics);
    }

    /** What the live keys and their values take, over all shards and databases. Removes all keys that have expired. */
    public CompletionStage<MemoryInfo> memoryInfo() {
        return ReplyReading.then(
                cleanupExpired(),
                removed -> ReplyReading.read(
                        embedded.execute(EmbeddedOperations.memoryInfo()), EmbeddedOperations::toMemoryInfo));
    }

    // ---- other doors ----

    /**
     * Opens the TCP door on this store's keyspace. Waits until clients can connect.
     *
     * @param host the address to listen at
     * @param port its port; 0 picks a free one
     * @throws akka.stream.BindFailedException if the address can't be used
     * @throws IllegalStateException if the store is closed
     */
    public TcpDoor listen(String host, int port) {
        checkOpen();
        return opened(TcpServer.bind(server, host, port, materializer));
    }

    /**
     * Opens a TCP door for clients that speak TLS, as the settings {@code flashkv.server.tls} say. Waits until clients
     * can connect. There may be doors of both kinds.
     *
     * @param host the address to listen at
     * @param port its port; 0 picks a free one
     * @throws akka.stream.BindFailedException if the address can't be used
     * @throws IllegalArgumentException if the settings of TLS can't be used; the message names the one to look at
     * @throws IllegalStateException if the store is closed
     */
    public TcpDoor listenTls(String host, int port) {
        checkOpen();
        try {
            return opened(TcpServer.bindTls(server, host, port, materializer));
        } catch (SettingException e) {
            throw new IllegalArgumentException(e.reason(), e);
        }
    }

    private TcpDoor opened(CompletionStage<TcpServer> binding) {
        try {
            TcpDoor door = new TcpDoor(binding.toCompletableFuture().join());
            doors.add(door);
            if (terminating.get()) {
                // Whoever closes the store may have looked for doors a moment ago.
                door.close();
            }
            checkOpen();
            return door;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void checkOpen() {
        if (terminating.get()) {
            throw new IllegalStateException("the store is closed");
        }
    }

    /**
     * The shard that has {@code key}, for actors that talk to it themselves, with {@link Shard.Execute}. It takes
     * commands for other shards' keys too, and passes them on.
     *
     * <pre>{@code
     * Bytes key = Bytes.of("greeting");
     * store.shardFor(key).tell(new Shard.Execute(List.of(Bytes.of("GET"), key), context.getSelf()));
     * }</pre>
     *
     * <p>When the store is closed, messages go to the dead letters and nobody answers.
     */
    public ActorRef<Shard.Message> shardFor(Bytes key) {
        return shards.shards().get(context.map().shardOf(key));
    }

    /** Like {@link #shardFor(Bytes)}, for a key of text in UTF-8. */
    public ActorRef<Shard.Message> shardFor(String key) {
        return shardFor(Bytes.of(key));
    }

    /** The actor system that the store lives in. */
    public ActorSystem<?> system() {
        return system;
    }

    /** The store as clients and commands see it. */
    StoreServer server() {
        return server;
    }

    /** The settings it was started with. */
    public Settings settings() {
        return settings;
    }

    // ---- closing ----

    /**
     * Has {@code task} run as soon as the actor system begins to end without the store's doing, as Akka's does after a
     * fatal error: before anything is closed, which may take its time.
     */
    void whenSystemEndsByItself(Runnable task) {
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "flashkv-unasked", () -> {
                    if (!endsSystem) {
                        task.run();
                    }
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
    }

    /**
     * Closes the store: no new connections and commands; those in flight are answered, for up to the shutdown timeout
     * of the settings, and fail after it; then connections and shards end, and the actor system if it is the store's
     * own. The keys are gone. Calling it again does nothing new.
     *
     * @return completes when all that is done; fails with {@link IllegalStateException} if the actor system does not
     *     end
     */
    public CompletionStage<Done> terminate() {
        if (terminating.compareAndSet(false, true)) {
            embedded.inFlight().refuseNew();
            CompletableFuture<?> unbound = CompletableFuture.allOf(doors.stream()
                    .map(door -> door.unbind().toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
            CompletableFuture<?> unused = unbound.thenCompose(nothing -> server.drain())
                    .thenCombine(embedded.inFlight().drained(), (connections, answers) -> Done.getInstance())
                    .orTimeout(timeoutMillis(), TimeUnit.MILLISECONDS)
                    // Not by the caller, who may be interrupted: see ShardMail.
                    .whenCompleteAsync((done, tooLate) -> stopShards());
        }
        return closed;
    }

    private void stopShards() {
        streams.close();
        server.disconnectAll();
        keeper.tell(ShardKeeper.Message.STOP);
        CompletableFuture<?> unused = stopped.completeOnTimeout(
                        Done.getInstance(), timeoutMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> stopRest());
    }

    /** Called by the keeper, also when the actor system ends without having asked. */
    private void shardsGone() {
        embedded.inFlight().refuseNew();
        embedded.inFlight().abandon();
        stopped.complete(Done.getInstance());
        terminate();
    }

    private void stopRest() {
        embedded.inFlight().abandon();
        materializer.shutdown();
        shutdownTask.cancel();
        if (ownsSystem) {
            terminateSystem();
        } else {
            closed.complete(Done.getInstance());
        }
    }

    private void terminateSystem() {
        endsSystem = true;
        system.terminate();
        // After a fatal error Akka may wait for ever for the actor that it came from.
        CompletableFuture<?> unused = system.getWhenTerminated()
                .toCompletableFuture()
                .thenApply(done -> done)
                .orTimeout(timeoutMillis() * 2, TimeUnit.MILLISECONDS)
                .whenComplete((done, tooLate) -> {
                    if (tooLate == null) {
                        closed.complete(Done.getInstance());
                    } else {
                        closed.completeExceptionally(
                                new IllegalStateException("the actor system did not end in time", tooLate));
                    }
                });
    }

    private long timeoutMillis() {
        return settings.shutdownTimeout().toMillis();
    }

    /**
     * Closes the store and waits until it is closed; see {@link #terminate()}. What runs on an event loop, or on a
     * shard's thread, chained to a stage of this store, can't wait for it: there this returns at once, and the store
     * closes afterwards.
     *
     * @throws IllegalStateException if something keeps it from closing for several times the shutdown timeout
     */
    @Override
    public void close() {
        CompletableFuture<Done> end = terminate().toCompletableFuture();
        if (!embedded.mayWait()) {
            return;
        }
        try {
            end.get(timeoutMillis() * 5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("FlashKV did not close in time", e);
        }
    }
}
