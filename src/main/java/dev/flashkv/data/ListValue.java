package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import java.util.Objects;

/**
 * A list: a ring of byte arrays. Both ends and access by index are O(1); inserting and removing inside moves the
 * references of the shorter side.
 */
public final class ListValue implements Value {

    /*
     * Element i lives in slot (head + i) & (ring.length - 1); the ring's length is a power of two. Slots outside the
     * list are null, so that removed elements can be collected.
     */

    private static final int CAPACITY_MIN = 4;

    private byte[][] ring = new byte[CAPACITY_MIN][];
    private int head;
    private int size;
    private long payloadBytes;
    private long elementHeapBytes;

    /** How many elements there are. O(1). */
    public int size() {
        return size;
    }

    /**
     * The element at {@code index}, counted from the head at 0. O(1).
     *
     * @throws IndexOutOfBoundsException if {@code index} is not within [0, size)
     */
    public Bytes get(int index) {
        return Bytes.wrap(ring[slot(Objects.checkIndex(index, size))]);
    }

    /**
     * The elements from {@code from} (inclusive) to {@code to} (exclusive), as they are stored: later changes of the list
     * don't show, and nobody may change them. A reference each. O(to - from).
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size}
     */
    public byte[][] stored(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        byte[][] stored = new byte[to - from][];
        int start = slot(from);
        int untilEnd = Math.min(stored.length, ring.length - start);
        System.arraycopy(ring, start, stored, 0, untilEnd);
        System.arraycopy(ring, 0, stored, untilEnd, stored.length - untilEnd);
        return stored;
    }

    /** Adds before the first element. O(1), amortised. */
    public void pushHead(Bytes element) {
        grow();
        head = (head - 1) & (ring.length - 1);
        size++;
        store(0, element);
    }

    /** Adds after the last element. O(1), amortised. */
    public void pushTail(Bytes element) {
        grow();
        size++;
        store(size - 1, element);
    }

    /**
     * Removes the first element and returns it. O(1), amortised.
     *
     * @throws IndexOutOfBoundsException if the list is empty
     */
    public Bytes popHead() {
        Bytes element = get(0);
        clear(0);
        head = (head + 1) & (ring.length - 1);
        size--;
        shrink();
        return element;
    }

    /**
     * Removes the last element and returns it. O(1), amortised.
     *
     * @throws IndexOutOfBoundsException if the list is empty
     */
    public Bytes popTail() {
        Bytes element = get(size - 1);
        clear(size - 1);
        size--;
        shrink();
        return element;
    }

    /**
     * Replaces the element at {@code index}. O(1).
     *
     * @throws IndexOutOfBoundsException if {@code index} is not within [0, size)
     */
    public void set(int index, Bytes element) {
        clear(Objects.checkIndex(index, size));
        store(index, element);
    }

    /**
     * Inserts before the element at {@code index}, or at the tail when {@code index} is the size. O(min(index, size -
     * index)).
     *
     * @throws IndexOutOfBoundsException if {@code index} is not within [0, size]
     */
    public void insert(int index, Bytes element) {
        Objects.checkIndex(index, size + 1);
        grow();
        size++;
        if (index < size / 2) {
            head = (head - 1) & (ring.length - 1);
            for (int i = 0; i < index; i++) {
                ring[slot(i)] = ring[slot(i + 1)];
            }
        } else {
            for (int i = size - 1; i > index; i--) {
                ring[slot(i)] = ring[slot(i - 1)];
            }
        }
        store(index, element);
    }

    /** Keeps the elements from {@code from} (inclusive) to {@code to} (exclusive) and drops the others. O(dropped). */
    public void retain(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        for (int i = 0; i < from; i++) {
            clear(i);
        }
        for (int i = to; i < size; i++) {
            clear(i);
        }
        head = slot(from);
        size = to - from;
        shrink();
    }

    /** Removes up to {@code countMax} elements equal to {@code element}, from the head on; says how many. O(n). */
    public int removeFromHead(Bytes element, long countMax) {
        int kept = 0;
        int removed = 0;
        for (int i = 0; i < size; i++) {
            if (removed < countMax && matches(i, element)) {
                clear(i);
                removed++;
            } else if (removed == 0) {
                kept++;
            } else {
                ring[slot(kept++)] = ring[slot(i)];
            }
        }
        for (int i = kept; i < size; i++) {
            ring[slot(i)] = null;
        }
        size = kept;
        shrink();
        return removed;
    }

    /** Removes up to {@code countMax} elements equal to {@code element}, from the tail on; says how many. O(n). */
    public int removeFromTail(Bytes element, long countMax) {
        int hole = size - 1;
        int removed = 0;
        for (int i = size - 1; i >= 0; i--) {
            if (removed < countMax && matches(i, element)) {
                clear(i);
                removed++;
            } else if (removed == 0) {
                hole--;
            } else {
                ring[slot(hole--)] = ring[slot(i)];
            }
        }
        for (int i = hole; i >= 0; i--) {
            ring[slot(i)] = null;
        }
        head = slot(hole + 1);
        size -= removed;
        shrink();
        return removed;
    }

    /** The index of the first element equal to {@code element}, or -1 when there is none. O(n). */
    public int indexOf(Bytes element) {
        for (int i = 0; i < size; i++) {
            if (matches(i, element)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the element at {@code index} equals {@code element}. */
    public boolean matches(int index, Bytes element) {
        byte[] stored = ring[slot(index)];
        int from = element.arrayOffset();
        return stored.length == element.length()
                && Arrays.equals(stored, 0, stored.length, element.array(), from, from + element.length());
    }

    private int slot(int index) {
        return (head + index) & (ring.length - 1);
    }

    private void store(int index, Bytes element) {
        byte[] stored = element.toByteArray();
        ring[slot(index)] = stored;
        payloadBytes += stored.length;
        elementHeapBytes += HeapLayout.byteArray(stored.length);
    }

    private void clear(int index) {
        int length = ring[slot(index)].length;
        ring[slot(index)] = null;
        payloadBytes -= length;
        elementHeapBytes -= HeapLayout.byteArray(length);
    }

    private void grow() {
        if (size == ring.length) {
            resize(ring.length * 2);
        }
    }

    private void shrink() {
        if (ring.length > CAPACITY_MIN && size < ring.length / 4) {
            resize(Math.max(CAPACITY_MIN, Integer.highestOneBit(Math.max(size, 1)) * 2));
        }
    }

    private void resize(int capacity) {
        byte[][] resized = new byte[capacity][];
        int untilEnd = Math.min(size, ring.length - head);
        System.arraycopy(ring, head, resized, 0, untilEnd);
        System.arraycopy(ring, 0, resized, untilEnd, size - untilEnd);
        ring = resized;
        head = 0;
    }

    @Override
    public ValueType type() {
        return ValueType.LIST;
    }

    @Override
    public ListValue copy() {
        // The arrays of the elements never change, so they may be in both.
        ListValue copy = new ListValue();
        copy.ring = ring.clone();
        copy.head = head;
        copy.size = size;
        copy.payloadBytes = payloadBytes;
        copy.elementHeapBytes = elementHeapBytes;
        return copy;
    }

    @Override
    public String encoding() {
        return "quicklist";
    }

    @Override
    public long payloadBytes() {
        return payloadBytes;
    }

    @Override
    public long heapBytes() {
        return HeapLayout.object(HeapLayout.REFERENCE_BYTES + 2 * Integer.BYTES + 2 * Long.BYTES)
                + HeapLayout.referenceArray(ring.length)
                + elementHeapBytes;
    }

    @Override
    public boolean isVacant() {
        return size == 0;
    }
}
