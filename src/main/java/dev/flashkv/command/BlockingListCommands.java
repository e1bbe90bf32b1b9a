package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.BLOCKING;
import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.LIST;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.INSERT;
import static dev.flashkv.command.KeySpec.Access.RW;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list commands that wait for an element: the table first, then the handlers in the table's order. */
final class BlockingListCommands {
    static final List<CommandSpec> TABLE = List.of(
            LIST.command("BLMOVE source destination LEFT|RIGHT LEFT|RIGHT timeout")
                    .arity(6)
                    .flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING)
                    .keys(KeySpec.first(RW, ACCESS, DELETE).and(KeySpec.range(2, 2, 1, RW, INSERT)))
                    .since("6.2.0")
                    .complexity("O(1)")
                    .summary("As LMOVE, but waits for an element.")
                    .blocking(BlockingListCommands::blmove),
            LIST.command("BLMPOP timeout numkeys key [key ...] LEFT|RIGHT [COUNT count]")
                    .arity(-5)
                    .flags(WRITE, BLOCKING)
                    .keys(KeySpec.counted(2, RW, ACCESS, DELETE))
                    .since("7.0.0")
                    .complexity("O(N+M) with N the number of keys and M the number of elements returned")
                    .summary("As LMPOP, but waits for an element.")
                    .blocking(BlockingListCommands::blmpop),
            LIST.command("BLPOP key [key ...] timeout")
                    .arity(-3)
                    .flags(WRITE, NOSCRIPT, BLOCKING)
                    .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
                    .since("2.0.0")
                    .complexity("O(N) with N the number of keys")
                    .summary("Takes the first element of the first list that has any, or waits for one.")
                    .blocking(args -> pop(args, ListEnd.HEAD)),
            LIST.command("BRPOP key [key ...] timeout")
                    .arity(-3)
                    .flags(WRITE, NOSCRIPT, BLOCKING)
                    .keys(KeySpec.range(1, -2, 1, RW, ACCESS, DELETE))
                    .since("2.0.0")
                    .complexity("O(N) with N the number of keys")
                    .summary("Takes the last element of the first list that has any, or waits for one.")
                    .blocking(args -> pop(args, ListEnd.TAIL)),
            LIST.command("BRPOPLPUSH source destination timeout")
                    .arity(4)
                    .flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING)
                    .keys(KeySpec.first(RW, ACCESS, DELETE).and(KeySpec.range(2, 2, 1, RW, INSERT)))
                    .since("2.2.0")
                    .complexity("O(1)")
                    .summary("As RPOPLPUSH, but waits for an element.")
                    .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments")
                    .blocking(BlockingListCommands::brpoplpush));

    private BlockingListCommands() {}

    /** Bulk: the element. */
    private static Handler.Attempt blmove(Args args) {
        Bytes source = args.next();
        Bytes destination = args.next();
        ListEnd from = ListEnd.next(args);
        ListEnd to = ListEnd.next(args);
        return new Move(source, from, destination, to, BlockingTimeout.nextMillis(args));
    }

    /** Array of Bulk, the key, and Array of Bulk, the elements. */
    private static Handler.Attempt blmpop(Args args) {
        long timeoutMillis = BlockingTimeout.nextMillis(args);
        ListMoveCommands.MultiplePop pop = ListMoveCommands.MultiplePop.next(args);
        return new Pop(pop.keys(), timeoutMillis, pop.end(), pop::from);
    }

    /** Array of Bulk: the key and the element. */
    private static Handler.Attempt pop(Args args, ListEnd end) {
        List<Bytes> keys = new ArrayList<>();
        while (args.remaining() > 1) {
            keys.add(args.next());
        }
        return new Pop(
                keys,
                BlockingTimeout.nextMillis(args),
                end,
                (key, list) -> Reply.array(Reply.bulk(key), Reply.bulk(end.pop(list))));
    }

    /** Bulk: the element. */
    private static Handler.Attempt brpoplpush(Args args) {
        return new Move(args.next(), ListEnd.TAIL, args.next(), ListEnd.HEAD, BlockingTimeout.nextMillis(args));
    }

    /** What is answered with elements of the list at a key. */
    @FunctionalInterface
    private interface Taking {
        Reply from(Bytes key, ListValue list);
    }

    private record Pop(List<Bytes> keys, long timeoutMillis, ListEnd end, Taking taking) implements Handler.Attempt {
        @Override
        public Class<ListValue> type() {
            return ListValue.class;
        }

        @Override
        public @Nullable Bytes destination() {
            return null;
        }

        @Override
        public @Nullable Reply on(Keyspaces keyspaces, Bytes key) {
            ListValue list = keyspaces.of(key).update(key, ListValue.class, end.popped());
            return list == null ? null : taking.from(key, list);
        }

        @Override
        public Reply nothing() {
            return Reply.NULL_ARRAY;
        }
    }

    private record Move(Bytes source, ListEnd from, Bytes destination, ListEnd to, long timeoutMillis)
            implements Handler.Attempt {
        @Override
        public List<Bytes> keys() {
            return List.of(source);
        }

        @Override
        public Class<ListValue> type() {
            return ListValue.class;
        }

        @Override
        public @Nullable Reply on(Keyspaces keyspaces, Bytes key) {
            Reply reply = ListMoveCommands.move(keyspaces, source, from, destination, to);
            return reply == Reply.NULL ? null : reply;
        }

        @Override
        public Reply nothing() {
            return Reply.NULL;
        }
    }
}
