package dev.flashkv.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.flashkv.CapturedLog;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Slots;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that come in each other's way as best they can, over all shards: nobody is stuck, and when they have gone
 * nothing is left of them.
 */
class DeadlockHuntTest {
    private static final int HUNTERS = 14;
    private static final int PIPELINE_MAX = 6;
    private static final int SHARDS = 64;
    private static final long USUAL_MILLIS = 2500;

    /** Nothing answered anywhere for so long is a deadlock, however slow the machine is. */
    private static final long STALL_SECONDS = 15;

    @ParameterizedTest
    @EnumSource(names = {"TCP", "BOTH", "BOTH_BESIDE_A_LOOP", "TCP_ON_ONE_LOOP", "TCP_ON_TWO_LOOPS"})
    void nobodyIsStuck(Doors.Kind kind) throws Exception {
        Soak soak = new Soak(USUAL_MILLIS);
        try (CapturedLog log = CapturedLog.of("dev.flashkv.shard");
                Doors doors = new Doors(kind)) {
            Hunt hunt = new Hunt(doors, soak);
            hunt.run();
            soak.report("hunt, " + kind + ": " + hunt.answers + " answers");
            assertThat(log.messages()).as("faults; %s", soak).isEmpty();
        }
    }

    private static final class Hunt {
        private final Doors doors;
        private final Soak soak;
        private final AtomicLong answers = new AtomicLong();
        private final AtomicInteger hunting = new AtomicInteger(HUNTERS);
        private final Map<Integer, Long> ids = new ConcurrentHashMap<>();
        private final Map<Integer, List<List<String>>> doing = new ConcurrentHashMap<>();

        Hunt(Doors doors, Soak soak) {
            this.doors = doors;
            this.soak = soak;
        }

        void run() throws Exception {
            Clients.run(HUNTERS + 2, soak, number -> {
                if (number == HUNTERS) {
                    release(new SplittableRandom(soak.seed() - 1));
                } else if (number == HUNTERS + 1) {
                    watch();
                } else {
                    try {
                        hunt(number);
                    } finally {
                        hunting.decrementAndGet();
                    }
                }
            });
            try (Caller caller = new TcpCaller(doors.address())) {
                checkThatNothingIsLeft(caller);
            }
        }

        private void hunt(int number) throws IOException {
            SplittableRandom random = new SplittableRandom(soak.seed() + number);
            Caller caller = connect(number);
            try {
                while (!soak.isOver(answers.get() > 1000)) {
                    List<List<String>> pipeline = new ArrayList<>();
                    int length = 1 + random.nextInt(PIPELINE_MAX);
                    for (int i = 0; i < length; i++) {
                        HuntCommands.add(random, pipeline);
                    }
                    if (!(caller instanceof TcpCaller)) {
                        pipeline = HuntCommands.withoutWaitsForEver(pipeline);
                    }
                    doing.put(number, pipeline);
                    caller.send(pipeline);
                    if (caller instanceof TcpCaller leaving && random.nextInt(25) == 0) {
                        leave(leaving, random);
                        caller = connect(number);
                        continue;
                    }
                    for (List<String> command : pipeline) {
                        Reply reply = caller.receive();
                        answers.incrementAndGet();
                        assertThat(reply.toString()).as("%s", command).doesNotContain("internal error");
                    }
                }
            } finally {
                doing.remove(number);
                caller.close();
            }
        }

        private Caller connect(int number) throws IOException {
            Caller caller = doors.caller(number);
            if (caller instanceof TcpCaller) {
                ids.put(number, ((Reply.IntegerReply) caller.call("CLIENT", "ID")).value());
            }
            return caller;
        }

        private static void leave(TcpCaller caller, SplittableRandom random) throws IOException {
            if (random.nextBoolean()) {
                caller.resetWhenClosed();
            }
            if (random.nextBoolean()) {
                caller.receive(); // the first of the pipeline's: it is on its way then
            }
            caller.close();
        }

        /** Some wait for ever: sometimes somebody ends that, and in the end of everybody. */
        private void release(SplittableRandom random) throws Exception {
            try (Caller caller = new TcpCaller(doors.address())) {
                while (hunting.get() > 0) {
                    boolean all = soak.isOver();
                    for (long id : ids.values()) {
                        if (all || random.nextInt(20) == 0) {
                            caller.call(
                                    "CLIENT", "UNBLOCK", Long.toString(id), random.nextBoolean() ? "ERROR" : "TIMEOUT");
                        }
                    }
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
        }

        private void watch() throws InterruptedException {
            long seen = -1;
            long since = System.nanoTime();
            while (hunting.get() > 0) {
                long now = answers.get();
                if (now != seen) {
                    seen = now;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(STALL_SECONDS)) {
                    StringBuilder text = new StringBuilder("stuck after " + seen + " answers:");
                    doing.forEach((client, pipeline) -> text.append("\n  client ")
                            .append(client)
                            .append(' ')
                            .append(pipeline));
                    fail(text.toString());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }

        private void checkThatNothingIsLeft(Caller caller) throws IOException {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(caller.call("INFO", "clients").toString())
                        .contains("connected_clients:1", "blocked_clients:0");
                assertThat(caller.call("CLIENT", "LIST").toString()).doesNotContain("flags=b");
            });
            BitSet shards = new BitSet();
            for (int i = 0; shards.cardinality() < SHARDS; i++) {
                String key = "probe" + i;
                int shard = Slots.slotOf(Bytes.of(key)) * SHARDS / Slots.SLOT_COUNT;
                if (!shards.get(shard)) {
                    shards.set(shard);
                    assertThat(caller.call("SET", key, "x"))
                            .as("shard %d", shard)
                            .isEqualTo(Reply.OK);
                }
            }
            assertThat(caller.call("FLUSHALL")).isEqualTo(Reply.OK);
            // Nobody waits any more for what they waited for.
            for (int i = 0; i < HuntCommands.KEYS; i++) {
                caller.call("RPUSH", "list" + i, "x");
            }
            assertThat(caller.call("DBSIZE")).isEqualTo(Reply.integer(HuntCommands.KEYS));
        }
    }
}
