package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;

/** A short string in an array that fits. Immutable. */
final class CompactString extends StringValue {
    private final byte[] content;

    CompactString(byte[] content) {
        this.content = content;
    }

    @Override
    public Bytes bytes() {
        return Bytes.wrap(content);
    }

    @Override
    public int length() {
        return content.length;
    }

    @Override
    RawString toRaw(int capacityBytes) {
        return RawString.copyOf(bytes(), capacityBytes);
    }

    @Override
    public StringValue copy() {
        return this;
    }

    @Override
    public String encoding() {
        return "embstr";
    }

    @Override
    public long heapBytes() {
        return HeapLayout.object(HeapLayout.REFERENCE_BYTES) + HeapLayout.byteArray(content.length);
    }
}
