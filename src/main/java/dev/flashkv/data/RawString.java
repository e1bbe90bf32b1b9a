package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;

/** A string that is long, or has been changed in place. Room beyond its length makes repeated APPENDs linear. */
final class RawString extends StringValue {
    /* Beyond this much, spare room stops doubling with the string: a 500 MB string must not take a gigabyte. */
    static final int SPARE_BYTES_MAX = 1 << 20;

    private byte[] array;
    private int length;

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
        ensureCapacity(end);
        patch.copyTo(array, offset);
        length = Math.max(length, end);
        return this;
    }

    private void ensureCapacity(int needed) {
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.addExact(needed, Math.min(needed, SPARE_BYTES_MAX)));
        }
    }

    @Override
    public Form form() {
        return Form.OBJECT;
    }

    @Override
    public Bytes bytes() {
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
        return copyOf(bytes(), length);
    }

    @Override
    public String encoding() {
        return "raw";
    }

    @Override
    public long heapBytes() {
        return HeapLayout.object(HeapLayout.REFERENCE_BYTES + Integer.BYTES) + HeapLayout.byteArray(array.length);
    }
}
