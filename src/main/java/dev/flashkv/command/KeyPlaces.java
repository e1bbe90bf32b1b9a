package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where the keys of one range of a {@link KeySpec} stand, by how they are found. */
public sealed interface KeyPlaces {

    /**
     * The places of the keys in a call, the command's name being at 0; null if its arguments don't say how many there
     * are.
     */
    int @Nullable [] in(Args args);

    /**
     * Keys at fixed places.
     *
     * @param first the first key's place
     * @param last the last key's place; negative ones count from the end, -1 being the last argument
     * @param step from one key to the next
     */
    record Fixed(int first, int last, int step) implements KeyPlaces {
        /** The place after the last key in a call of {@code argumentCount} arguments, the command's name included. */
        public int end(int argumentCount) {
            return Math.min(argumentCount, (last < 0 ? argumentCount + last : last) + 1);
        }

        @Override
        public int[] in(Args args) {
            int count = Math.max(0, (end(args.count()) - first + step - 1) / step);
            return IntStream.range(0, count).map(i -> first + i * step).toArray();
        }
    }

    /**
     * Keys one after the other, announced by their number: {@code numkeys key [key ...]}.
     *
     * @param count the place of that number, which must be at least 1
     */
    record Counted(int count) implements KeyPlaces {
        /** The first key's place. */
        public int first() {
            return count + 1;
        }

        @Override
        public int @Nullable [] in(Args args) {
            Bytes number = count < args.count() ? args.get(count) : Bytes.EMPTY;
            long keys = Numbers.isLong(number) ? Numbers.parseLong(number) : 0;
            if (keys < 1 || keys > args.count() - first()) {
                return null;
            }
            return IntStream.range(first(), first() + (int) keys).toArray();
        }
    }

    /**
     * Keys that only the command itself can find, as they may stand anywhere.
     *
     * @param argument the argument in the command's syntax that names the keys, or the pattern they derive from
     * @param finder finds them, as far as they are arguments
     */
    record Anywhere(String argument, Finder finder) implements KeyPlaces {
        @Override
        public int[] in(Args args) {
            return finder.placesIn(args);
        }
    }

    /** Finds keys among the arguments of a command. */
    @FunctionalInterface
    interface Finder {
        /** Their places in a well-formed call; in another none, or those that the command would complain about last. */
        int[] placesIn(Args args);
    }
}
