package dev.flashkv.keyspace;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Removes keys of several keyspaces to make room, those first that have not been used for the longest time. */
public final class Eviction {

    private record Candidate(Keyspace keyspace, Entry entry, long idleMillis) {}

    private Eviction() {}

    /**
     * Removes the {@code count} keys that have not been used for the longest time, exactly. O(n log count).
     *
     * @return how many were removed: fewer than {@code count} when there are no more
     */
    public static int evictLeastRecentlyUsed(List<Keyspace> keyspaces, int count) {
        if (count <= 0) {
            return 0;
        }
        PriorityQueue<Candidate> idlest = new PriorityQueue<>(Comparator.comparingLong(Candidate::idleMillis));
        for (Keyspace keyspace : keyspaces) {
            for (int i = 0; i < keyspace.size(); i++) {
                idlest.add(candidate(keyspace, keyspace.entryAt(i)));
                if (idlest.size() > count) {
                    idlest.remove();
                }
            }
        }
        idlest.forEach(candidate -> candidate.keyspace.evict(candidate.entry));
        return idlest.size();
    }

    /**
     * Removes keys until {@code bytesToFree} are free or {@code keysMax} are gone. Each is the one idle for the
     * longest among {@code samples} drawn from all keyspaces at random, which comes close to the exact order at a
     * small and constant cost (as Redis' approximated LRU does).
     *
     * @return the bytes freed
     */
    public static long evictSampled(List<Keyspace> keyspaces, long bytesToFree, int samples, int keysMax) {
        if (keyspaces.isEmpty()) {
            return 0;
        }
        long freed = 0;
        for (int evicted = 0; evicted < keysMax && freed < bytesToFree; evicted++) {
            Candidate victim = idlestOf(keyspaces, samples);
            if (victim == null) {
                break;
            }
            long before = victim.keyspace.heapBytes();
            victim.keyspace.evict(victim.entry);
            freed += before - victim.keyspace.heapBytes();
        }
        return freed;
    }

    private static @Nullable Candidate idlestOf(List<Keyspace> keyspaces, int samples) {
        Candidate idlest = null;
        int first = (int) keyspaces.get(0).randomBelow(keyspaces.size());
        int drawn = 0;
        // Empty keyspaces give no sample, so all may have to be asked once; shards are of like size otherwise.
        for (int i = 0; drawn < samples && i < keyspaces.size() + samples; i++) {
            Keyspace keyspace = keyspaces.get((first + i) % keyspaces.size());
            Entry entry = keyspace.sample();
            if (entry != null) {
                drawn++;
                Candidate candidate = candidate(keyspace, entry);
                if (idlest == null || candidate.idleMillis > idlest.idleMillis) {
                    idlest = candidate;
                }
            }
        }
        return idlest;
    }

    private static Candidate candidate(Keyspace keyspace, Entry entry) {
        return new Candidate(keyspace, entry, entry.idleMillis(keyspace.nowMillis()));
    }
}
