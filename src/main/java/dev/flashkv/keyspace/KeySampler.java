package dev.flashkv.keyspace;

import java.util.Arrays;
import java.util.List;

/** Draws keys of several keyspaces at random, each as likely as any other, while keys go but none come. */
final class KeySampler {

    /*
     * All keys in a row, keyspace after keyspace: a random place in it is found by binary search among the keyspaces'
     * ends. The ends are those of the last count; places that have been vacated since are drawn in vain, after which
     * the keys are counted anew.
     */

    private final List<Keyspace> keyspaces;
    private final boolean onlyWithDeadline;
    private final long[] ends;
    private long freed;

    KeySampler(List<Keyspace> keyspaces, boolean onlyWithDeadline) {
        this.keyspaces = keyspaces;
        this.onlyWithDeadline = onlyWithDeadline;
        this.ends = new long[keyspaces.size()];
        count();
    }

    /** Receives keys. */
    @FunctionalInterface
    interface Visitor {
        void visit(Keyspace keyspace, Entry entry);
    }

    /** Calls {@code visitor} with {@code samples} keys drawn at random, or once with each when there are no more. */
    void draw(int samples, Visitor visitor) {
        if (total() <= samples) {
            visitAll(visitor);
            return;
        }
        for (int i = 0; i < samples; i++) {
            drawOne(visitor);
        }
    }

    /** Calls {@code visitor} with a key drawn at random; does nothing when there is none. O(log keyspaces). */
    private void drawOne(Visitor visitor) {
        while (total() > 0) {
            long place = keyspaces.get(0).randomBelow(total());
            int index = indexOf(place);
            Keyspace keyspace = keyspaces.get(index);
            int offset = (int) (place - (index == 0 ? 0 : ends[index - 1]));
            if (offset < sizeOf(keyspace)) {
                visitor.visit(keyspace, entryAt(keyspace, offset));
                return;
            }
            count();
        }
    }

    /** Which keyspace has that place: the first that ends beyond it. */
    private int indexOf(long place) {
        int found = Arrays.binarySearch(ends, place + 1);
        if (found < 0) {
            return -found - 1;
        }
        // Empty keyspaces end where the one before does.
        while (found > 0 && ends[found - 1] == ends[found]) {
            found--;
        }
        return found;
    }

    /** Evicts a key at random and returns the bytes freed; 0 when there is none. */
    long evictAny() {
        freed = 0;
        drawOne((keyspace, entry) -> freed = keyspace.evict(entry));
        return freed;
    }

    private void visitAll(Visitor visitor) {
        for (Keyspace keyspace : keyspaces) {
            for (int i = 0; i < sizeOf(keyspace); i++) {
                visitor.visit(keyspace, entryAt(keyspace, i));
            }
        }
    }

    private void count() {
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += sizeOf(keyspaces.get(i));
            ends[i] = end;
        }
    }

    private long total() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    private int sizeOf(Keyspace keyspace) {
        return onlyWithDeadline
                ? keyspace.entries().sizeWithDeadline()
                : keyspace.entries().size();
    }

    private Entry entryAt(Keyspace keyspace, int index) {
        return onlyWithDeadline
                ? keyspace.entries().withDeadlineAt(index)
                : keyspace.entries().at(index);
    }
}
