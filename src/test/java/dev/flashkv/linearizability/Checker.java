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

    private static final Operation NONE = new Operation(-1, List.of(), null, 0, Operation.NEVER);

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
            text.append("undecided after ").append(stepsMax).append(" steps or ").append(TRIED_MAX);
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
     * The history up to the first answer that no order was found for, and, if there is none, without the reads that don't
     * matter: that leaves a history that a linearizable store could not have made either.
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

    /** An operation in the list of those not yet done, by their ends. */
    private static final class Node {
        private final int index;
        private final Operation operation;
        private @Nullable Node predecessor;
        private @Nullable Node previous;
        private @Nullable Node next;
        private boolean done;

        /** When the first of this one and those after it began: from then on nothing else began earlier. */
        private long firstBeginning;

        Node(int index, Operation operation) {
            this.index = index;
            this.operation = operation;
        }

        void takeOut() {
            done = true;
            previous.next = next;
            if (next != null) {
                next.previous = previous;
            }
        }

        void putBack() {
            done = false;
            previous.next = this;
            if (next != null) {
                next.previous = this;
            }
        }
    }

    private record Tried(BitSet done, Object state) {}

    private record Choice<S>(Node node, S before) {}

    /**
     * Looks for an order. Of those that may come next the one that ended first is tried first: mostly it did come
     * first. What has not been answered comes last in the list.
     */
    Outcome search(List<Operation> history) {
        Node head = nodes(history);
        BitSet done = new BitSet(history.size());
        Set<Tried> tried = new HashSet<>();
        Deque<Choice<S>> choices = new ArrayDeque<>();
        S state = model.initial();
        Node cursor = head.next;
        for (long steps = 0; head.next != null && !head.next.operation.isPending(); steps++) {
            if (steps == stepsMax || tried.size() == TRIED_MAX) {
                return Outcome.UNDECIDED;
            }
            long firstEnd = head.next.operation.ended();
            if (cursor == null || cursor.firstBeginning > firstEnd) {
                // Something has to come before the one that ends first, or that one itself, and nothing fits: go back.
                if (choices.isEmpty()) {
                    return Outcome.VIOLATION;
                }
                Choice<S> last = choices.pop();
                state = last.before;
                done.clear(last.node.index);
                last.node.putBack();
                cursor = last.node.next;
                continue;
            }
            Node node = cursor;
            cursor = node.next;
            if (node.operation.began() <= firstEnd && (node.predecessor == null || node.predecessor.done)) {
                S after = after(state, node.operation);
                if (after != null) {
                    done.set(node.index);
                    if (tried.add(new Tried((BitSet) done.clone(), after))) {
                        choices.push(new Choice<>(node, state));
                        state = after;
                        node.takeOut();
                        cursor = head.next;
                    } else {
                        done.clear(node.index);
                    }
                }
            }
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

    /** All operations by their ends, after a head that is none. */
    private static Node nodes(List<Operation> history) {
        List<Node> all = new ArrayList<>();
        Map<Integer, Node> last = new HashMap<>();
        for (Operation operation : history) {
            Node node = new Node(all.size(), operation);
            node.predecessor = last.put(operation.client(), node);
            all.add(node);
        }
        all.sort(Comparator.comparingLong(node -> node.operation.ended()));
        Node head = new Node(-1, NONE);
        Node previous = head;
        for (Node node : all) {
            previous.next = node;
            node.previous = previous;
            previous = node;
        }
        long firstBeginning = Long.MAX_VALUE;
        for (Node node = previous; node != head; node = node.previous) {
            firstBeginning = Math.min(firstBeginning, node.operation.began());
            node.firstBeginning = firstBeginning;
        }
        return head;
    }
}
