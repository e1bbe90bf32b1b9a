package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.shard.SimulatedWorkload.Planted;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batches over many shards, with their messages delivered in thousands of orders: nothing is torn, out of order, lost
 * or stuck. A failure names its seed; {@code -Dflashkv.seed=N} runs that one alone, {@code
 * -Dflashkv.seeds=N} that many.
 */
class ShardSimulationTest {
    private static final int SEEDS = Integer.getInteger("flashkv.seeds", 40);
    private static final int CLIENTS = 12;
    private static final int PIPELINES = 25;

    @Test
    void theStoreIsStrictlySerializable() {
        AtomicInteger steps = new AtomicInteger();
        forEachSeed(seed -> {
            ShardSimulation simulation = new ShardSimulation(seed, seed % 4 == 0 ? 3 : 64);
            steps.addAndGet(new SimulatedWorkload(simulation, Planted.NOTHING).run(CLIENTS, PIPELINES));
        });
        assertThat(steps.get()).as("deliveries: it was not idle").isGreaterThan(1000);
    }

    /** The checks are worth something: each of these faults is found, and within a few seeds. */
    @ParameterizedTest
    @EnumSource(names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
    void plantedFaultsAreFound(Planted fault) {
        assertThat(isFoundWithin(
                        20,
                        seed -> new SimulatedWorkload(new ShardSimulation(seed, 64), fault).run(CLIENTS, PIPELINES)))
                .isTrue();
    }

    @Test
    void aLostReleaseIsFound() {
        assertThat(isFoundWithin(1, seed -> {
                    ShardSimulation simulation = new ShardSimulation(seed, 64);
                    AtomicInteger releases = new AtomicInteger();
                    simulation.lose(message -> message == Shard.Release.INSTANCE && releases.incrementAndGet() == 100);
                    new SimulatedWorkload(simulation, Planted.NOTHING).run(CLIENTS, PIPELINES);
                }))
                .isTrue();
    }

    @Test
    void aLostBatchIsFound() {
        assertThat(isFoundWithin(1, seed -> {
                    ShardSimulation simulation = new ShardSimulation(seed, 64);
                    AtomicInteger batches = new AtomicInteger();
                    simulation.lose(message -> message instanceof Batch && batches.incrementAndGet() == 300);
                    new SimulatedWorkload(simulation, Planted.NOTHING).run(CLIENTS, PIPELINES);
                }))
                .isTrue();
    }

    @Test
    void waitsAndTransactionsHappenAtOneInstant() {
        AtomicInteger steps = new AtomicInteger();
        forEachSeed(seed -> {
            ShardSimulation simulation = new ShardSimulation(seed, seed % 4 == 0 ? 3 : 64);
            steps.addAndGet(new SimulatedWaits(simulation, SimulatedWaits.Planted.NOTHING).run(CLIENTS, PIPELINES));
        });
        assertThat(steps.get()).as("deliveries: it was not idle").isGreaterThan(1000);
    }

    @ParameterizedTest
    @EnumSource(names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
    void plantedFaultsAmongWaitsAreFound(SimulatedWaits.Planted fault) {
        assertThat(isFoundWithin(
                        20, seed -> new SimulatedWaits(new ShardSimulation(seed, 64), fault).run(CLIENTS, PIPELINES)))
                .isTrue();
    }

    @Test
    void lostMessagesAboutWaitsAreFound() {
        for (Class<?> kind : List.of(Shard.Forget.class, Shard.EndWait.class)) {
            assertThat(isFoundWithin(5, seed -> {
                        ShardSimulation simulation = new ShardSimulation(seed, 64);
                        AtomicInteger messages = new AtomicInteger();
                        simulation.lose(message -> kind.isInstance(message) && messages.incrementAndGet() == 5);
                        new SimulatedWaits(simulation, SimulatedWaits.Planted.NOTHING).run(CLIENTS, PIPELINES);
                    }))
                    .as("%s", kind)
                    .isTrue();
        }
    }

    /** The order in which shards are held is what keeps walks from waiting for each other. */
    @Test
    void aWalkThatGoesDownIsFound() {
        for (boolean down : new boolean[] {false, true}) {
            int stuck = 0;
            for (long seed = 1; seed <= 20; seed++) {
                ShardSimulation simulation = new ShardSimulation(seed, 64);
                AtomicInteger answered = new AtomicInteger();
                for (int i = 0; i < CLIENTS; i++) {
                    SimulatedClient client = new SimulatedClient(simulation, i);
                    client.send(
                            List.of(new SimulatedClient.Sent(List.of("FLUSHALL"), reply -> answered.incrementAndGet())),
                            () -> {},
                            () -> {});
                    client.walk(down && i % 2 == 0 ? new int[] {9, 7} : new int[] {7, 9});
                }
                simulation.run();
                stuck += answered.get() < CLIENTS ? 1 : 0;
            }
            assertThat(stuck > 0)
                    .as("seeds that get stuck: %d, down: %s", stuck, down)
                    .isEqualTo(down);
        }
    }

    /** Making room walks all shards in the midst of everything else. */
    @Test
    void theMemoryLimitHoldsAndNothingGetsStuck() {
        long limitBytes = 40_000;
        forEachSeed(seed -> {
            ShardSimulation simulation = new ShardSimulation(seed, 64);
            simulation.limits.memoryBytesMax(limitBytes);
            simulation.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LRU);
            SplittableRandom random = simulation.random.split();
            for (int client = 0; client < CLIENTS; client++) {
                for (int i = 0; i < PIPELINES; i++) {
                    String value = "v".repeat(random.nextInt(1000));
                    List<String> mset = List.of("MSET", key(random), value, key(random), value, key(random), "x");
                    List<String> set = List.of("SET", key(random), value);
                    simulation.execute(
                            client,
                            List.of(set, mset, List.of("PING")),
                            replies -> assertThat(replies)
                                    .hasSize(3)
                                    .noneMatch(reply -> reply.toString().contains("OOM")));
                }
            }
            simulation.run();
            // Commands on their way at the same time may pass the limit together: the next one makes room first.
            simulation.execute(0, List.of(List.of("SET", "last", "x")), replies -> {});
            simulation.run();
            assertThat(simulation.unanswered()).isZero();
            assertThat(simulation.context.memory().totalBytes()).isBetween(limitBytes / 2, limitBytes + 200);
            for (int shard = 0; shard < simulation.shardCount(); shard++) {
                assertThat(simulation.isIdle(shard)).isTrue();
            }
        });
    }

    /** Whatever comes between, once its time is over a key is removed although nobody asks for it. */
    @Test
    void everythingThatExpiresIsSwept() {
        forEachSeed(seed -> {
            ShardSimulation simulation = new ShardSimulation(seed, 64);
            SplittableRandom random = simulation.random.split();
            for (int client = 0; client < CLIENTS; client++) {
                for (int i = 0; i < PIPELINES; i++) {
                    String millis = Integer.toString(1 + random.nextInt(10_000));
                    List<String> set = List.of("SET", key(random), "x", "PX", millis);
                    simulation.execute(
                            client, i == 0 ? List.of(set, List.of("DBSIZE"), set) : List.of(set), replies -> {});
                }
            }
            simulation.run();
            assertThat(simulation.context.memory().totalBytes()).isPositive();
            for (int i = 0; i < 1100; i++) {
                simulation.advance(Duration.ofMillis(10));
                simulation.run();
            }
            assertThat(simulation.context.memory().totalBytes()).isZero();
        });
    }

    private static String key(SplittableRandom random) {
        return "key:" + random.nextInt(300);
    }

    private static boolean isFoundWithin(int seeds, LongConsumer run) {
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                run.accept(seed);
            } catch (AssertionError found) {
                return true;
            }
        }
        return false;
    }

    private static void forEachSeed(LongConsumer run) {
        Long only = Long.getLong("flashkv.seed");
        long base = System.nanoTime() >>> 10;
        for (int i = 0; i < (only == null ? SEEDS : 1); i++) {
            long seed = only == null ? base + i : only;
            try {
                run.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + " (run it alone with -Dflashkv.seed=" + seed + ")", e);
            }
        }
    }
}
