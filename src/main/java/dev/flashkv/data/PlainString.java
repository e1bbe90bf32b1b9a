package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;

/** A string as it came, not changed since: a view of its content, wherever that is. Immutable. */
final class PlainString extends StringValue {
    private final Bytes content;

    PlainString(Bytes content) {
        this.content = content;
    }

    @Override
    public Form form() {
        return Form.TEXT;
    }

    @Override
    public Bytes bytes() {
        return content;
    }

    @Override
    public int length() {
        return content.length();
    }

    @Override
    RawString toRaw(int capacityBytes) {
        return RawString.copyOf(content, capacityBytes);
    }

    @Override
    public StringValue copy() {
        return this;
    }

    @Override
    public String encoding() {
        return content.length() <= EMBSTR_LENGTH_MAX ? "embstr" : "raw";
    }

    @Override
    public long heapBytes() {
        return 0;
    }
}
