package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.command.Engine;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever commands run, under whatever policy: the limit holds, the account is exact, and nothing goes that must not.
 */
class EvictionPropertyTest {
    private static final int KEYS = 400;
    private static final int STEPS = 3000;
    private static final int VALUE_BYTES_MAX = 300;

    /** No command here makes the store grow by more than two keys with the longest values. */
    private static final long GROWTH_BYTES_MAX = 2 * (VALUE_BYTES_MAX + 1000);

    private final Engine engine = new Engine();
    private final Set<String> persistent = new HashSet<>();

    @ParameterizedTest
    @EnumSource(EvictionPolicy.class)
    void theLimitHolds(EvictionPolicy policy) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String description = policy.redisName() + ", seed " + seed;
        engine.limits.evictionPolicy(policy);
        boolean refusedOnce = false;
        for (int step = 0; step < STEPS; step++) {
            if (step % 500 == 0) {
                engine.limits.memoryBytesMax(10_000 + random.nextInt(40_000));
            }
            boolean refused = write(random);
            refusedOnce |= refused;
            long limit = engine.limits.memoryBytesMax();
            if (refused) {
                assertThat(engine.heapBytes()).as(description).isGreaterThan(limit);
                assertThat(isAnythingEvictable(policy)).as(description).isFalse();
                makeSpace(random);
            } else {
                assertThat(engine.heapBytes()).as(description).isLessThanOrEqualTo(limit + GROWTH_BYTES_MAX);
            }
            if (random.nextInt(10) == 0) {
                engine.advanceMillis(random.nextInt(2000));
            }
            if (step % 50 == 0) {
                assertThat(engine.ofAllDatabases()).as(description).allMatch(MemoryAccountTest::isAccountRight);
                if (policy.sparesPersistent() || policy == EvictionPolicy.NOEVICTION) {
                    assertThat(persistent).as(description).allMatch(this::exists);
                }
            }
        }
        long evicted = engine.ofAllDatabases().stream()
                .mapToLong(keyspace -> keyspace.statistics().evicted())
                .sum();
        assertThat(evicted > 100).as(description).isEqualTo(policy != EvictionPolicy.NOEVICTION);
        assertThat(refusedOnce)
                .as(description)
                .isEqualTo(policy.sparesPersistent() || policy == EvictionPolicy.NOEVICTION);
    }

    /** Runs a command that may take memory. Says whether it was refused. */
    private boolean write(Random random) {
        String key = "k" + random.nextInt(KEYS);
        String value = "x".repeat(random.nextInt(VALUE_BYTES_MAX));
        String seconds = Integer.toString(1 + random.nextInt(1000));
        engine.run("GET", "k" + random.nextInt(KEYS));
        // Most keys expire, so that there is something to evict for everybody.
        List<String> command = switch (random.nextInt(8)) {
            case 0 -> List.of("SET", key, value);
            case 1 -> List.of("MSET", key, value, "k" + random.nextInt(KEYS), value);
            case 2 -> List.of("APPEND", key, value);
            case 3 -> List.of("LPUSH", key, value);
            default -> List.of("SET", key, value, "EX", seconds);
        };
        boolean refused = engine.run(command.toArray(String[]::new)).equals(Errors.OUT_OF_MEMORY);
        if (!refused) {
            note(key);
            if (command.get(0).equals("MSET")) {
                note(command.get(3));
            }
        }
        return refused;
    }

    private void note(String key) {
        if (engine.run("TTL", key).equals(Reply.integer(-1))) {
            persistent.add(key);
        } else {
            persistent.remove(key);
        }
    }

    private void makeSpace(Random random) {
        for (String key : persistent.stream().limit(5).toList()) {
            engine.run("EXPIRE", key, Integer.toString(1 + random.nextInt(1000)));
            persistent.remove(key);
            if (random.nextBoolean()) {
                engine.run("DEL", key);
            }
        }
        for (int i = 0; i < 20; i++) {
            String key = "k" + random.nextInt(KEYS);
            engine.run("DEL", key);
            persistent.remove(key);
        }
    }

    private boolean isAnythingEvictable(EvictionPolicy policy) {
        if (policy == EvictionPolicy.NOEVICTION) {
            return false;
        }
        return engine.ofAllDatabases().stream()
                .anyMatch(keyspace -> policy.sparesPersistent()
                        ? keyspace.entries().sizeWithDeadline() > 0
                        : keyspace.allKeys().size() > 0);
    }

    private boolean exists(String key) {
        return engine.run("EXISTS", key).equals(Reply.ONE);
    }
}
