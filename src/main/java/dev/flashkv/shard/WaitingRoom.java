package dev.flashkv.shard;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one shard knows of those who wait: when time is up for those at home here, and which other shards are written to
 * when its keys are pushed to.
 */
final class WaitingRoom {

    /* Deadlines may be equal: the number of its coming tells one waiter from another. */
    private record Due(long deadlineMillis, long number) {}

    private final TreeMap<Due, Waiter> byDeadline =
            new TreeMap<>(Comparator.comparingLong(Due::deadlineMillis).thenComparingLong(Due::number));
    private final Map<Waiter, Due> dues = new HashMap<>();
    private final Map<Integer, Integer> destinations = new HashMap<>();
    private long lastNumber;

    /** A waiter whose home this is. */
    void enter(Waiter waiter) {
        if (waiter.deadlineMillis() != Long.MAX_VALUE) {
            Due due = new Due(waiter.deadlineMillis(), ++lastNumber);
            dues.put(waiter, due);
            byDeadline.put(due, waiter);
        }
    }

    /** A waiter whose home this is waits no longer. Nothing happens if it did not. */
    void leave(Waiter waiter) {
        Due due = dues.remove(waiter);
        if (due != null) {
            byDeadline.remove(due);
        }
    }

    /** How many are at home here with a deadline, and how many destinations there are. */
    int size() {
        return dues.size() + destinations.size();
    }

    /** When time is up for the first, in Unix milliseconds; {@link Long#MAX_VALUE} for never. */
    long earliestMillis() {
        return byDeadline.isEmpty() ? Long.MAX_VALUE : byDeadline.firstKey().deadlineMillis;
    }

    /** Takes out one whose time is up by {@code nowMillis}; null when there is none. */
    @Nullable
    Waiter pollDue(long nowMillis) {
        if (earliestMillis() > nowMillis) {
            return null;
        }
        Iterator<Waiter> first = byDeadline.values().iterator();
        Waiter waiter = first.next();
        first.remove();
        dues.remove(waiter);
        return waiter;
    }

    /** Whoever pushes to keys of this shard may have to write to {@code shard}, too. */
    void addDestination(int shard) {
        destinations.merge(shard, 1, Integer::sum);
    }

    /** One of those who asked for {@code shard} is gone. */
    void removeDestination(int shard) {
        destinations.computeIfPresent(shard, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Whether there are destinations. */
    boolean hasDestinations() {
        return !destinations.isEmpty();
    }

    /** Calls {@code visitor} with each shard that may have to be written to. */
    void forEachDestination(IntConsumer visitor) {
        destinations.keySet().forEach(visitor::accept);
    }
}
