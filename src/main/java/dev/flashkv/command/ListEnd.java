package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;

/** One of the two ends of a list, as LMOVE and its kin name them. */
enum ListEnd {
    /** LEFT: before the first element. */
    HEAD("LEFT") {
        @Override
        void push(ListValue list, Bytes element) {
            list.pushHead(element);
        }

        @Override
        Bytes pop(ListValue list) {
            return list.popHead();
        }
    },

    /** RIGHT: after the last element. */
    TAIL("RIGHT") {
        @Override
        void push(ListValue list, Bytes element) {
            list.pushTail(element);
        }

        @Override
        Bytes pop(ListValue list) {
            return list.popTail();
        }
    };

    private final String word;

    ListEnd(String word) {
        this.word = word;
    }

    /** Adds an element at this end. O(1), amortised. */
    abstract void push(ListValue list, Bytes element);

    /** Removes the element at this end of a list that has one, and returns it. O(1), amortised. */
    abstract Bytes pop(ListValue list);

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
