package dev.flashkv.command;

/** How SORT orders places: which of two comes first is told by what is at them. */
@FunctionalInterface
interface SortOrder {

    /*
     * There may be millions of elements, and Java's own sort wants an object for each. This one takes eight bytes: a
     * merge sort from the bottom up, for what a client chooses must not be the depth of a recursion.
     */

    /** Negative, zero or positive as what is at place {@code a} comes before, with or after what is at {@code b}. */
    int compare(int a, int b);

    /** The order turned round; what is equal stays equal. */
    default SortOrder reversed() {
        return (a, b) -> compare(b, a);
    }

    /** The places from 0 to {@code count} in this order; what is equal keeps the order it was in. O(n log n). */
    default int[] places(int count) {
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = i;
        }
        int[] merged = new int[count];
        // long: twice the width may be more than an int.
        for (long width = 1; width < count; width *= 2) {
            for (long from = 0; from < count; from += 2 * width) {
                int middle = (int) Math.min(from + width, count);
                merge(sorted, (int) from, middle, (int) Math.min(from + 2 * width, count), merged);
            }
            int[] swapped = sorted;
            sorted = merged;
            merged = swapped;
        }
        return sorted;
    }

    private void merge(int[] runs, int from, int middle, int to, int[] merged) {
        // What is in order already, as much is that comes so, need not be compared one by one.
        if (middle >= to || compare(runs[middle - 1], runs[middle]) <= 0) {
            System.arraycopy(runs, from, merged, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            if (right >= to || (left < middle && compare(runs[left], runs[right]) <= 0)) {
                merged[i] = runs[left++];
            } else {
                merged[i] = runs[right++];
            }
        }
    }
}
