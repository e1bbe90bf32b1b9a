package dev.flashkv;

import static dev.flashkv.Stages.await;
import static dev.flashkv.Stages.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.BindFailedException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting and closing, in an actor system of its own and in a host's. */
class LifecycleTest {
    private static final String TCP_LISTENER_LOG = "akka.io.TcpListener";

    private static ActorSystem<Void> host(String settings) {
        Config config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
        return ActorSystem.create(Behaviors.empty(), "host", config);
    }

    private static void terminate(ActorSystem<?> system) {
        system.terminate();
        await(system.getWhenTerminated());
    }

    // ---- several ----

    @Test
    void storesInOneJvmDoNotSeeEachOther() {
        try (FlashKv first = FlashKv.create();
                FlashKv second = FlashKv.create()) {
            await(first.set("key", "first"));
            await(second.set("key", "second"));
            assertThat(await(first.get("key"))).contains("first");
            await(second.flush());
            assertThat(await(first.dbSize())).isEqualTo(1);
            assertThat(await(first.statistics()).setOperations()).isEqualTo(1);
        }
    }

    @Test
    void storesInOneActorSystemDoNotSeeEachOther() {
        ActorSystem<Void> system = host("");
        FlashKv first = FlashKv.start(system);
        FlashKv second = FlashKv.start(system);
        await(first.mset("key", "first", "other", "first"));
        await(second.set("key", "second"));
        assertThat(await(first.get("key"))).contains("first");
        assertThat(await(second.dbSize())).isEqualTo(1);
        first.close();
        assertThat(await(second.get("key"))).contains("second");
        second.close();
        assertThat(system.getWhenTerminated().toCompletableFuture())
                .as("the host's system stays")
                .isNotDone();
        for (int i = 0; i < 5; i++) {
            try (FlashKv again = FlashKv.start(system)) {
                assertThat(await(again.dbSize())).isZero();
            }
        }
        terminate(system);
    }

    // ---- any dispatcher ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flashkv.shard-dispatcher = akka.actor.default-dispatcher,"
                        + " akka.actor.default-dispatcher.executor = thread-pool-executor,"
                        + " akka.actor.default-dispatcher.thread-pool-executor.fixed-pool-size = 1",
                "flashkv.shard-dispatcher = akka.actor.default-dispatcher,"
                        + " akka.actor.default-dispatcher.executor = affinity-pool-executor",
                "flashkv.event-loop-dispatcher.event-loop.loops = 3",
                "flashkv.shard-dispatcher = mine,"
                        + " mine { type = Dispatcher, executor = thread-pool-executor, throughput = 1 }",
                "flashkv.shard-dispatcher = mine, mine { type = PinnedDispatcher, executor = thread-pool-executor },"
                        + " flashkv.shards = 8",
                "flashkv.shard-dispatcher = akka.actor.default-blocking-io-dispatcher",
                "flashkv.shards = 1",
                "flashkv.shards = 1024"
            })
    void worksOnTheHostsDispatchers(String settings) {
        ActorSystem<Void> system = host(settings);
        try (FlashKv store = FlashKv.start(system)) {
            List<CompletionStage<?>> stages = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String key = "key:" + i;
                stages.add(store.set(key, "value"));
                stages.add(store.mset("a:" + i, "1", "b:" + i, "2"));
                stages.add(store.get(key));
            }
            stages.forEach(Stages::await);
            assertThat(await(store.dbSize())).isEqualTo(600);
            assertThat(await(store.mget("a:7", "b:8"))).containsExactly(Optional.of("1"), Optional.of("2"));
        } finally {
            terminate(system);
        }
    }

    @Test
    void settingsThatAreNoGoodAreRefusedAndLeaveNothingBehind() {
        Set<Thread> before = threads();
        assertThatThrownBy(() -> FlashKv.create(ConfigFactory.parseString("flashkv.shards = 0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flashkv.shards");
        assertThatThrownBy(() -> FlashKv.create(ConfigFactory.parseString("flashkv.shard-dispatcher = nobody")))
                .hasMessageContaining("nobody");
        await().atMost(Stages.PATIENCE).until(() -> before.containsAll(threads()));
    }

    // ---- closing ----

    @Test
    void closingTwiceIsClosingOnce() throws InterruptedException {
        FlashKv store = FlashKv.create();
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closers.add(new Thread(store::close));
        }
        closers.forEach(Thread::start);
        for (Thread closer : closers) {
            closer.join(Stages.PATIENCE.toMillis());
            assertThat(closer.isAlive()).isFalse();
        }
        store.close();
        assertThat(await(store.terminate())).isEqualTo(Done.getInstance());
        assertThat(store.system().getWhenTerminated().toCompletableFuture()).isDone();
    }

    @Test
    void threadsAreGoneAfterwards() {
        Set<Thread> before = threads();
        FlashKv store = FlashKv.create();
        await(store.set("key", "value"));
        TcpDoor door = store.listen("127.0.0.1", 0);
        assertThat(door.port()).isPositive();
        assertThat(before.containsAll(threads())).isFalse();
        store.close();
        await().atMost(Stages.PATIENCE).until(() -> before.containsAll(threads()));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("akka"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void shardsOfAHostAreGoneAfterwards() {
        ActorTestKit testKit = ActorTestKit.create();
        FlashKv store = FlashKv.start(testKit.system());
        TestProbe<Reply> probe = testKit.createTestProbe(Reply.class);
        var shard = store.shardFor("key");
        store.close();
        probe.expectTerminated(shard, Stages.PATIENCE);
        testKit.shutdownTestKit();
    }

    @Test
    void whatIsInFlightIsAnswered() {
        for (int round = 0; round < 10; round++) {
            FlashKv store = FlashKv.create();
            List<CompletionStage<?>> stages = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                stages.add(store.set("key:" + i, "value"));
                stages.add(store.mget("key:" + i, "other:" + i));
                stages.add(store.batch().add("INCR", "n").add("DBSIZE").execute());
            }
            store.close();
            assertThat(stages)
                    .allSatisfy(stage ->
                            assertThat(stage.toCompletableFuture()).isDone().isNotCompletedExceptionally());
        }
    }

    @Test
    void everyStageEndsHoweverManyComeWhileItCloses() throws InterruptedException {
        FlashKv store = FlashKv.create();
        List<CompletionStage<?>> stages = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            CompletionStage<?> last;
            do {
                last = store.incr("n");
                stages.add(last);
                running.countDown();
            } while (!last.toCompletableFuture().isCompletedExceptionally());
        });
        caller.start();
        running.await();
        store.close();
        caller.join(Stages.PATIENCE.toMillis());
        for (CompletionStage<?> stage : stages) {
            Throwable failure = await(stage.<Throwable>handle((result, thrown) -> thrown));
            if (failure != null) {
                assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("the store is closed");
            }
        }
    }

    @Test
    void closedMeansClosed() {
        FlashKv store = FlashKv.create();
        await(store.set("key", "value"));
        store.close();
        assertThat(List.of(
                        store.get("key"),
                        store.set("key", "value"),
                        store.mget("key", "other"),
                        store.execute("PING"),
                        store.batch().execute(),
                        store.flush(),
                        store.cleanupExpired(),
                        store.memoryInfo(),
                        store.statistics()))
                .allSatisfy(stage -> assertThat(failureOf(stage))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the store is closed"));
        assertThatThrownBy(() -> store.listen("127.0.0.1", 0)).isInstanceOf(IllegalStateException.class);
        assertThat(store.shardFor("key")).isNotNull();
    }

    @Test
    void aCallbackMayCloseTheStore() throws InterruptedException {
        FlashKv store = FlashKv.create();
        CountDownLatch closedFromCallback = new CountDownLatch(1);
        store.incr("n").thenRun(() -> {
            store.close();
            closedFromCallback.countDown();
        });
        assertThat(closedFromCallback.await(Stages.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(await(store.terminate())).isEqualTo(Done.getInstance());
    }

    @Test
    void anInterruptedCloserGoesOnAndTheStoreClosesAllTheSame() throws InterruptedException {
        FlashKv store = FlashKv.create();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            store.close();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        closer.join(Stages.PATIENCE.toMillis());
        assertThat(interrupted).hasValue(true);
        assertThat(await(store.terminate())).isEqualTo(Done.getInstance());
    }

    @Test
    void anInterruptedCallerIsAnsweredByAStoreThatHasJustBeenCreated() {
        for (int i = 0; i < 10; i++) {
            try (FlashKv store = FlashKv.create()) {
                Thread.currentThread().interrupt();
                CompletionStage<List<Reply>> replies =
                        store.batch().add("SET", "a", "1").add("MGET", "b", "a").execute();
                assertThat(Thread.interrupted()).isTrue();
                assertThat(await(replies)).containsExactly(Reply.OK, Reply.array(Reply.NULL, Reply.bulk("1")));
            }
        }
    }

    // ---- slow callbacks ----

    @Test
    void onADispatcherOfManyThreadsASlowCallbackKeepsOnlyItsShardBusy() throws InterruptedException {
        ActorSystem<Void> system = host("flashkv.shard-dispatcher = akka.actor.default-dispatcher,"
                + " akka.actor.default-dispatcher.fork-join-executor.parallelism-min = 4");
        FlashKv store = FlashKv.start(system);
        await(store.set("{slow}", "0"));
        CountDownLatch release = new CountDownLatch(1);
        holdShard(store, "{slow}", release);
        List<CompletionStage<Long>> behind = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            behind.add(store.incr("{slow}"));
        }
        for (int i = 0; i < 500; i++) {
            String key = "key:" + i;
            if (!store.shardFor(key).equals(store.shardFor("{slow}"))) {
                await(store.set(key, "value"));
            }
        }
        CompletionStage<Long> size = store.dbSize();
        assertThat(behind)
                .allSatisfy(stage -> assertThat(stage.toCompletableFuture()).isNotDone());
        assertThat(size.toCompletableFuture()).isNotDone();
        release.countDown();
        for (int i = 0; i < behind.size(); i++) {
            assertThat(await(behind.get(i))).isEqualTo(i + 1);
        }
        assertThat(await(size)).isGreaterThan(400);
        store.close();
        terminate(system);
    }

    @Test
    void aCallbackThatNeverEndsDoesNotKeepTheStoreFromClosing() throws InterruptedException {
        ActorSystem<Void> system = host("flashkv.server.shutdown-timeout = 200 ms");
        FlashKv store = FlashKv.start(system);
        CountDownLatch release = new CountDownLatch(1);
        holdShard(store, "{slow}", release);
        CompletionStage<Long> behind = store.incr("{slow}");
        CompletionStage<Long> across = store.dbSize();
        store.close();
        assertThat(failureOf(behind)).isInstanceOf(IllegalStateException.class);
        assertThat(failureOf(across)).isInstanceOf(IllegalStateException.class);
        release.countDown();
        terminate(system);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flashkv.event-loop-dispatcher", "akka.actor.default-dispatcher"})
    void aCallbackCantWaitForTheStore(String dispatcher) {
        ActorSystem<Void> system = host("flashkv.shard-dispatcher = " + dispatcher);
        try (FlashKv store = FlashKv.start(system)) {
            List<Function<CompletableFuture<Reply>, Object>> waits = List.of(
                    CompletableFuture::join,
                    Stages::await,
                    never -> never.thenApply(Reply::toString).join(),
                    never -> await(never.thenCombine(store.get("key"), (reply, value) -> value)));
            for (Function<CompletableFuture<Reply>, Object> wait : waits) {
                CompletionStage<?> waiting = store.execute("BLPOP", "begin", "0")
                        .thenApply(begun ->
                                wait.apply(store.execute("BLPOP", "end", "0").toCompletableFuture()));
                await(store.rpush("begin", "now"));
                assertThat(failureOf(waiting))
                        .hasRootCauseInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("can't wait");
                await(store.rpush("end", "now"));
            }
            assertThat(await(store.execute("EXISTS", "begin", "end"))).isEqualTo(Reply.integer(0));
        }
        terminate(system);
    }

    /** Holds a shard by a callback that waits; returns when it does. */
    private static void holdShard(FlashKv store, String key, CountDownLatch release) throws InterruptedException {
        Thread caller = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        while (true) {
            CompletionStage<Void> chained = store.get(key).thenRun(() -> {
                // If the answer is quicker than the chaining, this runs here instead: try again.
                if (Thread.currentThread() != caller) {
                    begun.countDown();
                    awaitLatch(release);
                }
            });
            while (!chained.toCompletableFuture().isDone()) {
                if (begun.await(1, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the host's end ----

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void theStoreClosesWithItsHost(String coordinated) {
        ActorSystem<Void> system = host("akka.coordinated-shutdown.run-by-actor-system-terminate = " + coordinated
                + ", flashkv.server.shutdown-timeout = 1 s");
        FlashKv store = FlashKv.start(system);
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            stages.add(store.mset("key:" + i, "1", "other:" + i, "2"));
        }
        terminate(system);
        for (CompletionStage<?> stage : stages) {
            Throwable failure = await(stage.<Throwable>handle((result, thrown) -> thrown));
            assertThat(failure == null || failure instanceof IllegalStateException)
                    .isTrue();
            if (coordinated.equals("on")) {
                assertThat(failure).isNull();
            }
        }
        assertThat(failureOf(store.get("key"))).isInstanceOf(IllegalStateException.class);
        store.close();
        assertThatThrownBy(() -> FlashKv.start(system))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("terminated");
    }

    @Test
    void theOwnSystemMayBeTerminatedToo() {
        FlashKv store = FlashKv.create();
        CompletionStage<Boolean> stage = store.set("key", "value");
        terminate(store.system());
        assertThat(await(stage)).isTrue();
        assertThat(await(store.terminate())).isEqualTo(Done.getInstance());
    }

    @Test
    void aFatalErrorEndsTheStoreAndNotTheJvm() {
        // Akka tells of it wherever it can, which tests need not.
        FlashKv store = FlashKv.create(ConfigFactory.parseString(
                "akka.loglevel = off, akka.stdout-loglevel = off, flashkv.server.shutdown-timeout = 300 ms"));
        ActorRef<String> doomed = store.system()
                .systemActorOf(
                        Behaviors.receiveMessage(message -> {
                            throw new InternalError(message);
                        }),
                        "doomed",
                        Props.empty());
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            doomed.tell("planted");
            awaitClosed(store);
        } finally {
            System.setErr(err);
        }
        String end = await(store.terminate().handle((done, failure) -> "over"));
        assertThat(end).isEqualTo("over");
    }

    private static void awaitClosed(FlashKv store) {
        await().atMost(Stages.PATIENCE)
                .until(() -> await(store.get("key").handle((value, failure) -> failure != null)));
        assertThat(failureOf(store.get("key"))).isInstanceOf(IllegalStateException.class);
    }

    // ---- the TCP door ----

    @Test
    void theTcpDoorIsOnTheSameKeys() throws IOException {
        try (FlashKv store = FlashKv.create();
                TcpDoor door = store.listen("127.0.0.1", 0);
                Socket client = new Socket(door.address().getAddress(), door.port())) {
            await(store.set("key", "value"));
            client.getOutputStream().write("GET key\r\nSET key other\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(16)).asString().isEqualTo("$5\r\nvalue\r\n+OK\r\n");
            assertThat(await(store.get("key"))).contains("other");
        }
    }

    @Test
    void portsAreFreeAfterwards() throws IOException {
        FlashKv store = FlashKv.create();
        TcpDoor door = store.listen("127.0.0.1", 0);
        TcpDoor other = store.listen("127.0.0.1", 0);
        assertThat(other.port()).isNotEqualTo(door.port());
        try (CapturedLog log = CapturedLog.of(TCP_LISTENER_LOG)) {
            assertThatThrownBy(() -> store.listen("127.0.0.1", door.port())).isInstanceOf(BindFailedException.class);
            await().atMost(Stages.PATIENCE).until(() -> !log.messages().isEmpty());
        }
        other.close();
        other.close();
        Socket client = new Socket(door.address().getAddress(), door.port());
        client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
        store.close();
        assertThat(client.getInputStream().read()).as("end of stream").isEqualTo(-1);
        client.close();
        for (TcpDoor closed : List.of(door, other)) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.port()));
            }
        }
    }
}
