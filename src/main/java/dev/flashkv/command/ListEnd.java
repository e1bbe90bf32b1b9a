package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;

/** One of the two ends of a list, as LMOVE and its kin name them. */
enum ListEnd {
    /** LEFT: before the first element. */
    HEAD("LEFT", KeyEvent.LPUSH, KeyEvent.LPOP) {
        @Override
        void push(ListValue list, Bytes element) {
            list.pushHead(element);
        }

        @Override
        Bytes pop(ListValue list) {
            return list.popHead();
        }

        @Override
        byte[][] pop(ListValue list, int count) {
            byte[][] popped = list.stored(0, count);
            list.retain(count, list.size());
            return popped;
        }

        @Override
        Bytes peek(ListValue list) {
            return list.get(0);
        }
    },

    /** RIGHT: after the last element. */
    TAIL("RIGHT", KeyEvent.RPUSH, KeyEvent.RPOP) {
        @Override
        void push(ListValue list, Bytes element) {
            list.pushTail(element);
        }

        @Override
        Bytes pop(ListValue list) {
            return list.popTail();
        }

        @Override
        byte[][] pop(ListValue list, int count) {
            int rest = list.size() - count;
            byte[][] popped = list.stored(rest, list.size());
            list.retain(0, rest);
            for (int i = 0, j = count - 1; i < j; i++, j--) {
                byte[] swapped = popped[i];
                popped[i] = popped[j];
                popped[j] = swapped;
            }
            return popped;
        }

        @Override
        Bytes peek(ListValue list) {
            return list.get(list.size() - 1);
        }
    };

    private final String word;
    private final KeyEvent pushed;
    private final KeyEvent popped;

    ListEnd(String word, KeyEvent pushed, KeyEvent popped) {
        this.word = word;
        this.pushed = pushed;
        this.popped = popped;
    }

    /** What {@link #push} is called in notifications. */
    KeyEvent pushed() {
        return pushed;
    }

    /** What {@link #pop} is called in notifications. */
    KeyEvent popped() {
        return popped;
    }

    /** Adds an element at this end. O(1), amortised. */
    abstract void push(ListValue list, Bytes element);

    /** Removes the element at this end of a list that has one, and returns it. O(1), amortised. */
    abstract Bytes pop(ListValue list);

    /** Removes {@code count} elements at this end of a list that has as many; returns the outermost first. O(count). */
    abstract byte[][] pop(ListValue list, int count);

    /** The element at this end of a list that has one. */
    abstract Bytes peek(ListValue list);

    /**
     * The end that the next argument names.
     *
     * @throws CommandException syntax error if it names none
     */
    static ListEnd next(Args args) {
        for (ListEnd end : values()) {
            if (args.nextIs(end.word)) {
                return end;
            }
        }
        throw new CommandException(Errors.SYNTAX);
    }
}
