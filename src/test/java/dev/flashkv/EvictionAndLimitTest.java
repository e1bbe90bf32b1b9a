package dev.flashkv;

import static dev.flashkv.Stages.await;
import static dev.flashkv.Stages.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.reply.CommandException;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes when there is too much, and what is refused. */
class EvictionAndLimitTest {
    private static final String OOM = "OOM command not allowed when used memory > 'maxmemory'.";

    private final ManualClock clock = new ManualClock();

    private FlashKv storeWith(String settings) {
        return FlashKv.create(ConfigFactory.parseString(settings), clock);
    }

    @Test
    void evictLruGoesByTheLastUseExactly() {
        try (FlashKv store = storeWith("")) {
            int keys = 200;
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, keys).boxed().toList());
            order.forEach(i -> await(store.execute(i % 3 == 0 ? "RPUSH" : "SET", "key:" + i, "x")));
            Collections.shuffle(order, new Random(42));
            for (int i : order) {
                clock.advance(Duration.ofMillis(1));
                await(store.execute(i % 3 == 0 ? "LLEN" : "GET", "key:" + i));
            }
            assertThat(await(store.evictLru(0))).isZero();
            assertThat(await(store.evictLru(-1))).isZero();
            for (int gone = 10; gone <= keys; gone += 10) {
                assertThat(await(store.evictLru(10))).isEqualTo(10);
                List<String> expected =
                        order.subList(gone, keys).stream().map(i -> "key:" + i).toList();
                assertThat(await(store.keys("*"))).containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(await(store.evictLru(10))).isZero();
            assertThat(await(store.statistics()).evicted()).isEqualTo(keys);
        }
    }

    @Test
    void evictLruDoesNotCountWhatHasExpired() {
        try (FlashKv store = storeWith("")) {
            await(store.setWithTtl("expired", "x", Duration.ofMillis(5)));
            clock.advance(Duration.ofMillis(10));
            await(store.set("old", "x"));
            clock.advance(Duration.ofMillis(10));
            await(store.set("new", "x"));
            assertThat(await(store.evictLru(1))).isEqualTo(1);
            assertThat(await(store.keys("*"))).containsExactly("new");
            assertThat(await(store.statistics()).expired()).isEqualTo(1);
            assertThat(await(store.evictLru(5))).isEqualTo(1);
        }
    }

    @Test
    void askingForTheTimeToLiveIsNoUse() {
        try (FlashKv store = storeWith("")) {
            await(store.set("a", "x"));
            clock.advance(Duration.ofMillis(10));
            await(store.set("b", "x"));
            clock.advance(Duration.ofMillis(10));
            await(store.ttl("a"));
            await(store.exists("a"));
            await(store.keyType("a"));
            await(store.evictLru(1));
            assertThat(await(store.keys("*"))).containsExactly("b");
        }
    }

    @Test
    void withoutEvictionWritesAreRefusedAndNothingIsLost() {
        try (FlashKv store = storeWith("flashkv.maxmemory = 100 KiB")) {
            int stored = 0;
            String refused = null;
            while (refused == null) {
                try {
                    await(store.set("key:" + stored, "x".repeat(100)));
                    stored++;
                } catch (CommandException e) {
                    refused = e.reply().text();
                }
            }
            assertThat(refused).isEqualTo(OOM);
            assertThat(await(store.memoryInfo()).heapBytes()).isBetween(100 * 1024L, 101 * 1024L);
            assertThat(await(store.dbSize())).isEqualTo(stored);
            assertThat(errorOf(store.set("other", "x"))).isEqualTo(OOM);
            assertThat(errorOf(store.setWithTtl("other", "x", Duration.ofSeconds(1))))
                    .isEqualTo(OOM);
            assertThat(errorOf(store.mset("other", "x", "another", "x"))).isEqualTo(OOM);
            assertThat(errorOf(store.rpush("list", "x"))).isEqualTo(OOM);
            assertThat(errorOf(store.incr("n"))).isEqualTo(OOM);
            assertThat(await(store.get("key:0"))).contains("x".repeat(100));
            assertThat(await(store.expire("key:0", Duration.ofMillis(1)))).isTrue();
            assertThat(await(store.delete("key:1", "key:2", "key:3"))).isEqualTo(3);
            assertThat(await(store.set("other", "x"))).isTrue();
        }
    }

    /** One limit for 64 shards: old keys go, those in use stay, mostly. */
    @Test
    void allkeysLruStaysAtTheLimit() {
        long limitBytes = 400 * 1024;
        try (FlashKv store = storeWith(
                "flashkv.maxmemory = 400 KiB, flashkv.maxmemory-policy = allkeys-lru, flashkv.maxmemory-samples ="
                        + " 10")) {
            List<String> used =
                    IntStream.range(0, 200).mapToObj(i -> "used:" + i).toList();
            used.forEach(key -> await(store.set(key, "x".repeat(50))));
            long bytesMax = 0;
            for (int i = 0; i < 20_000; i += 50) {
                CommandBatch batch = store.batch();
                for (int j = i; j < i + 50; j++) {
                    batch.add("SET", "once:" + j, "x".repeat(50));
                }
                await(batch.execute());
                clock.advance(Duration.ofMillis(10));
                if (i % 500 == 0) {
                    await(store.mget(used.toArray(String[]::new)));
                    bytesMax = Math.max(bytesMax, await(store.memoryInfo()).heapBytes());
                }
            }
            assertThat(bytesMax).isBetween(limitBytes * 9 / 10, limitBytes + 2000);
            assertThat(await(store.mget(used.toArray(String[]::new))).stream()
                            .filter(value -> value.isPresent())
                            .count())
                    .as("keys in use that stayed")
                    .isGreaterThan(160);
            assertThat(await(store.exists("once:0"))).isFalse();
            assertThat(await(store.exists("once:19999"))).isTrue();
            assertThat(await(store.statistics()).evicted()).isGreaterThan(15_000);
        }
    }

    @Test
    void aLimitThatNoKeyFitsInRefuses() {
        try (FlashKv store = storeWith("flashkv.maxmemory = 1 B, flashkv.maxmemory-policy = allkeys-lru")) {
            // As in Redis, what is there is looked at before the command, not what it is going to need.
            await(store.set("a", "x"));
            await(store.set("b", "x"));
            assertThat(await(store.exists("a"))).isFalse();
            assertThat(await(store.dbSize())).isEqualTo(1);
        }
    }
}
