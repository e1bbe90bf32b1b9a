package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.LIST;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.INSERT;
import static dev.flashkv.command.KeySpec.Access.RW;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** The list commands that concern several lists: the table first, then the handlers in the table's order. */
final class ListMoveCommands {
    static final List<CommandSpec> TABLE = List.of(
            LIST.command("LMOVE source destination LEFT|RIGHT LEFT|RIGHT")
                    .arity(5)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, ACCESS, DELETE).and(KeySpec.range(2, 2, 1, RW, INSERT)))
                    .since("6.2.0")
                    .complexity("O(1)")
                    .summary("Takes the element at one end of a list, adds it at one end of another, and returns it.")
                    .acrossShards(ListMoveCommands::lmove),
            LIST.command("LMPOP numkeys key [key ...] LEFT|RIGHT [COUNT count]")
                    .arity(-4)
                    .flags(WRITE)
                    .keys(KeySpec.counted(1, RW, ACCESS, DELETE))
                    .since("7.0.0")
                    .complexity("O(N+M) with N the number of keys and M the number of elements returned")
                    .summary("Removes elements at one end of the first list that has any, and returns them.")
                    .acrossShards(ListMoveCommands::lmpop),
            LIST.command("RPOPLPUSH source destination")
                    .arity(3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, ACCESS, DELETE).and(KeySpec.range(2, 2, 1, RW, INSERT)))
                    .since("1.2.0")
                    .complexity("O(1)")
                    .summary("Takes the last element of a list, adds it before the first of another, and returns it.")
                    .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
                    .acrossShards(ListMoveCommands::rpoplpush));

    private static final Reply.ErrorReply BAD_KEY_COUNT = Reply.error("ERR numkeys should be greater than 0");
    private static final Reply.ErrorReply BAD_COUNT = Reply.error("ERR count should be greater than 0");

    private static final long NO_COUNT = -1;

    private ListMoveCommands() {}

    /** Bulk: the element; null when the source is absent. */
    private static Reply lmove(Keyspaces keyspaces, Args args) {
        Bytes source = args.next();
        Bytes destination = args.next();
        ListEnd from = ListEnd.next(args);
        ListEnd to = ListEnd.next(args);
        return move(keyspaces, source, from, destination, to);
    }

    /** Array of Bulk, the key, and Array of Bulk, the elements; a null array when all keys are absent. */
    private static Reply lmpop(Keyspaces keyspaces, Args args) {
        MultiplePop pop = MultiplePop.next(args);
        for (Bytes key : pop.keys) {
            ListValue list = keyspaces.of(key).update(key, ListValue.class, pop.end.popped());
            if (list != null) {
                return pop.from(key, list);
            }
        }
        return Reply.NULL_ARRAY;
    }

    /**
     * The arguments of LMPOP, which BLMPOP shares.
     *
     * @param keys the lists, the first that has elements being taken from
     * @param end where they are taken
     * @param count how many at most
     */
    record MultiplePop(List<Bytes> keys, ListEnd end, long count) {
        /** What the next arguments say, up to the last. */
        static MultiplePop next(Args args) {
            long keyCount = args.nextLong(1, Long.MAX_VALUE, BAD_KEY_COUNT);
            if (keyCount >= args.remaining()) {
                throw new CommandException(Errors.SYNTAX);
            }
            List<Bytes> keys = new ArrayList<>();
            while (keys.size() < keyCount) {
                keys.add(args.next());
            }
            ListEnd end = ListEnd.next(args);
            long count = NO_COUNT;
            while (args.hasNext()) {
                if (count != NO_COUNT || args.remaining() < 2 || !args.nextIs("COUNT")) {
                    throw new CommandException(Errors.SYNTAX);
                }
                count = args.nextLong(1, Long.MAX_VALUE, BAD_COUNT);
            }
            return new MultiplePop(keys, end, Math.max(1, count));
        }

        /** The key, and the elements taken from {@code list}, which is its value. */
        Reply from(Bytes key, ListValue list) {
            return Reply.array(Reply.bulk(key), Reply.bulks(end.pop(list, (int) Math.min(count, list.size()))));
        }
    }

    /** Bulk: the element; null when the source is absent. */
    private static Reply rpoplpush(Keyspaces keyspaces, Args args) {
        return move(keyspaces, args.next(), ListEnd.TAIL, args.next(), ListEnd.HEAD);
    }

    /** Bulk: the element that was moved; null when the source is absent. */
    static Reply move(Keyspaces keyspaces, Bytes source, ListEnd from, Bytes destination, ListEnd to) {
        Keyspace here = keyspaces.of(source);
        ListValue list = here.find(source, ListValue.class);
        if (list == null) {
            return Reply.NULL;
        }
        // A destination of another type must be noticed before anything is taken.
        Keyspace there = keyspaces.of(destination);
        ListValue target = there.find(destination, ListValue.class);
        // It is pushed first: if both are the same, the list is never empty, and would be gone.
        Bytes element = from.peek(list);
        if (target != null) {
            to.push(there.change(destination, target, to.pushed()), element);
        } else {
            there.put(destination, listOf(element), to.pushed());
        }
        there.settle(); // in notifications it comes first, too
        return Reply.bulk(from.pop(here.change(source, list, from.popped())));
    }

    private static ListValue listOf(Bytes element) {
        ListValue list = new ListValue();
        ListEnd.TAIL.push(list, element);
        return list;
    }
}
