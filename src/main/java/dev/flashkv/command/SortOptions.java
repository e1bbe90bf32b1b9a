package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of SORT and SORT_RO. */
final class SortOptions {
    private static final Reply.ErrorReply BY_DENIED =
            Reply.error("ERR BY option of SORT denied due to insufficient ACL permissions.");
    private static final Reply.ErrorReply GET_DENIED =
            Reply.error("ERR GET option of SORT denied due to insufficient ACL permissions.");

    /** The place of the first option. */
    private static final int FIRST = 2;

    private final List<SortPattern> gets = new ArrayList<>();
    private @Nullable SortPattern by;
    private boolean unsorted;
    private boolean alphabetical;
    private boolean descending;
    private long offset;
    private long count = -1;
    private @Nullable Bytes destination;
    private final boolean readsAllKeys;

    private SortOptions(boolean readsAllKeys) {
        this.readsAllKeys = readsAllKeys;
    }

    /**
     * Reads all remaining arguments as options.
     *
     * @param storing whether STORE is one
     * @param readsAllKeys whether the caller may read whatever key, which BY and GET lead to
     * @throws CommandException syntax error, or that LIMIT's numbers are none
     */
    static SortOptions parse(Args args, boolean storing, boolean readsAllKeys) {
        SortOptions options = new SortOptions(readsAllKeys);
        while (args.hasNext()) {
            if (!options.acceptNext(args, storing)) {
                throw new CommandException(Errors.SYNTAX);
            }
        }
        return options;
    }

    private boolean acceptNext(Args args, boolean storing) {
        if (args.nextIs("ASC")) {
            descending = false;
        } else if (args.nextIs("DESC")) {
            descending = true;
        } else if (args.nextIs("ALPHA")) {
            alphabetical = true;
        } else if (args.remaining() > 2 && args.nextIs("LIMIT")) {
            offset = args.nextLong();
            count = args.nextLong();
        } else if (args.remaining() > 1 && args.nextIs("BY")) {
            by = new SortPattern(args.next());
            if (by.hasStar() && !readsAllKeys) {
                throw new CommandException(BY_DENIED);
            }
            // Elements that all weigh the same stay as they are; once said, no other BY changes that.
            unsorted |= !by.hasStar();
        } else if (args.remaining() > 1 && args.nextIs("GET")) {
            if (!readsAllKeys) {
                throw new CommandException(GET_DENIED);
            }
            gets.add(new SortPattern(args.next()));
        } else if (storing && args.remaining() > 1 && args.nextIs("STORE")) {
            destination = args.next();
        } else {
            return false;
        }
        return true;
    }

    /** The place of the key that the result goes to, the last one if there are several, in an array; else none. */
    static int[] destinationIn(Args args) {
        int place = 0;
        for (int i = FIRST; i + 1 < args.count(); i++) {
            if (args.is(i, "LIMIT")) {
                i += 2;
            } else if (args.is(i, "BY") || args.is(i, "GET")) {
                i++;
            } else if (args.is(i, "STORE")) {
                place = ++i;
            }
        }
        return place == 0 ? new int[0] : new int[] {place};
    }

    /** Whether keys are looked up that derive from the elements. */
    static boolean looksUpKeysIn(Args args) {
        for (int i = FIRST; i + 1 < args.count(); i++) {
            if ((args.is(i, "BY") || args.is(i, "GET")) && new SortPattern(args.get(i + 1)).hasStar()) {
                return true;
            }
        }
        return false;
    }

    /** What the elements' weights are, or null for themselves. */
    @Nullable
    SortPattern by() {
        return by;
    }

    /** What is returned for each element, or empty for itself. */
    List<SortPattern> gets() {
        return gets;
    }

    /** Whether the elements keep their order, but for {@link #isDescending}. */
    boolean isUnsorted() {
        return unsorted;
    }

    /** Whether weights are compared as text, not as numbers. */
    boolean isAlphabetical() {
        return alphabetical;
    }

    /** Whether the order is turned round. */
    boolean isDescending() {
        return descending;
    }

    /** Which part of {@code sorted} is wanted. */
    byte[][] limited(byte[][] sorted) {
        int size = sorted.length;
        int from = (int) Math.min(Math.max(offset, 0), size);
        int to = count < 0 ? size : (int) Math.min(size, from + Math.min(count, size));
        return from == 0 && to == size ? sorted : Arrays.copyOfRange(sorted, from, to);
    }

    /** The key that the result goes to, or null. */
    @Nullable
    Bytes destination() {
        return destination;
    }
}
