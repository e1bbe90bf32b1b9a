package dev.flashkv.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.linearizability.Workload.Operations;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Histories of real clients in threads of their own, through every door, in pipelines of random length, some of which
 * are left without waiting for the answers. Short rounds on fresh keys: each is checked by itself.
 */
class RecordedHistoryTest {
    private static final int CLIENTS = 6;
    private static final int PIPELINES = 8;
    private static final int PIPELINE_MAX = 3;
    private static final long USUAL_MILLIS = 600;

    @ParameterizedTest
    @EnumSource
    void isLinearizableThrough(Doors.Kind kind) throws Exception {
        try (Doors doors = new Doors(kind)) {
            for (Workload workload : Workload.values()) {
                Soak soak = new Soak(USUAL_MILLIS);
                Rounds rounds = new Rounds(doors, workload, Fault.NONE, soak);
                assertThat(rounds.run()).as("rounds of %s", workload).isPositive();
                soak.report(workload + ", " + kind + ": " + rounds.round + " rounds of " + rounds.operations
                        + " operations in all");
            }
        }
    }

    /** The same clients and the same checks find what a worse store would do. */
    @ParameterizedTest
    @CsvSource({
        "REGISTERS, STALE_READ",
        "COUNTERS, LOST_UPDATE",
        "KEYS, TORN_MSET",
        "KEYS, TORN_MGET",
        "KEYS, STALE_READ",
    })
    void plantedFaultsAreFound(Workload workload, Fault fault) throws Exception {
        try (Doors doors = new Doors(Doors.Kind.TCP)) {
            assertThat(violation(doors, workload, fault)).contains("not linearizable");
        }
    }

    private static String violation(Doors doors, Workload workload, Fault fault) throws Exception {
        Soak soak = new Soak(TimeUnit.SECONDS.toMillis(20));
        try {
            new Rounds(doors, workload, fault, soak).run();
        } catch (AssertionError found) {
            return found.toString() + found.getCause();
        }
        throw new AssertionError("not found: " + fault + "; " + soak);
    }

    /** Two commands of one pipeline on different shards: nobody sees the second without the first. */
    @Test
    void aPipelineThatIsReorderedIsFound() throws Exception {
        try (Doors doors = new Doors(Doors.Kind.TCP)) {
            assertThat(violation(doors, Workload.KEYS, Fault.REORDERED_PIPELINE))
                    .contains("not linearizable");
        }
    }

    /** Rounds of one workload, until it has been long enough. */
    private static final class Rounds {
        private final Doors doors;
        private final Workload workload;
        private final Fault fault;
        private final Soak soak;
        private final CyclicBarrier barrier;
        private History history = new History();
        private int round;
        private long operations;
        private volatile boolean over;

        Rounds(Doors doors, Workload workload, Fault fault, Soak soak) {
            this.doors = doors;
            this.workload = workload;
            this.fault = fault;
            this.soak = soak;
            this.barrier = new CyclicBarrier(CLIENTS, this::endRound);
        }

        /** Says how many there were. */
        int run() throws Exception {
            Clients.run(CLIENTS, soak, this::client);
            return round;
        }

        /** While all clients wait. */
        private void endRound() {
            if (round > 0) {
                workload.check(history);
                operations += history.operations().size();
            }
            over = soak.isOver();
            round++;
            history = new History();
        }

        private void client(int number) throws Exception {
            SplittableRandom random = new SplittableRandom(soak.seed() + number);
            Caller caller = fault.on(doors.caller(number));
            try {
                for (await(); !over; await()) {
                    History.Part part = history.client();
                    for (int i = 0; i < PIPELINES; i++) {
                        boolean leaves = random.nextInt(80) == 0;
                        pipeline(caller, part, random, number + "." + i, leaves);
                        if (leaves) {
                            caller.close();
                            caller = fault.on(doors.caller(number));
                            part = history.client();
                        }
                    }
                }
            } catch (AssertionError | Exception e) {
                barrier.reset(); // the others need not wait
                throw e;
            } finally {
                caller.close();
            }
        }

        private void await() throws InterruptedException, TimeoutException {
            try {
                barrier.await(60, TimeUnit.SECONDS);
            } catch (BrokenBarrierException e) {
                over = true; // somebody else has failed and says why
            }
        }

        private void pipeline(Caller caller, History.Part part, SplittableRandom random, String stamp, boolean leaves)
                throws IOException {
            int length = 1 + random.nextInt(PIPELINE_MAX);
            List<Operations> pipeline = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                Operations next = workload.next(random, "r" + round, "v" + stamp + "." + i);
                // Faults know single commands only.
                if (!next.isTransaction()
                        || (fault == Fault.NONE && doors.kind().hasSessions())) {
                    pipeline.add(next);
                }
            }
            List<List<String>> commands = new ArrayList<>();
            pipeline.forEach(each -> commands.addAll(each.asSent()));
            pipeline.forEach(each -> part.sendsTogether(each.commands()));
            caller.send(commands);
            if (leaves) {
                return;
            }
            for (Operations each : pipeline) {
                part.answeredTogether(answers(caller, each));
            }
        }

        private static List<Reply> answers(Caller caller, Operations operations) throws IOException {
            if (!operations.isTransaction()) {
                return List.of(caller.receive());
            }
            assertThat(caller.receive()).isEqualTo(Reply.OK);
            for (int i = 0; i < operations.commands().size(); i++) {
                assertThat(caller.receive()).isEqualTo(Reply.status("QUEUED"));
            }
            return ((Reply.Array) caller.receive()).elements();
        }
    }
}
