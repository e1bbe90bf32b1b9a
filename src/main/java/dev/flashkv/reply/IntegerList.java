package dev.flashkv.reply;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Integers, of which there may be millions: each is made a reply when it is asked for. */
final class IntegerList extends AbstractList<Reply> implements RandomAccess {
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
    public int size() {
        return integers.length;
    }
}
