package dev.flashkv.testkit;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static redis.clients.jedis.params.SetParams.setParams;

import dev.flashkv.FlashKv;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import redis.clients.jedis.Jedis;

/** Tests that really run at the same time: each waits for the other at every step. */
class ParallelTestsTest {
    private static final int THREADS = 2;
    private static volatile CyclicBarrier barrier = new CyclicBarrier(THREADS);

    @BeforeEach
    void newBarrier() {
        barrier = new CyclicBarrier(THREADS);
    }

    private static void meet() {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other test has not come", e);
        }
    }

    /** Writes, moves the time and flushes beside another who does the same, through both doors. */
    private static void useAlone(FlashKv store, ManualClock clock, URI uri, String name) {
        try (Jedis jedis = new Jedis(uri)) {
            meet();
            await(store.set("key", name));
            jedis.set("short", name, setParams().ex(name.equals("one") ? 10 : 100));
            meet();
            assertThat(jedis.get("key")).isEqualTo(name);
            assertThat(jedis.dbSize()).isEqualTo(2);
            meet();
            clock.advance(Duration.ofSeconds(11));
            meet();
            assertThat(jedis.exists("short")).isEqualTo(!name.equals("one"));
            assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START.plusSeconds(11));
            meet();
            if (name.equals("one")) {
                jedis.flushAll();
            }
            meet();
            assertThat(await(store.exists("key"))).isEqualTo(!name.equals("one"));
        }
    }

    @FlashKvTest
    static class One {
        @Test
        void test(FlashKv store, ManualClock clock, @FlashKvAddress URI uri) {
            useAlone(store, clock, uri, "one");
        }
    }

    @FlashKvTest
    static class Other {
        @Test
        void test(FlashKv store, ManualClock clock, @FlashKvAddress URI uri) {
            useAlone(store, clock, uri, "other");
        }
    }

    @Test
    void classesDoNotSeeEachOther() {
        InnerRun run = InnerRun.parallel(THREADS, One.class, Other.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(2);
    }

    @FlashKvTest(isolation = Isolation.NEW_STORE)
    static class StoreForEach {
        @Test
        void one(FlashKv store, ManualClock clock, @FlashKvAddress URI uri) {
            useAlone(store, clock, uri, "one");
        }

        @Test
        void other(FlashKv store, ManualClock clock, @FlashKvAddress URI uri) {
            useAlone(store, clock, uri, "other");
        }
    }

    @Test
    void testsWithStoresOfTheirOwnDoNotSeeEachOther() {
        InnerRun run = InnerRun.parallel(THREADS, StoreForEach.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(2);
    }

    @FlashKvTest(isolation = Isolation.SHARED)
    static class SharedByAll {
        @Test
        void one(FlashKv store) {
            both(store);
        }

        @Test
        void other(FlashKv store) {
            both(store);
        }

        private static void both(FlashKv store) {
            meet();
            await(store.incr("tests"));
            meet();
            assertThat(await(store.get("tests"))).contains("2");
        }
    }

    @Test
    void testsMayShareAStore() {
        InnerRun run = InnerRun.parallel(THREADS, SharedByAll.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(2);
    }

    /** The first test to come stays until the other one has failed, which is where it never gets to its body. */
    @FlashKvTest
    @ExtendWith(FlushedForEach.Watch.class)
    static class FlushedForEach {
        private static volatile CountDownLatch failed = new CountDownLatch(1);

        static final class Watch implements TestWatcher {
            @Override
            public void testFailed(ExtensionContext context, Throwable cause) {
                failed.countDown();
            }
        }

        @Test
        void one(FlashKv store) throws InterruptedException {
            await(store.set("key", "value"));
            assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(await(store.get("key"))).contains("value");
        }

        @Test
        void other(FlashKv store) throws InterruptedException {
            one(store);
        }
    }

    @Test
    void testsCannotShareAStoreThatIsFlushedForEach() {
        FlushedForEach.failed = new CountDownLatch(1);
        InnerRun run = InnerRun.parallel(THREADS, FlushedForEach.class);
        assertThat(run.passed()).isEqualTo(1);
        assertThat(run.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("at the same time")
                        .hasMessageContaining("Isolation"));
    }

    abstract static class Inherited {
        @RegisterExtension
        static final FlashKvExtension FLASHKV = FlashKvExtension.create();

        void test(FlashKv store) {
            meet();
            assertThatThrownBy(FLASHKV::store).hasMessageContaining("take yours as a parameter");
            await(store.incr("key"));
            meet();
            assertThat(await(store.get("key"))).contains("1");
        }
    }

    static class OneHeir extends Inherited {
        @Test
        @Override
        void test(FlashKv store) {
            super.test(store);
        }
    }

    static class OtherHeir extends Inherited {
        @Test
        @Override
        void test(FlashKv store) {
            super.test(store);
        }
    }

    @Test
    void parametersTellInheritedStoresApart() {
        InnerRun run = InnerRun.parallel(THREADS, OneHeir.class, OtherHeir.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(2);
    }
}
