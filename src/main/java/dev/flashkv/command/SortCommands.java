package dev.flashkv.command;

import static dev.flashkv.command.AclCategory.DANGEROUS;
import static dev.flashkv.command.AclCategory.LIST;
import static dev.flashkv.command.AclCategory.SET;
import static dev.flashkv.command.AclCategory.SORTEDSET;
import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORT and SORT_RO: the table first, then the handlers in the table's order. */
final class SortCommands {

    /*
     * BY and GET with a star go to keys that are known only once the elements are, on any shard: such calls run at one
     * instant on all shards. Others run on the shards of the keys they name.
     */

    private static final String LIMIT_GET = "[LIMIT offset count] [GET pattern [GET pattern ...]] [ASC|DESC] [ALPHA]";
    private static final String COMPLEXITY =
            "O(N*log(N)+M) with N the number of elements and M the number of those returned; O(N+M) when not sorted";

    private static final KeySpec KEYS = KeySpec.first(RO, ACCESS)
            .andAnywhere("pattern", args -> new int[0], RO, ACCESS)
            .note("The keys of `BY` and `GET` derive from the elements");

    static final List<CommandSpec> TABLE = List.of(
            GENERIC.command("SORT key [BY pattern] " + LIMIT_GET + " [STORE destination]")
                    .arity(-2)
                    .flags(WRITE, DENYOOM)
                    .categories(SET, SORTEDSET, LIST, DANGEROUS)
                    .keys(KEYS.andAnywhere("destination", SortOptions::destinationIn, OW, UPDATE)
                            .note("`STORE` may stand anywhere among the options"))
                    .everywhereIf(SortOptions::looksUpKeysIn)
                    .since("1.0.0")
                    .complexity(COMPLEXITY)
                    .summary("Returns or stores the elements of a list in order, or values that belong to them.")
                    .acrossShards(SortCommands::sort),
            GENERIC.command("SORT_RO key [BY pattern] " + LIMIT_GET)
                    .arity(-2)
                    .flags(READONLY)
                    .categories(SET, SORTEDSET, LIST, DANGEROUS)
                    .keys(KEYS)
                    .everywhereIf(SortOptions::looksUpKeysIn)
                    .since("7.0.0")
                    .complexity(COMPLEXITY)
                    .summary("Returns the elements of a list in order, or values that belong to them.")
                    .acrossShards(SortCommands::sortRo));

    private static final Reply.ErrorReply NOT_A_DOUBLE =
            Reply.error("ERR One or more scores can't be converted into double");

    /** What a result takes beside its bytes, about. */
    private static final long RESULT_BYTES = 32;

    private SortCommands() {}

    /**
     * Array of Bulk: the elements, or what GET names for each, null where there is none; with STORE Integer: how many.
     */
    private static Reply sort(Keyspaces keyspaces, Args args) {
        return sorted(keyspaces, args, true);
    }

    /** Array of Bulk: the elements, or what GET names for each, null where there is none. */
    private static Reply sortRo(Keyspaces keyspaces, Args args) {
        return sorted(keyspaces, args, false);
    }

    private static Reply sorted(Keyspaces keyspaces, Args args, boolean storing) {
        Bytes key = args.next();
        boolean readsAllKeys = keyspaces.client().user().readsAllKeys(TABLE.get(storing ? 0 : 1));
        SortOptions options = SortOptions.parse(args, storing, readsAllKeys);
        byte[][] elements = elementsOf(keyspaces.of(key).read(key, Value.class));
        byte[][] wanted = options.limited(inOrder(elements, options, keyspaces));
        Bytes destination = options.destination();
        if (options.gets().isEmpty()) {
            return destination == null ? Reply.bulks(wanted) : store(keyspaces, destination, new Views(wanted));
        }
        List<@Nullable Bytes> results = results(wanted, options, keyspaces);
        return destination == null ? array(results) : store(keyspaces, destination, results);
    }

    /** Arrays seen as strings: an object for each of millions would take more than they do. */
    private static final class Views extends AbstractList<Bytes> {
        private final byte[][] arrays;

        Views(byte[][] arrays) {
            this.arrays = arrays;
        }

        @Override
        public Bytes get(int index) {
            return Bytes.wrap(arrays[index]);
        }

        @Override
        public int size() {
            return arrays.length;
        }
    }

    private static byte[][] elementsOf(@Nullable Value value) {
        if (value == null) {
            return new byte[0][];
        }
        if (!(value instanceof ListValue list)) {
            throw new CommandException(Errors.WRONG_TYPE);
        }
        return list.stored(0, list.size());
    }

    private static byte[][] inOrder(byte[][] elements, SortOptions options, Keyspaces keyspaces) {
        byte[][] sorted = new byte[elements.length][];
        if (options.isUnsorted()) {
            for (int i = 0; i < sorted.length; i++) {
                sorted[i] = elements[options.isDescending() ? sorted.length - 1 - i : i];
            }
            return sorted;
        }
        SortOrder order = !options.isAlphabetical()
                ? byNumber(elements, options.by(), keyspaces)
                : options.by() == null
                        ? byElement(elements, options)
                        : byText(elements, options, options.by(), keyspaces);
        int[] places = (options.isDescending() ? order.reversed() : order).places(elements.length);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = elements[places[i]];
        }
        return sorted;
    }

    /** By number; of equal numbers by the elements' bytes, so that the order does not depend on what it was. */
    private static SortOrder byNumber(byte[][] elements, @Nullable SortPattern by, Keyspaces keyspaces) {
        double[] numbers = new double[elements.length];
        for (int i = 0; i < numbers.length; i++) {
            Bytes element = Bytes.wrap(elements[i]);
            Bytes weight = by == null ? element : by.valueFor(element, keyspaces);
            numbers[i] = weight == null ? 0 : SortWeight.numberIn(weight);
            if (Double.isNaN(numbers[i])) {
                throw new CommandException(NOT_A_DOUBLE);
            }
        }
        return (a, b) -> {
            // Not Double.compare, for which -0 is less than 0.
            if (numbers[a] < numbers[b]) {
                return -1;
            }
            return numbers[a] > numbers[b] ? 1 : Arrays.compareUnsigned(elements[a], elements[b]);
        };
    }

    /** By the elements as text. What is equal keeps its order. */
    private static SortOrder byElement(byte[][] elements, SortOptions options) {
        int[] ends = new int[elements.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = textEnd(Bytes.wrap(elements[i]), options);
        }
        return (a, b) -> Arrays.compareUnsigned(elements[a], 0, ends[a], elements[b], 0, ends[b]);
    }

    /** By other keys' values as text, none before any. What is equal keeps its order. */
    private static SortOrder byText(byte[][] elements, SortOptions options, SortPattern by, Keyspaces keyspaces) {
        List<@Nullable Bytes> texts = new ArrayList<>(elements.length);
        for (byte[] element : elements) {
            Bytes weight = by.valueFor(Bytes.wrap(element), keyspaces);
            texts.add(weight == null ? null : weight.slice(0, textEnd(weight, options)));
        }
        Comparator<@Nullable Bytes> order = Comparator.nullsFirst(Comparator.naturalOrder());
        return (a, b) -> order.compare(texts.get(a), texts.get(b));
    }

    /** What is stored is ordered by all bytes, what is returned as C orders text, which ends at a NUL. */
    private static int textEnd(Bytes text, SortOptions options) {
        return options.destination() == null ? SortPattern.textEnd(text) : text.length();
    }

    /** What GET names for the elements, a null where there is nothing. */
    private static List<@Nullable Bytes> results(byte[][] elements, SortOptions options, Keyspaces keyspaces) {
        List<@Nullable Bytes> results = new ArrayList<>();
        for (byte[] array : elements) {
            Bytes element = Bytes.wrap(array);
            long bytes = 0;
            for (SortPattern get : options.gets()) {
                Bytes result = get.valueFor(element, keyspaces);
                results.add(result);
                bytes += RESULT_BYTES + (result == null ? 0 : result.length());
            }
            // A short request may ask for very much: for all of them as often as it says GET.
            if (options.destination() == null) {
                keyspaces.client().replyGrows(bytes);
            }
        }
        return results;
    }

    private static Reply array(List<@Nullable Bytes> results) {
        List<Reply> array = new ArrayList<>(results.size());
        for (Bytes result : results) {
            array.add(result == null ? Reply.NULL : Reply.bulk(result));
        }
        return Reply.array(array);
    }

    private static Reply store(Keyspaces keyspaces, Bytes destination, List<? extends @Nullable Bytes> results) {
        if (results.isEmpty()) {
            keyspaces.of(destination).remove(destination);
            return Reply.ZERO;
        }
        ListValue list = new ListValue();
        for (Bytes result : results) {
            list.pushTail(result == null ? Bytes.EMPTY : result);
        }
        keyspaces.of(destination).put(destination, list, KeyEvent.SORTSTORE);
        return Reply.integer(results.size());
    }
}
