package dev.flashkv.testkit;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static redis.clients.jedis.params.SetParams.setParams;

import com.typesafe.config.ConfigException;
import dev.flashkv.CommandBatch;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class TestStoreTest {

    @Test
    void servesBothDoorsOnOneClock() {
        try (TestStore test = TestStore.start();
                Jedis jedis = new Jedis(test.uri())) {
            jedis.set("session", "token", setParams().ex(1800));
            assertThat(await(test.store().get("session"))).contains("token");
            test.clock().advance(Duration.ofMinutes(30));
            assertThat(jedis.get("session")).isEqualTo("token");
            test.clock().advance(Duration.ofMillis(1));
            assertThat(jedis.get("session")).isNull();
        }
    }

    @Test
    void removesWhatHasExpiredAsTheClockMoves() {
        try (TestStore test = TestStore.start()) {
            FlashKv store = test.store();
            // More than one slice of the sweep.
            int keys = 25_000;
            CommandBatch batch = store.batch();
            IntStream.range(0, keys).forEach(i -> batch.add("SET", "key:" + i, "value", "PX", "50"));
            await(batch.execute());
            await(store.set("stays", "here"));
            assertThat(await(store.statistics()).keys()).isEqualTo(keys + 1);
            test.clock().advance(Duration.ofMillis(51));
            assertThat(await(store.statistics()).expired()).isEqualTo(keys);
            assertThat(await(store.statistics()).keys()).isEqualTo(1);
        }
    }

    @Test
    void keepsStoresApart() {
        try (TestStore one = TestStore.start();
                TestStore other = TestStore.start()) {
            await(one.store().set("key", "one"));
            assertThat(await(other.store().dbSize())).isZero();
            await(other.store().set("key", "other"));
            assertThat(await(one.store().get("key"))).contains("one");
            one.clock().advance(Duration.ofDays(1));
            assertThat(other.clock().now()).isEqualTo(ManualClock.DEFAULT_START);
            assertThat(one.port()).isNotEqualTo(other.port());
        }
    }

    @Test
    void sharesAnActorSystemWhichOutlivesSingleStores() {
        try (TestStore one = TestStore.start()) {
            try (TestStore other = TestStore.start()) {
                assertThat(other.store().system()).isSameAs(one.store().system());
            }
            await(one.store().set("key", "value"));
        }
        try (TestStore later = TestStore.start()) {
            await(later.store().set("key", "value"));
        }
    }

    @Test
    void movesSeveralStoresWithOneClock() {
        ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
        try (TestStore one = TestStore.start("", clock);
                TestStore other = TestStore.start("", clock)) {
            await(one.store().setWithTtl("key", "value", Duration.ofSeconds(10)));
            await(other.store().setWithTtl("key", "value", Duration.ofSeconds(10)));
            clock.advance(Duration.ofSeconds(11));
            assertThat(await(one.store().statistics()).expired()).isEqualTo(1);
            assertThat(await(other.store().statistics()).expired()).isEqualTo(1);
        }
        clock.advance(Duration.ofSeconds(1)); // closed stores don't disturb it
    }

    @Test
    void opensItsDoorOnceAndClosesIt() throws IOException {
        int port;
        TestStore test = TestStore.start();
        try (test) {
            port = test.port();
            assertThat(test.port()).isEqualTo(port);
            assertThat(test.uri()).hasToString("redis://127.0.0.1:" + port);
            assertThat(test.address().getAddress().isLoopbackAddress()).isTrue();
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
        test.close();
        assertThat(Stages.failureOf(test.store().get("key"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasNoDoorAfterItIsClosed() {
        TestStore test = TestStore.start();
        test.close();
        assertThatThrownBy(test::port).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void flushes() {
        try (TestStore test = TestStore.start()) {
            await(test.store().set("key", "value"));
            test.flush();
            assertThat(await(test.store().dbSize())).isZero();
        }
    }

    @Test
    void takesSettings() {
        try (TestStore test = TestStore.start("flashkv { shards = 4, maxmemory = 1 MiB, redis.hz = 20 }")) {
            assertThat(test.store().settings().shards()).isEqualTo(4);
            assertThat(await(test.store().execute("CONFIG", "GET", "maxmemory")))
                    .isEqualTo(Reply.map(Reply.bulk("maxmemory"), Reply.bulk("1048576")));
        }
        try (TestStore test = TestStore.start()) {
            assertThat(test.store().settings().shards()).isEqualTo(64);
        }
    }

    @Test
    void refusesSettingsThatNobodyReads() {
        assertThatThrownBy(() -> TestStore.start("maxmemory = 1 MiB, flashkv.max-memory = 2 MiB"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no settings of FlashKV: flashkv.max-memory, maxmemory");
        assertThatThrownBy(() -> TestStore.start("flashkv.redis.nonsense = 1")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> TestStore.start("akka.loglevel = DEBUG")).hasMessageContaining("akka.loglevel");
        assertThatThrownBy(() -> TestStore.start("flashkv.shards = many")).isInstanceOf(ConfigException.class);
    }

    @Test
    void aClosedStoreDoesNotLetTheClockPassInSilence() {
        try (TestStore test = TestStore.start()) {
            test.store().close();
            assertThatThrownBy(() -> test.clock().advance(Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not remove");
        }
    }
}
