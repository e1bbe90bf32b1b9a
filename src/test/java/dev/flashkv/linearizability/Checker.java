package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a history is linearizable: whether each operation can be given an instant between its beginning and its
 * end such that the model, doing one after the other, answers the same. The operations of one client must besides
 * happen in the order in which they stand in the history, also when they were sent together.
 *
 * <p>The search is Wing and Gong's with Lowe's memory: an operation that nothing else has ended before may come next;
 * what has been tried, a set of operations done and the state they led to, is not tried again. That is exponential at
 * worst, so it is bounded.
 *
 * @param <S> the model's states
 */
public final class Checker<S> {
    /** Far more than what comes of a sound history takes. */
    private static final long STEPS_MAX = 5_000_000;

    /** Each holds a set of operations: some hundred bytes. */
    private static final int TRIED_MAX = 200_000;

    /** How a search ended. */
    public enum Outcome {
        /** There is such an order. */
        LINEARIZABLE,
        /** There is none. */
        VIOLATION,
        /** The bound was hit before it was known. */
        UNDECIDED
    }

    private final Model<S> model;
    private final long stepsMax;

    /** A checker with the usual bound. */
    public Checker(Model<S> model) {
        this(model, STEPS_MAX);
    }

    /** A checker that gives up after so many steps. */
    Checker(Model<S> model, long stepsMax) {
        this.model = model;
        this.stepsMax = stepsMax;
    }

    /**
     * Fails if the history is not linearizable, with the shortest beginning of it that is not; and fails, too, if that
     * could not be found out.
     *
     * @param history all operations; each client's in its program order
     */
    public void check(List<Operation> history) {
        if (search(history) == Outcome.LINEARIZABLE) {
            return;
        }
        List<Operation> small = shortened(history);
        StringBuilder text = new StringBuilder();
        if (search(small) == Outcome.UNDECIDED) {
            text.append("undecided after ")
                    .append(stepsMax)
                    .append(" steps or ")
                    .append(TRIED_MAX);
            text.append(" states, too much is going on at once; of ").append(history.size());
            text.append(" operations no order was found for these ").append(small.size());
        } else {
            text.append("not linearizable; of ").append(history.size());
            text.append(" operations these ").append(small.size()).append(" show it");
        }
        text.append(" (client, from when to when, command -> answer):");
        small.stream()
                .sorted(Comparator.comparingLong(Operation::began))
                .forEach(each -> text.append("\n  ").append(each));
        throw new AssertionError(text.toString());
    }

    /**
     * The history up to the first answer that no order was found for, and, if there is none, without the reads that
     * don't matter: that leaves a history that a linearizable store could not have made either.
     */
    List<Operation> shortened(List<Operation> history) {
        long[] ends = history.stream()
                .mapToLong(Operation::ended)
                .filter(end -> end != Operation.NEVER)
                .sorted()
                .toArray();
        int low = 0; // the first end at which it is wrong is among those from low to high
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (search(upTo(history, ends[middle])) != Outcome.LINEARIZABLE) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        List<Operation> small = upTo(history, ends[low]);
        if (search(small) != Outcome.VIOLATION) {
            return small;
        }
        for (Operation each : List.copyOf(small)) {
            if (each.isRead(model)) {
                List<Operation> without = new ArrayList<>(small);
                without.remove(each);
                if (each.isPending() || search(without) == Outcome.VIOLATION) {
                    small = without;
                }
            }
        }
        return small;
    }

    private static List<Operation> upTo(List<Operation> history, long time) {
        return history.stream()
                .filter(each -> each.began() <= time)
                .map(each -> each.asOf(time))
                .toList();
    }

    /** A beginning or an end, in a list by time. Of an operation that is done both are taken out. */
    private static final class Event {
        private final int operation;
        private final boolean isEnd;
        private @Nullable Event end;
        private @Nullable Event previous;
        private @Nullable Event next;

        Event(int operation, boolean isEnd) {
            this.operation = operation;
            this.isEnd = isEnd;
        }

        void takeOut() {
            previous.next = next;
            if (next != null) {
                next.previous = previous;
            }
        }

        void putBack() {
            previous.next = this;
            if (next != null) {
                next.previous = this;
            }
        }
    }

    private record Tried(BitSet done, Object state) {}

    /* A read that fits is no choice: done at once it stands in nobody's way, so there is no need to try it later. */
    private record Choice<S>(Event beginning, S before, boolean isRead) {}

    /** Looks for an order. */
    Outcome search(List<Operation> recorded) {
        // A read without an answer tells nothing.
        List<Operation> history = recorded.stream()
                .filter(each -> !each.isPending() || !each.isRead(model))
                .toList();
        int[] predecessors = predecessors(history);
        Event head = events(history);
        int left = (int) history.stream().filter(each -> !each.isPending()).count();
        BitSet done = new BitSet(history.size());
        Set<Tried> tried = new HashSet<>();
        Deque<Choice<S>> choices = new ArrayDeque<>();
        S state = model.initial();
        Event cursor = head.next;
        for (long steps = 0; left > 0; steps++) {
            if (steps == stepsMax || tried.size() == TRIED_MAX) {
                return Outcome.UNDECIDED;
            }
            Event event = cursor;
            if (event.isEnd) {
                // Something else would have to come before the one that ends here, and nothing fits: go back.
                Choice<S> last;
                do {
                    if (choices.isEmpty()) {
                        return Outcome.VIOLATION;
                    }
                    last = choices.pop();
                    state = last.before;
                    done.clear(last.beginning.operation);
                    left += last.beginning.end == null ? 0 : 1;
                    if (last.beginning.end != null) {
                        last.beginning.end.putBack();
                    }
                    last.beginning.putBack();
                } while (last.isRead);
                cursor = last.beginning.next;
                continue;
            }
            int predecessor = predecessors[event.operation];
            S after = predecessor < 0 || done.get(predecessor) ? after(state, history.get(event.operation)) : null;
            if (after != null) {
                done.set(event.operation);
                if (tried.add(new Tried((BitSet) done.clone(), after))) {
                    choices.push(new Choice<>(
                            event, state, history.get(event.operation).isRead(model)));
                    state = after;
                    event.takeOut();
                    if (event.end != null) {
                        event.end.takeOut();
                        left--;
                    }
                    cursor = head.next;
                    continue;
                }
                done.clear(event.operation);
            }
            cursor = event.next;
        }
        return Outcome.LINEARIZABLE;
    }

    /** The state after the operation, or null if it can't have come next. */
    private @Nullable S after(S before, Operation operation) {
        S state = before;
        List<Reply> answers = operation.answers();
        for (int i = 0; i < operation.commands().size(); i++) {
            Model.Step<S> step = model.step(state, operation.commands().get(i));
            if (answers != null && !step.answer().equals(answers.get(i))) {
                return null;
            }
            state = step.state();
        }
        return state;
    }

    /** For each operation the one before it of the same client, or -1. */
    private static int[] predecessors(List<Operation> history) {
        int[] predecessors = new int[history.size()];
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < predecessors.length; i++) {
            Integer before = last.put(history.get(i).client(), i);
            predecessors[i] = before == null ? -1 : before;
        }
        return predecessors;
    }

    /**
     * All beginnings and ends by time, after a head that is neither. Of one time, beginnings come first: they overlap.
     */
    private static Event events(List<Operation> history) {
        record Timed(long time, Event event) {}
        List<Timed> all = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            Operation operation = history.get(i);
            Event beginning = new Event(i, false);
            all.add(new Timed(operation.began(), beginning));
            if (!operation.isPending()) {
                beginning.end = new Event(i, true);
                all.add(new Timed(operation.ended(), beginning.end));
            }
        }
        all.sort(Comparator.comparingLong(Timed::time).thenComparing(each -> each.event.isEnd));
        Event head = new Event(-1, false);
        Event last = head;
        for (Timed each : all) {
            last.next = each.event;
            each.event.previous = last;
            last = each.event;
        }
        return head;
    }
}
