package dev.flashkv.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.linearizability.Checker.Outcome;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker itself: it accepts what could have happened and nothing else. */
class CheckerTest {
    private static final Reply NIL = Reply.NULL;

    /** An operation of one command that was answered. */
    private static Operation op(int client, long began, long ended, String command, Reply answer) {
        return new Operation(client, List.of(List.of(command.split(" "))), List.of(answer), began, ended);
    }

    /** One that was not. */
    private static Operation pending(int client, long began, String command) {
        return new Operation(client, List.of(List.of(command.split(" "))), null, began, Operation.NEVER);
    }

    private static Operation transaction(int client, long began, long ended, List<String> commands, Reply... answers) {
        List<List<String>> split =
                commands.stream().map(each -> List.of(each.split(" "))).toList();
        return new Operation(client, split, List.of(answers), began, ended);
    }

    private static Reply bulk(String text) {
        return Reply.bulk(text);
    }

    private static Reply number(long value) {
        return Reply.integer(value);
    }

    private static <S> Outcome outcome(Model<S> model, Operation... history) {
        return new Checker<>(model).search(List.of(history));
    }

    private static <S> void accepts(Model<S> model, Operation... history) {
        assertThat(outcome(model, history)).isEqualTo(Outcome.LINEARIZABLE);
        new Checker<>(model).check(List.of(history));
    }

    private static <S> void rejects(Model<S> model, Operation... history) {
        assertThat(outcome(model, history)).isEqualTo(Outcome.VIOLATION);
        assertThatThrownBy(() -> new Checker<>(model).check(List.of(history)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not linearizable");
    }

    @Test
    void nothingIsLinearizable() {
        accepts(Models.register());
    }

    @Test
    void overlappingWritesMayComeInAnyOrder() {
        for (String last : List.of("1", "2")) {
            accepts(
                    Models.register(),
                    op(1, 1, 10, "SET k 1", Reply.OK),
                    op(2, 2, 9, "SET k 2", Reply.OK),
                    op(3, 11, 12, "GET k", bulk(last)));
        }
    }

    @Test
    void aReadMayHappenAnywhereWithinItself() {
        for (Reply seen : List.of(NIL, bulk("1"))) {
            accepts(Models.register(), op(1, 5, 6, "SET k 1", Reply.OK), op(2, 1, 10, "GET k", seen));
        }
        rejects(Models.register(), op(1, 5, 6, "SET k 1", Reply.OK), op(2, 1, 10, "GET k", bulk("2")));
    }

    @Test
    void aStaleRead() {
        rejects(Models.register(), op(1, 1, 2, "SET k 1", Reply.OK), op(2, 3, 4, "GET k", NIL));
        rejects(
                Models.register(),
                op(1, 1, 2, "SET k 1", Reply.OK),
                op(1, 3, 4, "SET k 2", Reply.OK),
                op(2, 5, 6, "GET k", bulk("1")));
    }

    @Test
    void newThenOld() {
        rejects(
                Models.register(),
                op(1, 1, 20, "SET k 1", Reply.OK),
                op(2, 2, 3, "GET k", bulk("1")),
                op(3, 4, 5, "GET k", NIL));
    }

    @Test
    void readersThatDisagree() {
        rejects(
                Models.register(),
                op(1, 1, 2, "SET k 1", Reply.OK),
                op(1, 3, 20, "SET k 2", Reply.OK),
                op(4, 3, 20, "SET k 3", Reply.OK),
                op(2, 4, 5, "GET k", bulk("2")),
                op(2, 6, 7, "GET k", bulk("3")),
                op(3, 8, 9, "GET k", bulk("2")));
    }

    @Test
    void aLostUpdate() {
        accepts(
                Models.counter(),
                op(1, 1, 10, "INCRBY k 1", number(2)),
                op(2, 2, 9, "INCRBY k 1", number(1)),
                op(3, 11, 12, "GET k", bulk("2")));
        rejects(
                Models.counter(),
                op(1, 1, 10, "INCRBY k 1", number(1)),
                op(2, 2, 9, "INCRBY k 1", number(1)),
                op(3, 11, 12, "GET k", bulk("1")));
        rejects(
                Models.counter(),
                op(1, 1, 2, "INCRBY k 1", number(1)),
                op(2, 3, 4, "INCRBY k 1", number(2)),
                op(3, 11, 12, "GET k", bulk("1")));
    }

    @Test
    void aLostOrDoubledElement() {
        accepts(
                Models.appendList(),
                op(1, 1, 10, "RPUSH k a", number(2)),
                op(2, 2, 9, "RPUSH k b", number(1)),
                op(3, 11, 20, "LPOP k", bulk("b")),
                op(4, 11, 20, "LRANGE k 0 -1", Reply.bulks("b", "a")),
                op(4, 21, 22, "LRANGE k 0 -1", Reply.bulks("a")));
        rejects(
                Models.appendList(),
                op(1, 1, 10, "RPUSH k a", number(1)),
                op(3, 11, 20, "LPOP k", bulk("a")),
                op(4, 11, 20, "LPOP k", bulk("a")));
        rejects(
                Models.appendList(),
                op(1, 1, 10, "RPUSH k a", number(1)),
                op(1, 11, 12, "RPUSH k b", number(2)),
                op(4, 13, 20, "LRANGE k 0 -1", Reply.bulks("b", "a")));
    }

    @Test
    void aTornMset() {
        accepts(
                Models.keys(),
                op(1, 1, 10, "MSET x 1 y 1", Reply.OK),
                op(2, 2, 3, "MGET x y", Reply.array(NIL, NIL)),
                op(2, 4, 5, "MGET x y", Reply.bulks("1", "1")));
        rejects(
                Models.keys(),
                op(1, 1, 10, "MSET x 1 y 1", Reply.OK),
                op(2, 2, 3, "MGET x y", Reply.array(bulk("1"), NIL)));
        rejects(
                Models.keys(),
                op(1, 1, 10, "MSET x 1 y 1", Reply.OK),
                op(2, 2, 3, "GET x", bulk("1")),
                op(3, 4, 5, "GET y", NIL));
    }

    @Test
    void aTornTransaction() {
        Operation transfer = transaction(1, 3, 10, List.of("INCRBY x -5", "INCRBY y 5"), number(5), number(15));
        Operation before = op(1, 1, 2, "MSET x 10 y 10", Reply.OK);
        accepts(Models.keys(), before, transfer, op(2, 4, 9, "MGET x y", Reply.bulks("5", "15")));
        rejects(Models.keys(), before, transfer, op(2, 4, 9, "MGET x y", Reply.bulks("5", "10")));
    }

    @Test
    void aReorderedPipeline() {
        Operation x = op(1, 1, 20, "SET x 1", Reply.OK);
        Operation y = op(1, 1, 21, "SET y 1", Reply.OK);
        accepts(Models.keys(), x, y, op(2, 3, 4, "GET y", bulk("1")), op(2, 5, 6, "GET x", bulk("1")));
        accepts(Models.keys(), x, y, op(2, 3, 4, "GET y", NIL), op(2, 5, 6, "GET x", bulk("1")));
        rejects(Models.keys(), x, y, op(2, 3, 4, "GET y", bulk("1")), op(2, 5, 6, "GET x", NIL));
        // Without the order of the pipeline, of two clients, it would be right.
        Operation fromAnother = op(3, 1, 21, "SET y 1", Reply.OK);
        accepts(Models.keys(), x, fromAnother, op(2, 3, 4, "GET y", bulk("1")), op(2, 5, 6, "GET x", NIL));
    }

    @Test
    void whatWasNotAnsweredMayHaveHappenedOrNot() {
        for (Reply seen : List.of(NIL, bulk("1"))) {
            accepts(Models.register(), pending(1, 1, "SET k 1"), op(2, 5, 6, "GET k", seen));
        }
        accepts(
                Models.register(),
                pending(1, 1, "SET k 1"),
                op(2, 5, 6, "GET k", NIL),
                op(2, 7, 8, "GET k", bulk("1")));
        rejects(
                Models.register(),
                pending(1, 1, "SET k 1"),
                op(2, 5, 6, "GET k", bulk("1")),
                op(2, 7, 8, "GET k", NIL));
        rejects(Models.register(), op(2, 5, 6, "GET k", bulk("1")), pending(1, 7, "SET k 1"));
        rejects(
                Models.counter(),
                pending(1, 1, "INCRBY k 1"),
                op(2, 5, 6, "INCRBY k 1", number(2)),
                op(3, 7, 8, "INCRBY k 1", number(4)));
    }

    @Test
    void theRestOfAPipelineMayNotHaveHappenedWithoutItsBeginning() {
        rejects(
                Models.keys(),
                pending(1, 1, "SET x 1"),
                pending(1, 1, "SET y 1"),
                op(2, 5, 6, "MGET x y", Reply.array(NIL, bulk("1"))));
    }

    @Test
    void theBoundIsSaid() {
        List<Operation> history = IntStream.range(0, 30)
                .mapToObj(i -> op(i, 1, 100, "SET k " + i, Reply.OK))
                .toList();
        List<Operation> impossible = Stream.concat(history.stream(), Stream.of(op(99, 101, 102, "GET k", bulk("x"))))
                .toList();
        Checker<String> checker = new Checker<>(Models.register(), 1000);
        assertThat(checker.search(impossible)).isEqualTo(Outcome.UNDECIDED);
        assertThatThrownBy(() -> checker.check(impossible))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("undecided after 1000 steps");
    }

    @Test
    void aViolationIsShownWithoutWhatDoesNotMatter() {
        List<Operation> history = new ArrayList<>();
        history.add(op(1, 1, 2, "SET k 1", Reply.OK));
        for (int i = 0; i < 50; i++) {
            history.add(op(2, 10 + 2 * i, 11 + 2 * i, "GET k", bulk("1")));
        }
        history.add(op(3, 200, 201, "GET k", NIL));
        for (int i = 0; i < 50; i++) {
            history.add(op(1, 300 + 2 * i, 301 + 2 * i, "SET k " + i, Reply.OK));
        }
        assertThatThrownBy(() -> new Checker<>(Models.register()).check(history))
                .hasMessageContaining("of 102 operations these 2 show it")
                .hasMessageContaining("SET k 1 -> OK")
                .hasMessageContaining("GET k -> nil");
    }

    /**
     * Histories of a store that is right, with instants drawn within each operation: all are accepted; and most of
     * those in which one answer is exchanged for another are not.
     */
    @Test
    void histories() {
        int spoiled = 0;
        int rejected = 0;
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Operation> history = sound(random, 5, 12);
            assertThat(new Checker<>(Models.keys()).search(history))
                    .as("seed %d", seed)
                    .isEqualTo(Outcome.LINEARIZABLE);
            int victim = random.nextInt(history.size());
            Operation operation = history.get(victim);
            if (!operation.isPending() && operation.commands().get(0).get(0).equals("INCRBY")) {
                spoiled++;
                List<Operation> wrong = new ArrayList<>(history);
                long answer = ((Reply.IntegerReply) operation.answers().get(0)).value();
                wrong.set(
                        victim,
                        new Operation(
                                operation.client(),
                                operation.commands(),
                                List.of(number(answer + 1)),
                                operation.began(),
                                operation.ended()));
                rejected += new Checker<>(Models.keys()).search(wrong) == Outcome.VIOLATION ? 1 : 0;
            }
        }
        assertThat(spoiled).isGreaterThan(30);
        assertThat(rejected).isGreaterThan(spoiled * 3 / 4);
    }

    private static List<Operation> sound(SplittableRandom random, int clients, int operations) {
        record Planned(int client, List<String> command, long began, long instant, long ended) {}
        List<Planned> plans = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            long now = random.nextInt(10);
            for (int i = 0; i < operations; i++) {
                long instant = now + 1 + random.nextInt(30);
                long ended = instant + 1 + random.nextInt(30);
                plans.add(new Planned(client, command(random, client * 100 + i), now, instant, ended));
                now = ended + 1;
            }
        }
        List<Planned> byInstant = plans.stream()
                .sorted((a, b) -> Long.compare(a.instant, b.instant))
                .toList();
        Map<String, String> state = Models.keys().initial();
        Operation[] history = new Operation[plans.size()];
        for (Planned plan : byInstant) {
            Model.Step<Map<String, String>> step = Models.keys().step(state, plan.command);
            state = step.state();
            // The last of a client may have got lost on its way back.
            boolean isLast = plans.indexOf(plan) % operations == operations - 1;
            boolean lost = isLast && random.nextBoolean();
            history[plans.indexOf(plan)] = new Operation(
                    plan.client,
                    List.of(plan.command),
                    lost ? null : List.of(step.answer()),
                    plan.began,
                    lost ? Operation.NEVER : plan.ended);
        }
        return List.of(history);
    }

    private static List<String> command(SplittableRandom random, int stamp) {
        String counter = "c" + random.nextInt(2);
        return switch (random.nextInt(6)) {
            case 0, 1 -> List.of("INCRBY", counter, "1");
            case 2 -> List.of("GET", counter);
            case 3 -> List.of("MSET", "x", "v" + stamp, "y", "v" + stamp);
            case 4 -> List.of("MGET", "x", "y", "c0", "c1");
            default -> List.of("DEL", "x", "c" + random.nextInt(2));
        };
    }
}
