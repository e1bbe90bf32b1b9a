package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Seeded random commands, sent to FlashKV and to redis-server {@value RedisOracle#VERSION}.
 *
 * <p>Every run draws a new seed; a failure names it. Repeat it with {@code -Dflashkv.oracle.seed=N}, and ask for more
 * with {@code -Dflashkv.oracle.commands=N}.
 */
class RandomOracleTest {
    private static final int COMMANDS = Integer.getInteger("flashkv.oracle.commands", 200_000);
    private static final long SEED = Long.getLong("flashkv.oracle.seed", new Random().nextLong());
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void repliesAndStateAreEqual() {
        compare(new FlashKvTarget());
    }

    @Test
    void repliesAndStateAreEqualOnAnEventLoop() {
        compare(FlashKvTarget.onEventLoop());
    }

    private static void compare(Target target) {
        try (Target flashKv = target) {
            RandomComparison comparison = new RandomComparison(RedisOracle.shared(), flashKv, TIMEOUT, SEED);
            try {
                comparison.run(COMMANDS);
            } catch (RuntimeException e) {
                throw new AssertionError("The comparison broke off with -Dflashkv.oracle.seed=" + SEED, e);
            }
            assertThat(comparison.differences())
                    .as("differences with -Dflashkv.oracle.seed=%d", SEED)
                    .isEmpty();
            comparison.checkThatItProvesSomething();
        }
    }
}
