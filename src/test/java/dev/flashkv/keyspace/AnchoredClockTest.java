package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Somebody sets the wall clock: the store's goes on as if nothing had happened. */
class AnchoredClockTest {
    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

    private long wallMillis = 1_700_000_000_000L;
    private long monotonicNanos = -5_000_000_000L; // it may begin anywhere
    private final AnchoredClock clock = new AnchoredClock(() -> wallMillis, () -> monotonicNanos);

    @Test
    void stepsOfTheWallClockAreNotSeen() {
        assertThat(clock.nowMillis()).isEqualTo(1_700_000_000_000L);
        wallMillis += HOUR_MILLIS;
        assertThat(clock.nowMillis()).isEqualTo(1_700_000_000_000L);
        wallMillis -= 2 * HOUR_MILLIS;
        assertThat(clock.nowMillis()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void timeGoesByAsTheMonotonicClockSays() {
        monotonicNanos += 1_234_567_890L;
        wallMillis -= HOUR_MILLIS;
        assertThat(clock.nowMillis()).isEqualTo(1_700_000_001_234L);
        assertThat(clock.nowNanos()).isEqualTo(1_700_000_001_234_567_890L);
    }
}
