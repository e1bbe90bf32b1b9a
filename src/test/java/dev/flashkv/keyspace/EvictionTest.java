package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Engine;
import dev.flashkv.data.ListValue;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvictionTest {
    private static final int KEYS = 2000;

    /*
     * A sample of five has a bad key in it, on average, while a fifth of all keys are bad. So long, and no longer, the
     * pool has always one to offer: up to this point what stays is all but certain.
     */
    private static final int BAD_KEYS_TO_EVICT = KEYS * 3 / 4;
    private static final long GOOD_KEYS_TO_STAY = KEYS * 99 / 100;

    private final Engine engine = new Engine();

    private List<Keyspace> keyspaces() {
        engine.databases().forEach(databases -> databases.begin(engine.server.nowMillis));
        return engine.ofAllDatabases();
    }

    private boolean exists(String key) {
        return engine.run("EXISTS", key).equals(Reply.ONE);
    }

    private long countExisting(List<String> keys) {
        return keys.stream().filter(this::exists).count();
    }

    private long evicted() {
        return engine.ofAllDatabases().stream()
                .mapToLong(keyspace -> keyspace.statistics().evicted())
                .sum();
    }

    private Eviction.Outcome makeRoom(long bytesToFree) {
        return Eviction.makeRoom(keyspaces(), bytesToFree, () -> false);
    }

    /** Frees what so many keys of this size take. */
    private Eviction.Outcome evictKeys(int count) {
        long size = engine.ofAllDatabases().stream()
                .mapToLong(keyspace -> keyspace.allKeys().size())
                .sum();
        return makeRoom(engine.heapBytes() / size * count);
    }

    /** Keys of that prefix, all of the same size, made in this order, each some time after the one before. */
    private List<String> make(String prefix, int count, String... options) {
        List<String> keys = IntStream.range(0, count)
                .mapToObj(i -> prefix + ":" + (10_000 + i))
                .toList();
        for (String key : keys) {
            List<String> words = new ArrayList<>(List.of("SET", key, "some value"));
            words.addAll(List.of(options));
            engine.run(words.toArray(String[]::new));
        }
        return keys;
    }

    @Test
    void evictsTheLeastRecentlyUsedInExactOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> order = new ArrayList<>(make("key", 500));
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
    void knowsTheLeastRecentlyUsedWhileUsesAreCounted() {
        engine.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LFU);
        List<String> keys = make("key", 100);
        for (int i = 0; i < 50; i++) {
            engine.run("GET", keys.get(0));
        }
        for (String key : keys) {
            engine.advanceMillis(500);
            engine.run("GET", key);
        }
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), 40)).isEqualTo(40);
        assertThat(countExisting(keys.subList(0, 40))).isZero();
        assertThat(countExisting(keys)).isEqualTo(60);
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

    @ParameterizedTest
    @EnumSource(names = "NOEVICTION", mode = EnumSource.Mode.EXCLUDE)
    void freesWhatIsAskedAndNoMoreThanNeeded(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        make("key", 1000, "EX", "1000");
        long before = engine.heapBytes();
        long each = before / 1000;
        assertThat(makeRoom(0)).isEqualTo(Eviction.Outcome.DONE);
        assertThat(makeRoom(-1)).isEqualTo(Eviction.Outcome.DONE);
        assertThat(engine.heapBytes()).isEqualTo(before);
        assertThat(makeRoom(before / 10)).isEqualTo(Eviction.Outcome.DONE);
        assertThat(before - engine.heapBytes()).isBetween(before / 10, before / 10 + 2 * each);
        assertThat(evicted()).isBetween(100L, 102L);
        assertThat(makeRoom(engine.heapBytes())).isEqualTo(Eviction.Outcome.DONE);
        assertThat(engine.heapBytes()).isZero();
        assertThat(makeRoom(1)).isEqualTo(Eviction.Outcome.EXHAUSTED);
        assertThat(evicted()).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource(EvictionPolicy.class)
    void saysWhenThereIsNothingToEvict(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        assertThat(Eviction.makeRoom(List.of(), 1, () -> false)).isEqualTo(Eviction.Outcome.EXHAUSTED);
        assertThat(makeRoom(1)).isEqualTo(Eviction.Outcome.EXHAUSTED);
        List<String> persistent = make("persistent", 100);
        List<String> expiring = make("expiring", 100, "EX", "1000");
        assertThat(makeRoom(Long.MAX_VALUE)).isEqualTo(Eviction.Outcome.EXHAUSTED);
        boolean sparesAll = policy == EvictionPolicy.NOEVICTION;
        assertThat(countExisting(persistent)).isEqualTo(sparesAll || policy.sparesPersistent() ? 100 : 0);
        assertThat(countExisting(expiring)).isEqualTo(sparesAll ? 100 : 0);
    }

    @ParameterizedTest
    @EnumSource(names = "NOEVICTION", mode = EnumSource.Mode.EXCLUDE)
    void endsWhenTheTimeIsUp(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        make("key", 100, "EX", "1000");
        assertThat(Eviction.makeRoom(keyspaces(), Long.MAX_VALUE, () -> true)).isEqualTo(Eviction.Outcome.TIME_IS_UP);
        assertThat(evicted()).as("some keys go in any case").isEqualTo(16);
        AtomicInteger asked = new AtomicInteger();
        assertThat(Eviction.makeRoom(keyspaces(), Long.MAX_VALUE, () -> asked.incrementAndGet() == 3))
                .isEqualTo(Eviction.Outcome.TIME_IS_UP);
        assertThat(evicted()).isEqualTo(16 + 3 * 16);
        assertThat(makeRoom(Long.MAX_VALUE)).isEqualTo(Eviction.Outcome.EXHAUSTED);
        assertThat(evicted()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"ALLKEYS_LRU", "VOLATILE_LRU"})
    void lruPrefersTheLongIdle(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        make("idle", KEYS, "EX", "1000");
        engine.advanceMillis(10_000);
        List<String> used = make("used", KEYS, "EX", "1000");
        evictKeys(BAD_KEYS_TO_EVICT);
        assertThat(countExisting(used)).isGreaterThan(GOOD_KEYS_TO_STAY);
    }

    @ParameterizedTest
    @EnumSource(names = {"ALLKEYS_LFU", "VOLATILE_LFU"})
    void lfuPrefersTheRarelyUsed(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        List<String> often = make("often", KEYS, "EX", "1000");
        for (int i = 0; i < 30; i++) {
            often.forEach(key -> engine.run("GET", key));
        }
        engine.advanceMillis(10_000);
        make("once", KEYS, "EX", "1000");
        evictKeys(BAD_KEYS_TO_EVICT);
        assertThat(countExisting(often)).isGreaterThan(GOOD_KEYS_TO_STAY);
    }

    @Test
    void lfuPrefersTheLongIdleAmongThoseUsedAsOften() {
        engine.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LFU);
        make("idle", KEYS);
        engine.advanceMillis(1_000);
        List<String> fresh = make("used", KEYS);
        evictKeys(BAD_KEYS_TO_EVICT);
        assertThat(countExisting(fresh)).isGreaterThan(GOOD_KEYS_TO_STAY);
    }

    @Test
    void lfuForgetsInTime() {
        engine.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LFU);
        List<String> once = make("once", KEYS);
        for (int i = 0; i < 3; i++) {
            once.forEach(key -> engine.run("GET", key));
        }
        // Up to 8 at most, it takes 6 minutes of decay to be below a new key.
        engine.advanceMillis(6 * 60_000);
        List<String> fresh = make("fresh", KEYS);
        evictKeys(BAD_KEYS_TO_EVICT);
        assertThat(countExisting(fresh)).isGreaterThan(GOOD_KEYS_TO_STAY);
    }

    @Test
    void volatileTtlGoesByTheDeadlineExactly() {
        engine.limits.evictionPolicy(EvictionPolicy.VOLATILE_TTL);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> persistent = make("persistent", 100);
        List<String> order = new ArrayList<>(make("expiring", 500));
        Collections.shuffle(order, random);
        for (int i = 0; i < order.size(); i++) {
            engine.run("PEXPIRE", order.get(i), Integer.toString(1_000_000 + i));
        }
        while (!order.isEmpty()) {
            int count = Math.min(order.size(), 1 + random.nextInt(60));
            long each = engine.heapBytes() / (100 + order.size());
            makeRoom(each * count);
            long gone = order.size() - countExisting(order);
            assertThat(gone).as("seed %d", seed).isBetween(1L, count + 1L);
            order.subList(0, (int) gone).clear();
            assertThat(order).as("seed %d", seed).allMatch(this::exists);
        }
        assertThat(countExisting(persistent)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(names = {"ALLKEYS_RANDOM", "VOLATILE_RANDOM"})
    void randomMeansEveryKeyAlike(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        List<String> persistent = make("persistent", KEYS);
        List<String> first = make("first", KEYS, "EX", "1000");
        engine.advanceMillis(10_000);
        List<String> second = make("second", KEYS, "EX", "10");
        evictKeys(policy == EvictionPolicy.ALLKEYS_RANDOM ? 3 * KEYS / 2 : KEYS);
        // Half of each kind, give or take: six standard deviations of a binomial distribution are 134.
        assertThat(countExisting(first)).isBetween(KEYS / 2 - 134L, KEYS / 2 + 134L);
        assertThat(countExisting(second)).isBetween(KEYS / 2 - 134L, KEYS / 2 + 134L);
        if (policy == EvictionPolicy.ALLKEYS_RANDOM) {
            assertThat(countExisting(persistent)).isBetween(KEYS / 2 - 134L, KEYS / 2 + 134L);
        } else {
            assertThat(countExisting(persistent)).isEqualTo(KEYS);
        }
    }

    @Test
    void choosesAmongAllDatabases() {
        engine.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LRU);
        engine.run("SELECT", "7");
        make("key", KEYS);
        engine.advanceMillis(10_000);
        engine.run("SELECT", "0");
        List<String> fresh = make("key", KEYS);
        evictKeys(BAD_KEYS_TO_EVICT);
        assertThat(countExisting(fresh)).isGreaterThan(GOOD_KEYS_TO_STAY);
    }

    @ParameterizedTest
    @EnumSource(names = "NOEVICTION", mode = EnumSource.Mode.EXCLUDE)
    void findsTheOneKeyThereIs(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        engine.run("SET", "lonely", "v", "EX", "100");
        assertThat(makeRoom(1)).isEqualTo(Eviction.Outcome.DONE);
        assertThat(exists("lonely")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(EvictionPolicy.class)
    void accountsForAnOpenValueFirst(EvictionPolicy policy) {
        engine.limits.evictionPolicy(policy);
        engine.run("RPUSH", "l", "a");
        engine.run("EXPIRE", "l", "100");
        Keyspace keyspace = engine.of(Bytes.of("l"));
        keyspace.update(Bytes.of("l"), ListValue.class, KeyEvent.LSET).pushTail(Bytes.of("b"));
        makeRoom(Long.MAX_VALUE);
        assertThat(keyspaces()).allMatch(MemoryAccountTest::isAccountRight);
        assertThat(Eviction.evictLeastRecentlyUsed(keyspaces(), 1))
                .isEqualTo(policy == EvictionPolicy.NOEVICTION ? 1 : 0);
        assertThat(engine.heapBytes()).isZero();
    }

    @Test
    void anEmptiedValueIsNoCandidate() {
        engine.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LRU);
        engine.run("RPUSH", "l", "a");
        Keyspace keyspace = engine.of(Bytes.of("l"));
        keyspace.update(Bytes.of("l"), ListValue.class, KeyEvent.LSET).popHead();
        assertThat(makeRoom(1)).isEqualTo(Eviction.Outcome.EXHAUSTED);
        assertThat(evicted()).isZero();
        assertThat(engine.heapBytes()).isZero();
    }

    @Test
    void drawsEveryKeyAlikeWhateverItsShard() {
        // One hash tag, one shard: a shard of many keys beside shards of few, and of none.
        List<String> keys = new ArrayList<>(make("{tag}", 300));
        keys.addAll(make("key", 30));
        int[] drawn = new int[keys.size()];
        KeySampler sampler = new KeySampler(keyspaces(), false);
        for (int i = 0; i < 1000; i++) {
            sampler.draw(33, (keyspace, entry) -> drawn[keys.indexOf(entry.key().toString())]++);
        }
        assertThat(IntStream.of(drawn).sum()).isEqualTo(33_000);
        // 100 expected each; a Poisson distribution's tail beyond these is below one in a million keys.
        assertThat(IntStream.of(drawn)).allMatch(count -> count > 50 && count < 160);
    }

    @Test
    void drawsEachKeyOnceWhenThereAreFew() {
        make("key", 5);
        Set<String> met = new HashSet<>();
        KeySampler sampler = new KeySampler(keyspaces(), false);
        sampler.draw(
                5,
                (keyspace, entry) -> assertThat(met.add(entry.key().toString())).isTrue());
        assertThat(met).hasSize(5);
    }
}
