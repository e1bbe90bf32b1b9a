package dev.flashkv;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.keyspace.Statistics;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cases that FlashKV began with. */
class SeedTest {
    private static final int THREADS = 10;
    private static final int KEYS_PER_THREAD = 100;

    private final ManualClock clock = new ManualClock();
    private final FlashKv store = FlashKv.create(clock);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void setAndGet() {
        await(store.set("key", "value"));
        assertThat(await(store.get("key"))).contains("value");
    }

    @Test
    void expiry() {
        await(store.setWithTtl("key", "value", Duration.ofMillis(50)));
        assertThat(await(store.exists("key"))).isTrue();
        clock.advance(Duration.ofMillis(100));
        assertThat(await(store.get("key"))).isEmpty();
        assertThat(await(store.statistics()).expired()).isEqualTo(1);
    }

    @Test
    void tenThreads() throws Exception {
        inParallel(thread -> {
            List<CompletionStage<?>> stages = new ArrayList<>();
            for (int i = 0; i < KEYS_PER_THREAD; i++) {
                String key = "key-" + thread + "-" + i;
                stages.add(store.set(key, "value").thenCompose(isNew -> {
                    assertThat(isNew).isTrue();
                    return store.get(key);
                }));
            }
            stages.forEach(Stages::await);
        });
        long keys = THREADS * KEYS_PER_THREAD;
        Statistics statistics = await(store.statistics());
        assertThat(await(store.dbSize())).isEqualTo(keys);
        assertThat(statistics.keys()).isEqualTo(keys);
        assertThat(statistics.setOperations()).isEqualTo(keys);
        assertThat(statistics.getOperations()).isEqualTo(keys);
        assertThat(statistics.hits()).isEqualTo(keys);
        assertThat(statistics.misses()).isZero();
        assertThat(statistics.deleteOperations()).isZero();
        assertThat(statistics.expired()).isZero();
    }

    @Test
    void statisticsAddUpAfterEveryKindOfOperation() throws Exception {
        inParallel(thread -> {
            for (int i = 0; i < KEYS_PER_THREAD; i++) {
                String key = "key-" + thread + "-" + i;
                await(store.set(key, "1"));
                await(store.setWithTtl(key, "2", Duration.ofMillis(i % 2 == 0 ? 10 : 1_000_000)));
                await(store.get(key));
                await(store.get("nobody"));
                await(store.incr("counter"));
                await(store.delete(i % 4 == 1 ? key : "nobody"));
            }
        });
        clock.advance(Duration.ofMillis(11));
        long operations = THREADS * KEYS_PER_THREAD;
        assertThat(await(store.cleanupExpired())).isEqualTo(operations / 2);
        Statistics statistics = await(store.statistics());
        assertThat(statistics.setOperations()).isEqualTo(3 * operations);
        assertThat(statistics.getOperations()).isEqualTo(2 * operations);
        assertThat(statistics.hits()).isEqualTo(operations);
        assertThat(statistics.misses()).isEqualTo(operations);
        assertThat(statistics.deleteOperations()).isEqualTo(operations);
        assertThat(statistics.expired()).isEqualTo(operations / 2);
        assertThat(statistics.evicted()).isZero();
        assertThat(statistics.keys()).isEqualTo(operations / 4 + 1);
        assertThat(statistics.keysWithDeadline()).isEqualTo(operations / 4);
        assertThat(await(store.get("counter"))).contains(Long.toString(operations));
    }

    @Test
    void memoryInfoIsKeyAndValueAndSixtyFourBytes() {
        assertThat(await(store.memoryInfo()).nominalBytes()).isZero();
        await(store.set("key", "value"));
        await(store.set("größe", "12345"));
        await(store.rpush("list", "a", "bcd"));
        await(store.setWithTtl("gone", "x", Duration.ofMillis(1)));
        clock.advance(Duration.ofMillis(2));
        var info = await(store.memoryInfo());
        assertThat(info.keys()).isEqualTo(3);
        assertThat(info.nominalBytes()).isEqualTo((3 + 5 + 64) + (7 + 5 + 64) + (4 + 1 + 3 + 64));
        assertThat(info.heapBytes()).isGreaterThan(100);
        await(store.append("key", "!!"));
        await(store.lpop("list"));
        assertThat(await(store.memoryInfo()).nominalBytes()).isEqualTo(info.nominalBytes() + 2 - 1);
        await(store.flush());
        info = await(store.memoryInfo());
        assertThat(info.keys()).isZero();
        assertThat(info.nominalBytes()).isZero();
        assertThat(info.heapBytes()).isZero();
    }

    private interface Work {
        void run(int thread);
    }

    private static void inParallel(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                ends.add(threads.submit(() -> {
                    start.await();
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(Stages.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
