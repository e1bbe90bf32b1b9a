package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.LIST;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.INSERT;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The list commands: the table first, then the handlers in the table's order. */
final class ListCommands {
    static final List<CommandSpec> TABLE = List.of(
            LIST.command("LINDEX key index")
                    .arity(3)
                    .flags(READONLY)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Returns the element at one place of a list.")
                    .onShard(ListCommands::lindex),
            LIST.command("LINSERT key BEFORE|AFTER pivot element")
                    .arity(5)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, INSERT))
                    .since("2.2.0")
                    .complexity("O(N) with N the number of elements up to the pivot")
                    .summary("Inserts an element before or after the first one that equals the pivot.")
                    .onShard(ListCommands::linsert),
            LIST.command("LLEN key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Counts the elements of a list.")
                    .onShard(ListCommands::llen),
            LIST.command("LPOP key [count]")
                    .arity(-2)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, ACCESS, DELETE))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of elements returned")
                    .summary("Removes the first element or elements of a list and returns them.")
                    .onShard(ListCommands::lpop),
            LIST.command("LPOS key element [RANK rank] [COUNT num-matches] [MAXLEN len]")
                    .arity(-3)
                    .flags(READONLY)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("6.0.6")
                    .complexity("O(N) with N the number of elements compared")
                    .summary("Finds where in a list the elements are that equal a given one.")
                    .onShard(ListCommands::lpos),
            LIST.command("LPUSH key element [element ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, INSERT))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of elements added")
                    .summary("Adds elements before the first of a list, which is created when the key is absent.")
                    .onShard(ListCommands::lpush),
            LIST.command("LPUSHX key element [element ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, INSERT))
                    .since("2.2.0")
                    .complexity("O(N) with N the number of elements added")
                    .summary("Adds elements before the first of a list, if there is one.")
                    .onShard(ListCommands::lpushx),
            LIST.command("LRANGE key start stop")
                    .arity(4)
                    .flags(READONLY)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of elements returned")
                    .summary("Returns the elements of a list between two places, both included.")
                    .onShard(ListCommands::lrange),
            LIST.command("LREM key count element")
                    .arity(4)
                    .flags(WRITE)
                    .keys(KeySpec.first(RW, DELETE))
                    .since("1.0.0")
                    .complexity("O(N) with N the length of the list")
                    .summary("Removes from a list the first, the last, or all elements that equal a given one.")
                    .onShard(ListCommands::lrem),
            LIST.command("LSET key index element")
                    .arity(4)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Replaces the element at one place of a list.")
                    .onShard(ListCommands::lset),
            LIST.command("LTRIM key start stop")
                    .arity(4)
                    .flags(WRITE)
                    .keys(KeySpec.first(RW, DELETE))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of elements removed")
                    .summary("Keeps the elements of a list between two places, both included, and removes the others.")
                    .onShard(ListCommands::ltrim),
            LIST.command("RPOP key [count]")
                    .arity(-2)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, ACCESS, DELETE))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of elements returned")
                    .summary("Removes the last element or elements of a list and returns them, the last first.")
                    .onShard(ListCommands::rpop),
            LIST.command("RPUSH key element [element ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, INSERT))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of elements added")
                    .summary("Adds elements after the last of a list, which is created when the key is absent.")
                    .onShard(ListCommands::rpush),
            LIST.command("RPUSHX key element [element ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, INSERT))
                    .since("2.2.0")
                    .complexity("O(N) with N the number of elements added")
                    .summary("Adds elements after the last of a list, if there is one.")
                    .onShard(ListCommands::rpushx));

    private ListCommands() {}

    /** Bulk: the element; null when the place or the key does not exist. */
    private static Reply lindex(Keyspace keyspace, Args args) {
        ListValue list = keyspace.read(args.next(), ListValue.class);
        if (list == null) {
            return Reply.NULL;
        }
        long index = fromHead(args.nextLong(), list.size());
        return index < 0 || index >= list.size() ? Reply.NULL : Reply.bulk(list.get((int) index));
    }

    /** Integer: the length after; -1 when there is no pivot, 0 when the key is absent. */
    private static Reply linsert(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        boolean after = args.nextIs("AFTER");
        if (!after && !args.nextIs("BEFORE")) {
            return Errors.SYNTAX;
        }
        ListValue list = keyspace.find(key, ListValue.class);
        if (list == null) {
            return Reply.ZERO;
        }
        int pivot = list.indexOf(args.next());
        if (pivot < 0) {
            return Reply.integer(-1);
        }
        keyspace.change(list, KeyEvent.LINSERT).insert(after ? pivot + 1 : pivot, args.next());
        return Reply.integer(list.size());
    }

    /** Integer: how many elements there are; 0 when the key is absent. */
    private static Reply llen(Keyspace keyspace, Args args) {
        ListValue list = keyspace.read(args.next(), ListValue.class);
        return list == null ? Reply.ZERO : Reply.integer(list.size());
    }

    /**
     * Bulk: the element, null when the key is absent; with a count Array of Bulk, a null one when the key is absent.
     */
    private static Reply lpop(Keyspace keyspace, Args args) {
        return pop(keyspace, args, "lpop", ListEnd.HEAD);
    }

    /** Integer: the first match's place, null when there is none; with COUNT Array of Integer: the matches' places. */
    private static Reply lpos(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Bytes element = args.next();
        ListSearch search = ListSearch.parse(element, args);
        return search.in(keyspace.read(key, ListValue.class));
    }

    /** Integer: the length after. */
    private static Reply lpush(Keyspace keyspace, Args args) {
        return push(keyspace, args, ListEnd.HEAD);
    }

    /** Integer: the length after; 0 when the key is absent. */
    private static Reply lpushx(Keyspace keyspace, Args args) {
        return pushIfPresent(keyspace, args, ListEnd.HEAD);
    }

    /** Array of Bulk: the elements; empty when the key is absent. */
    private static Reply lrange(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        long start = args.nextLong();
        long stop = args.nextLong();
        ListValue list = keyspace.read(key, ListValue.class);
        if (list == null) {
            return Reply.EMPTY_ARRAY;
        }
        int from = rangeFrom(start, list.size());
        int to = rangeTo(stop, from, list.size());
        return Reply.bulks(list.stored(from, to));
    }

    /** Integer: how many elements were removed. */
    private static Reply lrem(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        long count = args.nextLong();
        Bytes element = args.next();
        ListValue list = keyspace.find(key, ListValue.class);
        if (list == null || list.indexOf(element) < 0) {
            return Reply.ZERO;
        }
        keyspace.change(list, KeyEvent.LREM);
        if (count > 0) {
            return Reply.integer(list.removeFromHead(element, count));
        }
        // Zero means all of them, and so does the one number whose opposite does not exist.
        boolean all = count == 0 || count == Long.MIN_VALUE;
        return Reply.integer(list.removeFromTail(element, all ? Long.MAX_VALUE : -count));
    }

    /** Status OK. */
    private static Reply lset(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        ListValue list = keyspace.find(key, ListValue.class);
        if (list == null) {
            return Errors.NO_SUCH_KEY;
        }
        long index = fromHead(args.nextLong(), list.size());
        if (index < 0 || index >= list.size()) {
            return Errors.INDEX_OUT_OF_RANGE;
        }
        keyspace.change(list, KeyEvent.LSET).set((int) index, args.next());
        return Reply.OK;
    }

    /** Status OK. */
    private static Reply ltrim(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        long start = args.nextLong();
        long stop = args.nextLong();
        ListValue list = keyspace.update(key, ListValue.class, KeyEvent.LTRIM);
        if (list != null) {
            int from = rangeFrom(start, list.size());
            list.retain(from, rangeTo(stop, from, list.size()));
        }
        return Reply.OK;
    }

    /**
     * Bulk: the element, null when the key is absent; with a count Array of Bulk, a null one when the key is absent.
     */
    private static Reply rpop(Keyspace keyspace, Args args) {
        return pop(keyspace, args, "rpop", ListEnd.TAIL);
    }

    /** Integer: the length after. */
    private static Reply rpush(Keyspace keyspace, Args args) {
        return push(keyspace, args, ListEnd.TAIL);
    }

    /** Integer: the length after; 0 when the key is absent. */
    private static Reply rpushx(Keyspace keyspace, Args args) {
        return pushIfPresent(keyspace, args, ListEnd.TAIL);
    }

    private static Reply push(Keyspace keyspace, Args args, ListEnd end) {
        ListValue list = keyspace.updateOrCreate(args.next(), ListValue.class, ListValue::new, end.pushed());
        return pushAll(list, args, end);
    }

    private static Reply pushIfPresent(Keyspace keyspace, Args args, ListEnd end) {
        ListValue list = keyspace.update(args.next(), ListValue.class, end.pushed());
        return list == null ? Reply.ZERO : pushAll(list, args, end);
    }

    private static Reply pushAll(ListValue list, Args args, ListEnd end) {
        while (args.hasNext()) {
            end.push(list, args.next());
        }
        return Reply.integer(list.size());
    }

    private static Reply pop(Keyspace keyspace, Args args, String command, ListEnd end) {
        if (args.remaining() > 2) {
            return Errors.wrongArity(command);
        }
        Bytes key = args.next();
        boolean hasCount = args.hasNext();
        long count = hasCount ? args.nextLong(0, Long.MAX_VALUE, Errors.MUST_BE_POSITIVE) : 1;
        ListValue list = keyspace.find(key, ListValue.class);
        if (list == null) {
            return hasCount ? Reply.NULL_ARRAY : Reply.NULL;
        }
        if (count == 0) {
            return Reply.EMPTY_ARRAY;
        }
        keyspace.change(list, end.popped());
        if (!hasCount) {
            return Reply.bulk(end.pop(list));
        }
        return Reply.bulks(end.pop(list, (int) Math.min(count, list.size())));
    }

    /** The index counted from the head: a negative one counts from the tail, -1 being the last element. */
    private static long fromHead(long index, int size) {
        return index < 0 ? index + size : index;
    }

    /** The first index of the range that begins at {@code start}: from 0 to the size. */
    private static int rangeFrom(long start, int size) {
        return (int) Math.min(size, Math.max(0, fromHead(start, size)));
    }

    /** The index after the last one of the range that ends at {@code stop}: from {@code from} to the size. */
    private static int rangeTo(long stop, int from, int size) {
        return (int) Math.max(from, Math.min(size - 1, fromHead(stop, size)) + 1);
    }
}
