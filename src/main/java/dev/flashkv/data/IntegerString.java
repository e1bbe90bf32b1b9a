package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;

/** A string that is the decimal form of a 64-bit integer. Immutable. */
final class IntegerString extends StringValue {
    private final long number;

    IntegerString(long number) {
        this.number = number;
    }

    @Override
    public Form form() {
        return Form.NUMBER;
    }

    @Override
    public Bytes bytes() {
        return Bytes.of(number);
    }

    @Override
    public int length() {
        return Numbers.lengthOf(number);
    }

    @Override
    public boolean isInteger() {
        return true;
    }

    @Override
    public long toLong() {
        return number;
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
        return "int";
    }

    @Override
    public long heapBytes() {
        return 0;
    }
}
