package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What LPOS looks for, with its options. */
final class ListSearch {
    private static final long NO_COUNT = -1;

    private final Bytes element;
    private long rank = 1;
    private long count = NO_COUNT;
    private long comparisonsMax = Long.MAX_VALUE;

    private ListSearch(Bytes element) {
        this.element = element;
    }

    /**
     * Reads all remaining arguments as options.
     *
     * @throws CommandException syntax error, or that a number is out of range
     */
    static ListSearch parse(Bytes element, Args args) {
        ListSearch search = new ListSearch(element);
        while (args.hasNext()) {
            if (args.remaining() < 2 || !search.acceptNext(args)) {
                throw new CommandException(Errors.SYNTAX);
            }
        }
        return search;
    }

    private boolean acceptNext(Args args) {
        if (args.nextIs("RANK")) {
            rank = args.nextLong();
            if (rank == 0) {
                throw new CommandException(Errors.RANK_IS_ZERO);
            }
        } else if (args.nextIs("COUNT")) {
            count = args.nextLong(0, Long.MAX_VALUE, Errors.negative("COUNT"));
        } else if (args.nextIs("MAXLEN")) {
            long length = args.nextLong(0, Long.MAX_VALUE, Errors.negative("MAXLEN"));
            comparisonsMax = length == 0 ? Long.MAX_VALUE : length;
        } else {
            return false;
        }
        return true;
    }

    /** The answer for that list, or for an absent key. */
    Reply in(@Nullable ListValue list) {
        int[] places = list == null ? new int[0] : places(list);
        if (count != NO_COUNT) {
            return Reply.integers(places);
        }
        return places.length == 0 ? Reply.NULL : Reply.integer(places[0]);
    }

    private int[] places(ListValue list) {
        boolean fromTail = rank < 0;
        // The lowest rank has no opposite and stays as it is: Redis then finds all, whatever the count.
        long firstMatch = fromTail ? -rank : rank;
        long placesMax = count == NO_COUNT ? 1 : count == 0 || firstMatch < 0 ? Long.MAX_VALUE : count;
        int[] places = new int[1];
        int found = 0;
        long matches = 0;
        int comparisons = (int) Math.min(comparisonsMax, list.size());
        for (int i = 0; i < comparisons && found < placesMax; i++) {
            int index = fromTail ? list.size() - 1 - i : i;
            if (list.matches(index, element) && ++matches >= firstMatch) {
                if (found == places.length) {
                    places = Arrays.copyOf(places, Math.min(2 * found, list.size()));
                }
                places[found++] = index;
            }
        }
        return Arrays.copyOf(places, found);
    }
}
