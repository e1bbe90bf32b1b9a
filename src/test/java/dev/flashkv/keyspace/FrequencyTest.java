package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrequencyTest {
    private static final long NOW = 1_700_000_040_000L;
    private static final int MINUTE = 60_000;

    private final Limits limits = new Limits();
    private final SplittableRandom random = new SplittableRandom(42);

    /** The means of many keys; redis.conf has a table of single keys, which lie close to these. */
    @ParameterizedTest
    @CsvSource({
        // factor, uses, counter
        "0, 100, 105",
        "0, 1000, 255",
        "1, 100, 18",
        "1, 1000, 49",
        "10, 100, 10",
        "10, 1000, 19",
        "10, 100000, 146",
        "100, 100, 7",
        "100, 1000, 10",
        "100, 100000, 50"
    })
    void growsWithTheLogarithmOfUses(int factor, int uses, int expected) {
        limits.lfuLogFactor(factor);
        int keys = 100;
        int sum = 0;
        for (int key = 0; key < keys; key++) {
            int field = Frequency.field(Frequency.INITIAL, NOW);
            for (int use = 0; use < uses; use++) {
                field = Frequency.afterUse(field, NOW, limits, random);
            }
            sum += Frequency.counter(field, NOW, 1);
        }
        assertThat((double) sum / keys).isBetween(expected * 0.95 - 0.5, expected * 1.05 + 0.5);
    }

    @Test
    void alwaysGrowsUpToWhereAKeyBegins() {
        limits.lfuLogFactor(Integer.MAX_VALUE);
        int field = Frequency.field(0, NOW);
        for (int counter = 0; counter <= Frequency.INITIAL; counter++) {
            assertThat(Frequency.counter(field, NOW, 1)).isEqualTo(counter);
            field = Frequency.afterUse(field, NOW, limits, random);
        }
        // From here on it takes two billion uses on average.
        assertThat(Frequency.counter(field, NOW, 1)).isEqualTo(Frequency.INITIAL + 1);
        for (int i = 0; i < 1000; i++) {
            field = Frequency.afterUse(field, NOW, limits, random);
        }
        assertThat(Frequency.counter(field, NOW, 1)).isEqualTo(Frequency.INITIAL + 1);
    }

    @Test
    void neverGrowsBeyondTheMaximum() {
        limits.lfuLogFactor(0);
        int field = Frequency.afterUse(Frequency.field(Frequency.MAX, NOW), NOW, limits, random);
        assertThat(Frequency.counter(field, NOW, 1)).isEqualTo(Frequency.MAX);
    }

    @Test
    void shrinksByOneForEveryPeriodThatBegan() {
        int field = Frequency.field(100, NOW);
        assertThat(NOW % MINUTE).isZero();
        assertThat(Frequency.counter(field, NOW + MINUTE - 1, 1)).isEqualTo(100);
        assertThat(Frequency.counter(field, NOW + MINUTE, 1)).isEqualTo(99);
        assertThat(Frequency.counter(field, NOW + 10 * MINUTE, 1)).isEqualTo(90);
        assertThat(Frequency.counter(field, NOW + 10 * MINUTE, 3)).isEqualTo(97);
        assertThat(Frequency.counter(field, NOW + 10 * MINUTE, 0)).isEqualTo(100);
        assertThat(Frequency.counter(field, NOW + 1000L * MINUTE, 1)).isZero();
        assertThat(Frequency.counter(field, NOW + 1000L * MINUTE, Integer.MAX_VALUE))
                .isEqualTo(100);
        // As in Redis the minutes of the clock count, not those that have passed.
        int late = Frequency.field(100, NOW + MINUTE - 1);
        assertThat(Frequency.counter(late, NOW + MINUTE, 1)).isEqualTo(99);
    }

    @Test
    void aUseStartsTheDecayAnew() {
        limits.lfuLogFactor(Integer.MAX_VALUE);
        int field = Frequency.field(100, NOW);
        field = Frequency.afterUse(field, NOW + 10 * MINUTE, limits, random);
        assertThat(Frequency.counter(field, NOW + 10 * MINUTE, 1)).isEqualTo(90);
        assertThat(Frequency.counter(field, NOW + 15 * MINUTE, 1)).isEqualTo(85);
    }

    @Test
    void outlivesTheWrapOfItsClock() {
        long wrap = (1L << 16) * MINUTE;
        long before = NOW / wrap * wrap + wrap - 30_000;
        int field = Frequency.field(100, before);
        assertThat(Frequency.counter(field, before + 5 * MINUTE, 1)).isEqualTo(95);
        assertThat(Frequency.idleMillis(field, before + 5 * MINUTE)).isBetween(5L * MINUTE - 250, 5L * MINUTE + 250);
    }

    @Test
    void theRarelyUsedAreToGoBeforeTheLongIdle() {
        long now = NOW + MINUTE / 2;
        int rare = Frequency.field(5, now);
        int often = Frequency.field(6, now - 10_000);
        int rareAndOld = Frequency.field(5, now - 1000);
        assertThat(Frequency.evictability(rare, now, 1)).isGreaterThan(Frequency.evictability(often, now, 1));
        assertThat(Frequency.evictability(rareAndOld, now, 1)).isGreaterThan(Frequency.evictability(rare, now, 1));
        // Two minutes later the one has decayed to less than the other.
        int fresh = Frequency.field(5, now + 2 * MINUTE);
        assertThat(Frequency.evictability(often, now + 2 * MINUTE, 1))
                .isGreaterThan(Frequency.evictability(fresh, now + 2 * MINUTE, 1));
    }
}
