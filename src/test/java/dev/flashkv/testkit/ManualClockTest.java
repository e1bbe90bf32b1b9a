package dev.flashkv.testkit;

import static dev.flashkv.Stages.await;
import static dev.flashkv.Stages.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.FlashKv;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ManualClockTest {

    @Test
    void standsStillUntilMoved() {
        ManualClock clock = new ManualClock();
        assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START).isEqualTo("2024-01-01T00:00:00Z");
        assertThat(clock.nowMillis()).isEqualTo(clock.nowMillis());
        clock.advance(Duration.ofMillis(1500));
        assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START.plusMillis(1500));
        assertThat(clock.nowNanos()).isEqualTo(clock.nowMillis() * 1_000_000);
        clock.advance(Duration.ZERO);
        assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START.plusMillis(1500));
    }

    @Test
    void startsWhenever() {
        Instant start = Instant.parse("2030-06-01T12:00:00.123456Z");
        assertThat(new ManualClock(start).now()).isEqualTo("2030-06-01T12:00:00.123Z");
    }

    @Test
    void neverGoesBackwards() {
        ManualClock clock = new ManualClock();
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START);
    }

    @Test
    void stopsWhereItsNanosecondsEnd() {
        ManualClock clock = new ManualClock();
        clock.advance(Duration.ofDays(365 * 200));
        Instant then = clock.now();
        assertThatThrownBy(() -> clock.advance(Duration.ofDays(365 * 200)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.now()).isEqualTo(then);
        assertThatThrownBy(() -> new ManualClock(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShardsThreadIsToldThatItCantWait() {
        ManualClock clock = new ManualClock();
        try (FlashKv store = FlashKv.create(clock)) {
            clock.drive(store);
            CompletionStage<?> advanced =
                    store.execute("BLPOP", "list", "0").thenRun(() -> clock.advance(Duration.ofMillis(1)));
            await(store.rpush("list", "element"));
            assertThat(failureOf(advanced)).hasMessageContaining("can't wait");
        }
    }

    @Test
    void isMovedByManyThreads() throws InterruptedException {
        ManualClock clock = new ManualClock();
        int threads = 8;
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        for (int j = 0; j < 1000; j++) {
                            clock.advance(Duration.ofMillis(1));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START.plusMillis(8000));
    }
}
