package dev.flashkv.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A writer of each pair of keys, on two shards, writes x=i and y=i in one pipeline, for i = 1, 2, 3 …; whoever reads y
 * and then x never finds x &lt; y.
 */
class PipelineOrderTest {
    private static final int PAIRS = 2;
    private static final int READERS = 4;
    private static final int ROUNDS_PER_PIPELINE_MAX = 20;
    /** However slow the machine is. */
    private static final int READS_MIN = 200;

    private static final long USUAL_MILLIS = 800;

    @ParameterizedTest
    @EnumSource(names = "ACTORS", mode = EnumSource.Mode.EXCLUDE) // they have no pipelines
    void nobodySeesTheSecondWithoutTheFirst(Doors.Kind kind) throws Exception {
        Soak soak = new Soak(USUAL_MILLIS);
        try (Doors doors = new Doors(kind)) {
            long reads = run(doors, soak, false);
            soak.report("order of pipelines, " + kind + ": " + reads + " reads of both");
        }
    }

    /** A writer that sends the second first, and the first when that is answered, is caught. */
    @Test
    void theOtherOrderIsFound() throws Exception {
        try (Doors doors = new Doors(Doors.Kind.TCP)) {
            assertThatThrownBy(() -> run(doors, new Soak(20_000), true))
                    .isInstanceOf(AssertionError.class)
                    .rootCause()
                    .hasMessageContaining("x, read after y");
        }
    }

    /** Says how many reads there were. */
    private static long run(Doors doors, Soak soak, boolean reversed) throws Exception {
        AtomicLong reads = new AtomicLong();
        BooleanSupplier isOver = () -> soak.isOver(reads.get() >= READS_MIN);
        Clients.run(PAIRS + READERS, soak, number -> {
            SplittableRandom random = new SplittableRandom(soak.seed() + number);
            try (Caller caller = doors.caller(number)) {
                if (number < PAIRS) {
                    write(caller, random, isOver, number, reversed);
                    return;
                }
                while (!isOver.getAsBoolean()) {
                    int pair = random.nextInt(PAIRS);
                    read(caller, "x" + pair, "y" + pair, random.nextBoolean());
                    reads.incrementAndGet();
                }
            }
        });
        return reads.get();
    }

    private static void write(
            Caller caller, SplittableRandom random, BooleanSupplier isOver, int pair, boolean reversed)
            throws IOException {
        long i = 0;
        while (!isOver.getAsBoolean()) {
            List<List<String>> pipeline = new ArrayList<>();
            int rounds = 1 + random.nextInt(ROUNDS_PER_PIPELINE_MAX);
            for (int round = 0; round < rounds; round++) {
                String next = Long.toString(++i);
                pipeline.add(List.of("SET", "x" + pair, next));
                pipeline.add(List.of("SET", "y" + pair, next));
            }
            if (reversed) {
                assertThat(caller.call("SET", "y" + pair, Long.toString(i))).isEqualTo(Reply.OK);
            }
            caller.send(pipeline);
            for (int reply = 0; reply < 2 * rounds; reply++) {
                assertThat(caller.receive()).isEqualTo(Reply.OK);
            }
        }
    }

    private static void read(Caller caller, String x, String y, boolean together) throws IOException {
        Reply yFound;
        Reply xFound;
        if (together) {
            caller.send(List.of(List.of("GET", y), List.of("GET", x)));
            yFound = caller.receive();
            xFound = caller.receive();
        } else {
            yFound = caller.call("GET", y);
            xFound = caller.call("GET", x);
        }
        assertThat(number(xFound)).as("x, read after y").isGreaterThanOrEqualTo(number(yFound));
    }

    private static long number(Reply reply) {
        return reply instanceof Reply.Bulk bulk ? Long.parseLong(bulk.bytes().toString()) : 0;
    }
}
