package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Engine;
import dev.flashkv.data.ListValue;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private final Engine engine = new Engine();

    private List<Keyspace> keyspaces() {
        engine.all().forEach(keyspace -> keyspace.begin(engine.server.nowMillis));
        return engine.all();
    }

    private boolean exists(String key) {
        return engine.run("EXISTS", key).equals(Reply.ONE);
    }

    private long evicted() {
        return engine.all().stream()
                .mapToLong(keyspace -> keyspace.statistics().evicted())
                .sum();
    }

    @Test
    void evictsTheLeastRecentlyUsedInExactOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            order.add("key:" + i);
            engine.run("SET", "key:" + i, "v");
        }
        Collections.shuffle(order, random);
        for (String key : order) {
            engine.advanceMillis(1);
            engine.run(random.nextBoolean() ? "GET" : "TOUCH", key);
        }
        while (!order.isEmpty()) {
            int count = Math.min(order.size(), 1 + random.nextInt(60));
            engine.advanceMillis(1);
            assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), count)).isEqualTo(count);
            assertThat(order.subList(0, count)).as("seed %d", seed).noneMatch(this::exists);
            order.subList(0, count).clear();
            assertThat(order).as("seed %d", seed).allMatch(this::exists);
        }
        assertThat(evicted()).isEqualTo(500);
        assertThat(engine.heapBytes()).isZero();
    }

    @Test
    void evictsWhatThereIs() {
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), 10)).isZero();
        engine.run("MSET", "a", "1", "b", "2");
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), 0)).isZero();
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), -1)).isZero();
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), Integer.MAX_VALUE))
                .isEqualTo(2);
        assertThat(evicted()).isEqualTo(2);
    }

    @Test
    void samplingFreesWhatIsAskedAndNoMoreThanNeeded() {
        for (int i = 0; i < 1000; i++) {
            engine.run("SET", "key:" + i, "x".repeat(100));
        }
        long before = engine.heapBytes();
        long each = before / 1000;
        long freed = Eviction.evictSampled(keyspaces(), before / 10, 5, Integer.MAX_VALUE);
        assertThat(freed).isEqualTo(before - engine.heapBytes()).isBetween(before / 10, before / 10 + 2 * each);
        assertThat(Eviction.evictSampled(keyspaces(), Long.MAX_VALUE, 5, 7)).isBetween(7 * (each - 8), 7 * (each + 8));
        assertThat(Eviction.evictSampled(keyspaces(), 0, 5, 7)).isZero();
        assertThat(Eviction.evictSampled(keyspaces(), Long.MAX_VALUE, 5, Integer.MAX_VALUE))
                .isPositive();
        assertThat(engine.heapBytes()).isZero();
        assertThat(Eviction.evictSampled(keyspaces(), Long.MAX_VALUE, 5, Integer.MAX_VALUE))
                .isZero();
        assertThat(evicted()).isEqualTo(1000);
    }

    @Test
    void samplingPrefersTheLongIdle() {
        for (int i = 0; i < 2000; i++) {
            engine.run("SET", "key:" + i, "v");
        }
        engine.advanceMillis(10_000);
        for (int i = 1000; i < 2000; i++) {
            engine.run("GET", "key:" + i);
        }
        Eviction.evictSampled(keyspaces(), Long.MAX_VALUE, 10, 500);
        int idleLeft = 0;
        for (int i = 0; i < 1000; i++) {
            idleLeft += exists("key:" + i) ? 1 : 0;
        }
        // With ten samples one in a few hundred draws has only fresh keys to choose from.
        assertThat(idleLeft).isLessThan(530);
    }

    @Test
    void samplingFindsTheOneKeyThereIs() {
        engine.run("SET", "lonely", "v");
        engine.all().forEach(keyspace -> keyspace.begin(engine.server.nowMillis));
        assertThat(Eviction.evictSampled(keyspaces(), 1, 5, 1)).isPositive();
        assertThat(exists("lonely")).isFalse();
    }

    @Test
    void accountsForAnOpenValueFirst() {
        engine.run("RPUSH", "l", "a");
        Keyspace keyspace = engine.of(Bytes.of("l"));
        keyspace.update(Bytes.of("l"), ListValue.class).pushTail(Bytes.of("b"));
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), 1)).isEqualTo(1);
        assertThat(engine.heapBytes()).isZero();
    }
}
