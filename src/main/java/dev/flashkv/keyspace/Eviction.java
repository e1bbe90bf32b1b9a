package dev.flashkv.keyspace;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Removes keys to make room: those first that the policy in force can spare best, among all keys of several keyspaces
 * together.
 */
public final class Eviction {

    /*
     * LRU and LFU come close to the exact order as Redis does: for each key that goes a few are drawn at random, the
     * best of all drawn so far are kept in a pool, and the best of the pool goes. The pool lives as long as the run. As
     * nothing else happens to the keys meanwhile and time stands still, what is in it never gets stale.
     *
     * By deadline the order is exact: the expiry indexes have the earliest ones at hand.
     */

    /** More samples than this are not drawn for one key, whatever maxmemory-samples says. */
    static final int SAMPLES_MAX = 64;

    /** The draws a run begins with, so that the first keys to go are chosen as well as those that follow. */
    private static final int FIRST_DRAWS = 8;

    /** Keys that go before the time is looked at. */
    private static final int KEYS_BETWEEN_CLOCK_READINGS = 16;

    /** How making room ended. */
    public enum Outcome {
        /** As many bytes are free as asked for. */
        DONE,
        /** The time was up before; there is more to evict. */
        TIME_IS_UP,
        /** There is nothing left that the policy lets go. */
        EXHAUSTED
    }

    /** Evicts one key after the other. */
    private interface Evictor {
        /** Evicts the next and returns the bytes freed; 0 when there is none. */
        long evictNext();
    }

    private Eviction() {}

    /**
     * Evicts keys as the policy in force has it until {@code bytesToFree} are free. O(samples + log keyspaces) for each
     * key that goes.
     *
     * @param keyspaces all at the same time, and obeying the same limits
     * @param timeIsUp asked now and then: when it says so the run ends, but never before some keys have gone
     */
    public static Outcome makeRoom(List<Keyspace> keyspaces, long bytesToFree, BooleanSupplier timeIsUp) {
        if (bytesToFree <= 0) {
            return Outcome.DONE;
        }
        if (keyspaces.isEmpty()) {
            return Outcome.EXHAUSTED;
        }
        keyspaces.forEach(Keyspace::settle);
        Evictor evictor = evictor(keyspaces, keyspaces.get(0).limits());
        long missing = bytesToFree;
        for (int evicted = 1; ; evicted++) {
            long freed = evictor.evictNext();
            if (freed == 0) {
                return Outcome.EXHAUSTED;
            }
            missing -= freed;
            if (missing <= 0) {
                return Outcome.DONE;
            }
            if (evicted % KEYS_BETWEEN_CLOCK_READINGS == 0 && timeIsUp.getAsBoolean()) {
                return Outcome.TIME_IS_UP;
            }
        }
    }

    private static Evictor evictor(List<Keyspace> keyspaces, Limits limits) {
        EvictionPolicy policy = limits.evictionPolicy();
        KeySampler sampler = new KeySampler(keyspaces, policy.sparesPersistent());
        return switch (policy.order()) {
            case RECENCY -> sampling(sampler, limits, (entry, nowMillis) -> entry.idleMillis(nowMillis));
            case FREQUENCY -> {
                int decayMinutes = limits.lfuDecayMinutes();
                yield sampling(
                        sampler,
                        limits,
                        (entry, nowMillis) -> Frequency.evictability(entry.access, nowMillis, decayMinutes));
            }
            case RANDOM -> sampler::evictAny;
            case DEADLINE -> byDeadline(keyspaces);
            case NONE -> () -> 0;
        };
    }

    /** How well an entry can be spared: the more, the sooner it goes. */
    private interface Evictability {
        long of(Entry entry, long nowMillis);
    }

    private static Evictor sampling(KeySampler sampler, Limits limits, Evictability evictability) {
        CandidatePool pool = new CandidatePool();
        int samples = Math.min(limits.evictionSamples(), SAMPLES_MAX);
        KeySampler.Visitor offer =
                (keyspace, entry) -> pool.offer(keyspace, entry, evictability.of(entry, keyspace.nowMillis()));
        for (int i = 1; i < FIRST_DRAWS; i++) {
            sampler.draw(samples, offer);
        }
        return () -> {
            sampler.draw(samples, offer);
            return pool.evictBest();
        };
    }

    private static Evictor byDeadline(List<Keyspace> keyspaces) {
        PriorityQueue<Keyspace> queue = new PriorityQueue<>(
                Comparator.comparingLong(keyspace -> keyspace.entries().earliestDeadlineMillis()));
        queue.addAll(keyspaces);
        return () -> {
            // Only the keyspace at the head changes: it goes back to its new place.
            Keyspace keyspace = queue.remove();
            long freed = keyspace.entries().sizeWithDeadline() == 0
                    ? 0
                    : keyspace.evict(keyspace.entries().withDeadlineAt(0));
            queue.add(keyspace);
            return freed;
        };
    }

    private record Idle(Keyspace keyspace, Entry entry, long idleMillis) {}

    /**
     * Removes the {@code count} keys that have not been used for the longest time, exactly, whatever the policy. While
     * that counts uses, the times of the last uses are known to a quarter of a second. O(n log count).
     *
     * @return how many were removed: fewer than {@code count} when there are no more
     */
    public static int evictLeastRecentlyUsed(List<Keyspace> keyspaces, int count) {
        if (count <= 0) {
            return 0;
        }
        keyspaces.forEach(Keyspace::settle);
        PriorityQueue<Idle> idlest = new PriorityQueue<>(Comparator.comparingLong(Idle::idleMillis));
        for (Keyspace keyspace : keyspaces) {
            for (int i = 0; i < keyspace.entries().size(); i++) {
                Entry entry = keyspace.entries().at(i);
                idlest.add(new Idle(keyspace, entry, keyspace.uses().idleMillis(entry, keyspace.nowMillis())));
                if (idlest.size() > count) {
                    idlest.remove();
                }
            }
        }
        idlest.forEach(idle -> idle.keyspace.evict(idle.entry));
        return idlest.size();
    }
}
