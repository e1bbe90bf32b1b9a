package dev.flashkv.keyspace;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps when, or how often, entries are used: each has 32 bits for it, and the eviction policy in force says which of
 * the two they mean. As in Redis, whoever changes the policy waits until the keys have been used again.
 */
final class UseClock {
    private final Limits limits;
    private final SplittableRandom random;
    private boolean stopped;

    /* The entry that a command has found in order to change it: what it stores then is the same use. */
    private @Nullable Entry found;

    UseClock(Limits limits, SplittableRandom random) {
        this.limits = limits;
        this.random = random;
    }

    /** A command begins: nothing that it does counts as a use of a key unless {@code touching}. */
    void commandBegins(boolean touching) {
        stopped = !touching;
        found = null;
    }

    /** Notes that the entry is new. */
    void created(Entry entry, long nowMillis) {
        entry.access = isCounting() ? Frequency.field(Frequency.INITIAL, nowMillis) : (int) nowMillis;
    }

    /** Notes a use of the entry. On the way of every command. */
    void used(Entry entry, long nowMillis) {
        if (stopped) {
            return;
        }
        entry.access = isCounting() ? Frequency.afterUse(entry.access, nowMillis, limits, random) : (int) nowMillis;
    }

    /** Notes a use of the entry by a command that may go on to store something in it: together that is one use. */
    void found(Entry entry, long nowMillis) {
        used(entry, nowMillis);
        found = entry;
    }

    /** Notes that something has been stored in the entry. */
    @SuppressWarnings("ReferenceEquality") // it is about this very entry
    void stored(Entry entry, long nowMillis) {
        if (entry != found) {
            used(entry, nowMillis);
        }
    }

    /** Makes it look as if the last use was so long ago, or uses so frequent; a negative figure changes nothing. */
    void restore(Entry entry, long idleMillis, int frequency, long nowMillis) {
        if (isCounting()) {
            entry.access = frequency < 0 ? entry.access : Frequency.field(frequency, nowMillis);
        } else if (idleMillis >= 0) {
            entry.access = (int) (nowMillis - Math.min(idleMillis, Integer.MAX_VALUE));
        }
    }

    /** How long ago the last use was, in milliseconds modulo 49.7 days, or 45.5 while uses are counted. */
    long idleMillis(Entry entry, long nowMillis) {
        return isCounting() ? Frequency.idleMillis(entry.access, nowMillis) : entry.idleMillis(nowMillis);
    }

    /** How often it is used, as a logarithm from 0 to 255, if uses are counted. */
    int frequency(Entry entry, long nowMillis) {
        return Frequency.counter(entry.access, nowMillis, limits.lfuDecayMinutes());
    }

    private boolean isCounting() {
        return limits.evictionPolicy().countsUses();
    }
}
