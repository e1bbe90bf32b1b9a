package dev.flashkv.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The loops sleep without bound here, so a wake-up that gets lost is a task that never runs, which the test waits for
 * in vain. With {@code -Dflashkv.soak.seconds=N} the wake-up tests run for that long, and idleness lasts that long.
 */
class EventLoopGroupTest {
    private static final int ROUNDS = 20_000;
    private static final long UNBOUNDED_SLEEP = 0;
    private static final long SOAK_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("flashkv.soak.seconds", 0));
    private static final int IDLE_SPELLS = 4;
    private static final long IDLE_MILLIS = Math.max(30, TimeUnit.NANOSECONDS.toMillis(SOAK_NANOS) / IDLE_SPELLS);

    private final List<EventLoopGroup> groups = new ArrayList<>();
    private final List<LoopSelector> selectors = new ArrayList<>();

    private EventLoopGroup loops(int count) {
        EventLoopGroup group = new EventLoopGroup(
                count,
                task -> {
                    Thread thread = new Thread(task, "loop-under-test");
                    thread.setDaemon(true);
                    return thread;
                },
                UNBOUNDED_SLEEP);
        groups.add(group);
        return group;
    }

    @AfterEach
    void everyLoopEnds() throws Exception {
        for (LoopSelector selector : selectors) {
            selector.close();
        }
        for (EventLoopGroup group : groups) {
            group.shutdown();
            assertThat(group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aParkedLoopIsWokenByEveryTask() throws Exception {
        wakeUpAgainAndAgain(loops(1));
    }

    @Test
    void aLoopAsleepInItsSelectorIsWokenByEveryTask() throws Exception {
        EventLoopGroup group = loops(1);
        new Sockets(group).start();
        wakeUpAgainAndAgain(group);
    }

    @Test
    void twoLoopsWithASelectorEachAreWokenByEveryTask() throws Exception {
        EventLoopGroup group = loops(2);
        new Sockets(group).start();
        new Sockets(group).start();
        wakeUpAgainAndAgain(group);
    }

    /** One task at a time, after a pause of varied length: it meets the loop awake, falling asleep and asleep. */
    private static void wakeUpAgainAndAgain(EventLoopGroup group) throws InterruptedException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + SOAK_NANOS;
        Semaphore ran = new Semaphore(0);
        for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
            for (int spins = random.nextInt(1 << random.nextInt(14)); spins > 0; spins--) {
                Thread.onSpinWait();
            }
            group.execute(ran::release);
            assertThat(ran.tryAcquire(20, TimeUnit.SECONDS))
                    .as("task %d of seed %d ran", round, seed)
                    .isTrue();
        }
    }

    /** Parked, in a selector, and one loop in each, or both in one: whatever comes first after a long sleep ends it. */
    @Test
    void loopsThatHaveSleptForLongNoticeWhateverHappens() throws Exception {
        EventLoopGroup parked = loops(1);
        EventLoopGroup inSelector = loops(1);
        EventLoopGroup mixed = loops(2);
        EventLoopGroup bothInSelectors = loops(2);
        List<Sockets> sockets = List.of(
                new Sockets(inSelector),
                new Sockets(mixed),
                new Sockets(bothInSelectors),
                new Sockets(bothInSelectors));
        sockets.forEach(Sockets::start);
        Semaphore ran = new Semaphore(0);
        // A task from outside for each loop: they take turns.
        List<EventLoopGroup> each = List.of(parked, inSelector, mixed, mixed, bothInSelectors, bothInSelectors);
        Runnable tasks = () -> each.forEach(group -> group.execute(ran::release));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            beIdle();
            tasks.run();
            assertThat(ran.tryAcquire(each.size(), 20, TimeUnit.SECONDS))
                    .as("tasks ran")
                    .isTrue();
            // The timer has nothing to do with the loops until it is due.
            ScheduledFuture<?> due = timer.schedule(tasks, IDLE_MILLIS, TimeUnit.MILLISECONDS);
            due.get(IDLE_MILLIS + 20_000, TimeUnit.MILLISECONDS);
            assertThat(ran.tryAcquire(each.size(), 20, TimeUnit.SECONDS))
                    .as("a timer's tasks ran")
                    .isTrue();
            beIdle();
            for (Sockets ready : sockets) {
                ready.send();
            }
            for (Sockets ready : sockets) {
                assertThat(ready.received.tryAcquire(20, TimeUnit.SECONDS))
                        .as("what was sent was received")
                        .isTrue();
            }
            beIdle();
            for (Sockets woken : sockets) {
                int before = woken.selects.get();
                woken.selector.wakeup();
                await().atMost(20, TimeUnit.SECONDS).until(() -> woken.selects.get() > before);
            }
        } finally {
            timer.shutdownNow();
        }
    }

    /** The idleness is what is tested: there is nothing else to wait for. */
    private static void beIdle() throws InterruptedException {
        Thread.sleep(IDLE_MILLIS);
    }

    @Test
    void noTaskOfManyThreadsIsLostWhileTheProcessorsAreStarved() throws Exception {
        int threads = 8;
        int tasksOfEach = 20_000;
        EventLoopGroup group = loops(2);
        new Sockets(group).start();
        AtomicBoolean hogging = new AtomicBoolean(true);
        CountDownLatch ran = new CountDownLatch(threads * tasksOfEach);
        var pool = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors() * 2; i++) {
                pool.execute(() -> {
                    while (hogging.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            for (int i = 0; i < threads; i++) {
                pool.execute(() -> {
                    for (int task = 0; task < tasksOfEach; task++) {
                        group.execute(ran::countDown);
                        if (task % 100 == 0) {
                            LockSupport.parkNanos(1);
                        }
                    }
                });
            }
            assertThat(ran.await(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            hogging.set(false);
            pool.shutdownNow();
        }
    }

    @Test
    void aReadySocketIsServedWhileTasksNeverEnd() throws Exception {
        EventLoopGroup group = loops(1);
        Sockets sockets = new Sockets(group);
        sockets.start();
        AtomicBoolean busy = new AtomicBoolean(true);
        group.execute(new Runnable() {
            @Override
            public void run() {
                if (busy.get()) {
                    group.execute(this);
                }
            }
        });
        for (int i = 0; i < 100; i++) {
            sockets.send();
            assertThat(sockets.received.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
        busy.set(false);
    }

    @Test
    void whatComesOfTheFirstOfManyTasksIsDoneBeforeTheLastAreBegun() throws Exception {
        EventLoopGroup group = loops(1);
        Sockets sockets = new Sockets(group);
        int count = 10_000;
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger begunMost = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        group.execute(() -> {
            for (int i = 0; i < count; i++) {
                group.execute(() -> {
                    begunMost.accumulateAndGet(begun.incrementAndGet(), Math::max);
                    group.execute(() -> {
                        begun.decrementAndGet();
                        done.countDown();
                    });
                });
            }
            sockets.run();
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(begunMost).hasValueLessThanOrEqualTo(100);
    }

    @Test
    void whatGivesWayRunsAfterOtherTasksAndOnceForEachLookAtTheSockets() throws Exception {
        EventLoopGroup group = loops(1);
        Sockets sockets = new Sockets(group);
        sockets.start();
        int count = 100;
        AtomicInteger others = new AtomicInteger();
        AtomicInteger beforeOthers = new AtomicInteger();
        AtomicInteger beforeSocket = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(count);
        group.execute(() -> {
            for (int i = 0; i < count; i++) {
                LoopThreads.afterOthers(() -> {
                    beforeOthers.addAndGet(others.get() < count ? 1 : 0);
                    beforeSocket.addAndGet(sockets.received.availablePermits() == 0 ? 1 : 0);
                    done.countDown();
                });
                group.execute(others::incrementAndGet);
            }
            sockets.sendFromLoop();
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(beforeOthers).hasValue(0);
        assertThat(beforeSocket.get()).as("before a socket that was ready").isLessThanOrEqualTo(2);
    }

    @Test
    void whatGivesWayGetsOnWhileTasksNeverEnd() throws Exception {
        for (boolean withSelector : new boolean[] {false, true}) {
            EventLoopGroup group = loops(1);
            if (withSelector) {
                new Sockets(group).start();
            }
            AtomicBoolean busy = new AtomicBoolean(true);
            CountDownLatch turns = new CountDownLatch(100);
            group.execute(new Runnable() {
                @Override
                public void run() {
                    if (busy.get()) {
                        group.execute(this);
                    }
                }
            });
            group.execute(() -> LoopThreads.afterOthers(new Runnable() {
                @Override
                public void run() {
                    turns.countDown();
                    if (turns.getCount() > 0) {
                        LoopThreads.afterOthers(this);
                    }
                }
            }));
            assertThat(turns.await(20, TimeUnit.SECONDS))
                    .as("with a selector: %s", withSelector)
                    .isTrue();
            busy.set(false);
        }
    }

    @Test
    void nothingGivesWayOnAThreadThatIsNoLoop() {
        AtomicInteger ran = new AtomicInteger();
        assertThat(LoopThreads.afterOthers(ran::incrementAndGet)).isFalse();
        assertThat(ran).hasValue(0);
    }

    @Test
    void eachLoopTakesOneSelectorAndBothDeliver() throws Exception {
        EventLoopGroup group = loops(2);
        Sockets first = new Sockets(group);
        Sockets second = new Sockets(group);
        // Both begin on the same loop: the second has to find its way to the other.
        group.execute(() -> {
            first.start();
            second.start();
        });
        for (int i = 0; i < 1000; i++) {
            first.send();
            assertThat(first.received.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            second.send();
            assertThat(second.received.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(first.thread).isNotSameAs(second.thread);
    }

    @Test
    void aWakeupBeforeSelectIsNotLost() throws Exception {
        EventLoopGroup group = loops(1);
        Sockets sockets = new Sockets(group);
        sockets.start();
        for (int i = 0; i < ROUNDS; i++) {
            int before = sockets.selects.get();
            sockets.selector.wakeup();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (sockets.selects.get() == before) {
                assertThat(System.nanoTime()).as("a select() returned").isLessThan(deadline);
            }
        }
    }

    @Test
    void tasksOfALoopStayThereInOrder() throws Exception {
        EventLoopGroup group = loops(2);
        CompletableFuture<List<Integer>> done = new CompletableFuture<>();
        List<Integer> order = new ArrayList<>();
        group.execute(() -> {
            Thread loop = Thread.currentThread();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                group.execute(() -> {
                    assertThat(Thread.currentThread()).isSameAs(loop);
                    order.add(number);
                    if (number == 999) {
                        done.complete(order);
                    }
                });
            }
        });
        assertThat(done.get(20, TimeUnit.SECONDS)).isSorted().hasSize(1000);
    }

    @Test
    void aTaskThatThrowsHarmsNoOther() throws Exception {
        EventLoopGroup group = loops(1);
        CountDownLatch ran = new CountDownLatch(1);
        group.execute(() -> {
            throw new IllegalStateException("planted");
        });
        group.execute(ran::countDown);
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdownRunsWhatIsQueuedAndRefusesMore() throws Exception {
        EventLoopGroup group = loops(1);
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch blocked = new CountDownLatch(1);
        group.execute(() -> {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 100; i++) {
            group.execute(ran::incrementAndGet);
        }
        group.shutdown();
        assertThatThrownBy(() -> group.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(group.isTerminated()).isFalse();
        blocked.countDown();
        assertThat(group.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasValue(100);
    }

    /**
     * A selector as Akka's registry drives it: a task that selects, handles what is ready, and submits itself again.
     */
    private final class Sockets implements Runnable {
        final LoopSelector selector;
        final AtomicInteger selects = new AtomicInteger();
        final Semaphore received = new Semaphore(0);
        volatile Thread thread;
        private final EventLoopGroup group;
        private final Pipe pipe;

        Sockets(EventLoopGroup group) throws IOException {
            this.group = group;
            this.pipe = Pipe.open();
            this.selector = new LoopSelector(SelectorProvider.provider(), Selector.open());
            selectors.add(selector);
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ);
        }

        void start() {
            group.execute(this);
        }

        void send() throws IOException {
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        }

        void sendFromLoop() {
            try {
                send();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void run() {
            try {
                if (selector.select() > 0) {
                    thread = Thread.currentThread();
                    received.release(pipe.source().read(ByteBuffer.allocate(16)));
                    selector.selectedKeys().clear();
                }
            } catch (ClosedSelectorException e) {
                return; // the test is over
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            selects.incrementAndGet();
            if (selector.isOpen() && !group.isShutdown()) {
                group.execute(this);
            }
        }
    }
}
