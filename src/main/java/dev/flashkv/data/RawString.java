package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;

/** A string that is long, or has been changed in place. Room beyond its length makes repeated APPENDs linear. */
final class RawString extends StringValue {

    /*
     * Bytes that fill their array may be kept by whoever has got them, such as a client that has yet to take its reply.
     * Once they have been handed out, what would overwrite any of them moves to a new array. Appending overwrites
     * nothing, and an array with spare room is never kept. So the new array has some: a string that is changed again
     * and again, and read in between, moves once.
     */

    /* Beyond this much, spare room stops doubling with the string: a 500 MB string must not take a gigabyte. */
    static final int SPARE_BYTES_MAX = 1 << 20;

    private byte[] array;
    private int length;
    /** Whether somebody may have kept all of the array. */
    private boolean kept;

    RawString(byte[] array, int length) {
        this.array = array;
        this.length = length;
    }

    static RawString copyOf(Bytes content, int capacityBytes) {
        byte[] array = new byte[Math.max(capacityBytes, content.length())];
        content.copyTo(array, 0);
        return new RawString(array, content.length());
    }

    RawString appended(Bytes suffix) {
        int newLength = length + suffix.length();
        ensureCapacity(newLength);
        suffix.copyTo(array, length);
        length = newLength;
        return this;
    }

    RawString patched(int offset, Bytes patch) {
        int end = offset + patch.length();
        if (kept && offset < length && end <= array.length) {
            array = Arrays.copyOf(array, array.length + 1);
            kept = false;
        }
        ensureCapacity(end);
        patch.copyTo(array, offset);
        length = Math.max(length, end);
        return this;
    }

    private void ensureCapacity(int needed) {
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.addExact(needed, Math.min(needed, SPARE_BYTES_MAX)));
            kept = false;
        }
    }

    @Override
    public Form form() {
        return Form.OBJECT;
    }

    @Override
    public Bytes bytes() {
        kept |= length == array.length;
        return Bytes.wrap(array, 0, length);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    RawString toRaw(int capacityBytes) {
        return this;
    }

    @Override
    public StringValue copy() {
        return new RawString(Arrays.copyOf(array, length), length);
    }

    @Override
    public String encoding() {
        return "raw";
    }

    @Override
    public long heapBytes() {
        return HeapLayout.object(HeapLayout.REFERENCE_BYTES + Integer.BYTES + 1) + HeapLayout.byteArray(array.length);
    }
}
