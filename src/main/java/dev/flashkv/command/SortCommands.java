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
import java.util.ArrayList;
import java.util.Collections;
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
        List<Bytes> elements = elementsOf(keyspaces.of(key).read(key, Value.class));
        List<Bytes> result = results(options.limited(inOrder(elements, options, keyspaces)), options, keyspaces);
        Bytes destination = options.destination();
        return destination == null ? array(result) : store(keyspaces, destination, result);
    }

    private static List<Bytes> elementsOf(@Nullable Value value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ListValue list)) {
            throw new CommandException(Errors.WRONG_TYPE);
        }
        List<Bytes> elements = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            elements.add(list.get(i));
        }
        return elements;
    }

    private static List<Bytes> inOrder(List<Bytes> elements, SortOptions options, Keyspaces keyspaces) {
        if (options.isUnsorted()) {
            List<Bytes> same = new ArrayList<>(elements);
            if (options.isDescending()) {
                Collections.reverse(same);
            }
            return same;
        }
        List<SortWeight> weights = new ArrayList<>(elements.size());
        for (Bytes element : elements) {
            weights.add(weigh(element, options, keyspaces));
        }
        Comparator<SortWeight> order = options.isAlphabetical() ? SortWeight.ALPHABETICAL : SortWeight.NUMERICAL;
        weights.sort(options.isDescending() ? order.reversed() : order);
        return weights.stream().map(SortWeight::element).toList();
    }

    private static SortWeight weigh(Bytes element, SortOptions options, Keyspaces keyspaces) {
        SortPattern by = options.by();
        Bytes weight = by == null ? element : by.valueFor(element, keyspaces);
        if (options.isAlphabetical()) {
            // What is stored is ordered by all bytes, what is returned as C orders text, which ends at a NUL.
            Bytes text = weight != null && options.destination() == null
                    ? weight.slice(0, SortPattern.textEnd(weight))
                    : weight;
            return new SortWeight(element, text, 0);
        }
        double number = weight == null ? 0 : SortWeight.numberIn(weight);
        if (Double.isNaN(number)) {
            throw new CommandException(NOT_A_DOUBLE);
        }
        return new SortWeight(element, null, number);
    }

    /** What is returned for the elements, a null where there is nothing. */
    private static List<@Nullable Bytes> results(List<Bytes> elements, SortOptions options, Keyspaces keyspaces) {
        if (options.gets().isEmpty()) {
            return new ArrayList<>(elements);
        }
        List<@Nullable Bytes> results = new ArrayList<>();
        for (Bytes element : elements) {
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

    private static Reply store(Keyspaces keyspaces, Bytes destination, List<@Nullable Bytes> results) {
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
