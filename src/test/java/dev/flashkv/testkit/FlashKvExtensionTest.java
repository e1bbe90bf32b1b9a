package dev.flashkv.testkit;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.FlashKv;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** The extension as test classes see it; how they fare at the same time, ParallelTestsTest has. */
class FlashKvExtensionTest {

    /** What the inner tests have seen, for the outer ones to look at. */
    private static final Set<FlashKv> SEEN = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static void assertAllPass(int tests, Class<?>... classes) {
        InnerRun run = InnerRun.of(classes);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(tests);
    }

    // ---- parameters ----

    @FlashKvTest
    static class TakesEverything {
        private final FlashKv constructed;

        TakesEverything(FlashKv store) {
            constructed = store;
        }

        @BeforeAll
        static void once(FlashKv store, @FlashKvAddress int port) {
            assertThat(store).isNotNull();
            assertThat(port).isPositive();
        }

        @BeforeEach
        void each(FlashKv store) {
            await(store.set("from", "before each"));
        }

        @Test
        void test(
                FlashKv store,
                ManualClock clock,
                TestStore test,
                @FlashKvAddress int port,
                @FlashKvAddress Integer boxed,
                @FlashKvAddress URI uri,
                @FlashKvAddress String text,
                @FlashKvAddress InetSocketAddress address) {
            assertThat(store).isSameAs(constructed).isSameAs(test.store());
            assertThat(clock).isSameAs(test.clock());
            assertThat(boxed).isEqualTo(port);
            assertThat(uri).hasToString("redis://127.0.0.1:" + port);
            assertThat(text).isEqualTo(uri.toString());
            assertThat(address.getPort()).isEqualTo(port);
            try (Jedis jedis = new Jedis(uri)) {
                assertThat(jedis.get("from")).isEqualTo("before each");
                jedis.expire("from", 10);
                clock.advance(Duration.ofSeconds(11));
                assertThat(jedis.exists("from")).isFalse();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"redis://other:1", "redis://other:2"})
        void leavesOtherParametersAlone(URI argument, FlashKv store) {
            assertThat(argument).hasHost("other");
            assertThat(await(store.dbSize())).isEqualTo(1);
        }
    }

    @Test
    void injectsWhatTestsAskFor() {
        assertAllPass(3, TakesEverything.class);
    }

    @FlashKvTest
    static class AsksForAnAddressOfAnotherKind {
        @Test
        void test(@FlashKvAddress Long port) {
            throw new AssertionError("must not run: " + port);
        }
    }

    @Test
    void refusesAddressesOfOtherTypes() {
        assertThat(InnerRun.of(AsksForAnAddressOfAnotherKind.class).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("not for java.lang.Long"));
    }

    // ---- isolation ----

    @FlashKvTest
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Flushed {
        private static final List<Integer> PORTS = new ArrayList<>();

        @BeforeAll
        static void once(FlashKv store) {
            await(store.set("from", "before all"));
        }

        @RepeatedTest(2)
        @Order(1)
        void beginsEmpty(FlashKv store, ManualClock clock, @FlashKvAddress int port) {
            SEEN.add(store);
            PORTS.add(port);
            assertThat(await(store.dbSize())).isZero();
            await(store.set("key", "value"));
            await(store.execute("SELECT", "0"));
            clock.advance(Duration.ofHours(1));
        }

        @Test
        @Order(2)
        void keepsPortAndTime(ManualClock clock, @FlashKvAddress int port) {
            assertThat(PORTS).isNotEmpty().containsOnly(port);
            assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START.plus(Duration.ofHours(2)));
        }
    }

    @Test
    void flushesBeforeEachTest() {
        Flushed.PORTS.clear();
        assertAllPass(3, Flushed.class);
        assertThat(SEEN).hasSize(1);
    }

    @FlashKvTest(
            isolation = Isolation.NEW_STORE,
            settings = {"flashkv.shards = 2", "flashkv.server.tcp-backlog = 7"})
    static class NewStores {
        @BeforeEach
        void each(FlashKv store) {
            await(store.set("from", "before each"));
        }

        @RepeatedTest(3)
        void test(FlashKv store, ManualClock clock) {
            SEEN.add(store);
            assertThat(store.settings().shards()).isEqualTo(2);
            assertThat(store.settings().backlog()).isEqualTo(7);
            assertThat(await(store.dbSize())).isEqualTo(1);
            assertThat(clock.now()).isEqualTo(ManualClock.DEFAULT_START);
            clock.advance(Duration.ofHours(1));
        }

        @AfterEach
        void after(FlashKv store) {
            assertThat(await(store.get("from"))).contains("before each");
        }
    }

    @Test
    void startsAStoreForEachTest() {
        assertAllPass(3, NewStores.class);
        assertThat(SEEN).hasSize(3).allSatisfy(FlashKvExtensionTest::isClosed);
    }

    @FlashKvTest(isolation = Isolation.NEW_STORE)
    static class WantsItTooEarly {
        @BeforeAll
        static void once(FlashKv store) {}

        @Test
        void test() {}
    }

    @Test
    void saysWhenThereIsNoStoreYet() {
        assertThat(InnerRun.of(WantsItTooEarly.class).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("with Isolation.NEW_STORE"));
    }

    @FlashKvTest(isolation = Isolation.SHARED)
    static class Shared {
        @BeforeAll
        static void once(FlashKv store) {
            await(store.set("from", "before all"));
        }

        @RepeatedTest(2)
        void test(FlashKv store) {
            SEEN.add(store);
            assertThat(await(store.get("from"))).contains("before all");
            await(store.incr("runs"));
        }
    }

    @Test
    void sharesAStoreAsItIs() {
        assertAllPass(2, Shared.class);
        assertThat(SEEN).hasSize(1).allSatisfy(FlashKvExtensionTest::isClosed);
    }

    @FlashKvTest(settings = "flashkv.max-memory = 1")
    static class Misspelt {
        @Test
        void test() {}
    }

    @Test
    void refusesSettingsThatNobodyReads() {
        assertThat(InnerRun.of(Misspelt.class).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("no settings of FlashKV: flashkv.max-memory"));
    }

    // ---- nested, inherited and registered ----

    @FlashKvTest
    static class Outer {
        @Test
        void outer(FlashKv store) {
            SEEN.add(store);
        }

        @Nested
        class Sharing {
            @RepeatedTest(2)
            void inner(FlashKv store) {
                SEEN.add(store);
                assertThat(await(store.dbSize())).isZero();
                await(store.set("key", "value"));
            }
        }

        @Nested
        @FlashKvTest(settings = "flashkv.shards = 1", isolation = Isolation.SHARED)
        class OfItsOwn {
            @Test
            void inner(FlashKv store) {
                SEEN.add(store);
                assertThat(store.settings().shards()).isEqualTo(1);
            }
        }
    }

    @Test
    void nestedClassesShareTheStoreUnlessTheySayOtherwise() {
        assertAllPass(4, Outer.class);
        assertThat(SEEN).hasSize(2).allSatisfy(FlashKvExtensionTest::isClosed);
    }

    abstract static class Base {
        @RegisterExtension
        static final FlashKvExtension FLASHKV = FlashKvExtension.create()
                .with("flashkv.shards = 4")
                .with("flashkv.server.tcp-backlog = 7")
                .startingAt(Instant.parse("2030-01-01T00:00:00Z"))
                .isolation(Isolation.SHARED);

        @RepeatedTest(2)
        void inherited(FlashKv parameter) {
            SEEN.add(parameter);
            assertThat(FLASHKV.store()).isSameAs(parameter);
            assertThat(FLASHKV.store().settings().shards()).isEqualTo(4);
            assertThat(FLASHKV.store().settings().backlog()).isEqualTo(7);
            assertThat(FLASHKV.clock().now()).isEqualTo("2030-01-01T00:00:00Z");
            assertThat(FLASHKV.uri()).hasPort(FLASHKV.port());
        }
    }

    static class FirstHeir extends Base {}

    static class SecondHeir extends Base {}

    @Test
    void classesThatInheritAnExtensionHaveAStoreEach() {
        assertAllPass(4, FirstHeir.class, SecondHeir.class);
        assertThat(SEEN).hasSize(2);
        assertThatThrownBy(Base.FLASHKV::store)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no test of this extension runs now");
    }

    static class InAField {
        @RegisterExtension
        final FlashKvExtension flashkv = FlashKvExtension.create();

        @RepeatedTest(2)
        void test() {
            SEEN.add(flashkv.store());
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class InAFieldOfOneInstance extends InAField {}

    @Test
    void anInstanceFieldStartsAStoreForEachInstance() {
        assertAllPass(2, InAField.class);
        assertThat(SEEN).hasSize(2).allSatisfy(FlashKvExtensionTest::isClosed);
        SEEN.clear();
        assertAllPass(2, InAFieldOfOneInstance.class);
        assertThat(SEEN).hasSize(1);
    }

    static class Two {
        @RegisterExtension
        static final FlashKvExtension ONE = FlashKvExtension.create();

        @RegisterExtension
        static final FlashKvExtension OTHER = FlashKvExtension.create();

        @Test
        void test() {
            await(ONE.store().set("key", "one"));
            assertThat(await(OTHER.store().dbSize())).isZero();
        }

        @Test
        void ambiguous(FlashKv store) {}
    }

    @Test
    void aClassMayHaveSeveralStores() {
        InnerRun run = InnerRun.of(Two.class);
        assertThat(run.passed()).isEqualTo(1);
        assertThat(run.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("competing ParameterResolvers"));
    }

    @ExtendWith(FlashKvExtension.class)
    static class JustExtended {
        @Test
        void test(FlashKv store) {
            assertThat(store.settings().shards()).isEqualTo(64);
        }
    }

    @Test
    void needsNoAnnotationOfItsOwn() {
        assertAllPass(1, JustExtended.class);
    }

    private static void isClosed(FlashKv store) {
        assertThat(store.get("key").toCompletableFuture()).isCompletedExceptionally();
    }
}
