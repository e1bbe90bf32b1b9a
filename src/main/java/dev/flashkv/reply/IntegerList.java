package dev.flashkv.reply;

/** Integers, of which there may be millions: each is made a reply when it is asked for. */
final class IntegerList extends CompactList {
    private final int[] integers;

    /** These, which nobody changes any more. */
    IntegerList(int[] integers) {
        this.integers = integers;
    }

    @Override
    public Reply get(int index) {
        return Reply.integer(integers[index]);
    }

    @Override
    public long payloadBytes() {
        return (long) Integer.BYTES * integers.length;
    }

    @Override
    public int size() {
        return integers.length;
    }
}
