package dev.flashkv;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.flashkv.keyspace.Statistics;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Expired keys go although nobody asks, on the shards' timers; both clocks are moved by hand. */
class ActiveExpiryTest {

    private static void run(String settings, BiConsumer<FlashKv, TestTime> test) {
        ActorTestKit testKit = TestTime.testKit(settings);
        TestTime time = TestTime.of(testKit);
        try (FlashKv store = FlashKv.start(testKit.system(), time.clock())) {
            test.accept(store, time);
        } finally {
            testKit.shutdownTestKit();
        }
    }

    private static Statistics statistics(FlashKv store) {
        return await(store.statistics());
    }

    @Test
    void anExpiredKeyIsRemovedWithoutAnybodyAsking() {
        run("", (store, time) -> {
            await(store.setWithTtl("key", "value", Duration.ofMillis(50)));
            await(store.set("other", "value"));
            time.pass(store, Duration.ofMillis(50));
            assertThat(statistics(store).expired()).isZero();
            assertThat(statistics(store).keys()).isEqualTo(2);
            time.pass(store, Duration.ofMillis(50));
            assertThat(statistics(store).expired()).isEqualTo(1);
            assertThat(statistics(store).keys()).isEqualTo(1);
            assertThat(statistics(store).keysWithDeadline()).isZero();
            assertThat(statistics(store).getOperations()).isZero();
        });
    }

    @Test
    void keysOfAllShardsGoInTheirTime() {
        run("", (store, time) -> {
            for (int i = 1; i <= 300; i++) {
                await(store.setWithTtl("key:" + i, "value", Duration.ofMillis(3L * i)));
            }
            for (int i = 1; i <= 9; i++) {
                time.pass(store, Duration.ofMillis(100));
                // Those due in the last 10 ms may still be there: that is min-interval.
                assertThat(statistics(store).expired()).isBetween(100L * i / 3 - 4, 100L * i / 3);
            }
            time.pass(store, Duration.ofMillis(20));
            assertThat(statistics(store).keys()).isZero();
        });
    }

    @Test
    void manyKeysOfOneShardGoInSlices() {
        run("flashkv.expiry.keys-per-sweep = 10", (store, time) -> {
            for (int i = 0; i < 35; i++) {
                await(store.setWithTtl("{one shard}" + i, "value", Duration.ofMillis(19)));
            }
            time.pass(store, Duration.ofMillis(20));
            assertThat(statistics(store).expired()).isEqualTo(10);
            time.pass(store, Duration.ofMillis(10));
            assertThat(statistics(store).expired()).isEqualTo(20);
            time.pass(store, Duration.ofMillis(10));
            assertThat(statistics(store).expired()).isEqualTo(30);
            time.pass(store, Duration.ofMillis(10));
            assertThat(statistics(store).expired()).isEqualTo(35);
        });
    }

    @Test
    void aDeadlineThatMovesIsFollowed() {
        run("", (store, time) -> {
            await(store.setWithTtl("later", "value", Duration.ofMillis(50)));
            await(store.setWithTtl("sooner", "value", Duration.ofHours(1)));
            await(store.setWithTtl("never", "value", Duration.ofMillis(50)));
            await(store.expire("later", Duration.ofMillis(500)));
            await(store.expire("sooner", Duration.ofMillis(200)));
            await(store.persist("never"));
            time.pass(store, Duration.ofMillis(190));
            assertThat(statistics(store).expired()).isZero();
            time.pass(store, Duration.ofMillis(30));
            assertThat(statistics(store).expired()).isEqualTo(1);
            time.pass(store, Duration.ofMillis(300));
            assertThat(statistics(store).expired()).isEqualTo(2);
            time.pass(store, Duration.ofSeconds(3));
            assertThat(await(store.keys("*"))).containsExactly("never");
        });
    }

    @Test
    void whoeverWontWaitCleansUp() {
        run("flashkv.expiry.min-interval = 1 s, flashkv.expiry.base-interval = 1 s", (store, time) -> {
            for (int i = 0; i < 100; i++) {
                await(store.setWithTtl("key:" + i, "value", Duration.ofMillis(i < 70 ? 10 : 500)));
            }
            time.clock().advance(Duration.ofMillis(11));
            assertThat(await(store.cleanupExpired())).isEqualTo(70);
            assertThat(await(store.cleanupExpired())).isZero();
            assertThat(statistics(store).expired()).isEqualTo(70);
            assertThat(await(store.dbSize())).isEqualTo(30);
        });
    }
}
