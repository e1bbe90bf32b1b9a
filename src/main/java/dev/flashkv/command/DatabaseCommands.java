package dev.flashkv.command;

import static dev.flashkv.command.AclCategory.DANGEROUS;
import static dev.flashkv.command.AclCategory.KEYSPACE;
import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.CommandGroup.SERVER;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The commands that reach into other databases: the table first, then the handlers in the table's order. */
final class DatabaseCommands {
    static final List<CommandSpec> TABLE = List.of(
            GENERIC.command("COPY source destination [DB destination-db] [REPLACE]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RO, ACCESS).and(KeySpec.range(2, 2, 1, OW, UPDATE)))
                    .since("6.2.0")
                    .complexity("O(N) with N the length of the value")
                    .summary("Copies a key's value and expiry to another key, which may be in another database.")
                    .acrossShards(DatabaseCommands::copy),
            GENERIC.command("MOVE key db")
                    .arity(3)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Moves a key to another database, unless there is such a key already.")
                    .acrossShards(DatabaseCommands::move),
            SERVER.command("SWAPDB index1 index2")
                    .arity(3)
                    .flags(WRITE, FAST)
                    .categories(KEYSPACE, DANGEROUS)
                    .since("4.0.0")
                    .complexity("O(1)")
                    .summary("Exchanges all keys of two databases at one instant.")
                    .onAllShards(DatabaseCommands::swapdb));

    private static final Reply.ErrorReply SAME_OBJECT = Reply.error("ERR source and destination objects are the same");
    private static final Reply.ErrorReply BAD_FIRST = Reply.error("ERR invalid first DB index");
    private static final Reply.ErrorReply BAD_SECOND = Reply.error("ERR invalid second DB index");

    private DatabaseCommands() {}

    /** Integer: 1 when the key was copied, 0 when there is none, or a destination that must not be replaced. */
    private static Reply copy(Keyspaces keyspaces, Args args) {
        Bytes from = args.next();
        Bytes to = args.next();
        int database = keyspaces.selected();
        boolean replace = false;
        while (args.hasNext()) {
            if (args.nextIs("REPLACE")) {
                replace = true;
            } else if (args.remaining() >= 2 && args.nextIs("DB")) {
                database = DatabaseIndex.next(args, databaseCount(keyspaces));
            } else {
                return Errors.SYNTAX;
            }
        }
        if (database == keyspaces.selected() && from.equals(to)) {
            return SAME_OBJECT;
        }
        Keyspace source = keyspaces.of(from);
        Value value = source.read(from, Value.class);
        if (value == null) {
            return Reply.ZERO;
        }
        long deadlineMillis = source.deadlineMillis(from);
        Keyspace target = keyspaces.databasesOf(to).get(database);
        if (target.find(to, Value.class) != null) {
            if (!replace) {
                return Reply.ZERO;
            }
            // The copy is a new key: how the one before was used is forgotten.
            target.take(to);
        }
        target.put(to, value.copy(), deadlineMillis, KeyEvent.COPY_TO);
        return Reply.ONE;
    }

    /** Integer: 1 when the key was moved, 0 when there is none, or one of that name in the other database. */
    private static Reply move(Keyspaces keyspaces, Args args) {
        Bytes key = args.next();
        int database = DatabaseIndex.next(args, databaseCount(keyspaces));
        if (database == keyspaces.selected()) {
            return SAME_OBJECT;
        }
        Keyspace source = keyspaces.of(key);
        Keyspace target = keyspaces.databasesOf(key).get(database);
        if (source.find(key, Value.class) == null || target.find(key, Value.class) != null) {
            return Reply.ZERO;
        }
        source.move(key, target, key, KeyEvent.MOVE_FROM, KeyEvent.MOVE_TO);
        return Reply.ONE;
    }

    /** OK. */
    private static Reply swapdb(Keyspaces keyspaces, Client client, Args args) {
        long first = args.nextLong(Integer.MIN_VALUE, Integer.MAX_VALUE, BAD_FIRST);
        long second = args.nextLong(Integer.MIN_VALUE, Integer.MAX_VALUE, BAD_SECOND);
        int one = DatabaseIndex.checked(first, databaseCount(keyspaces));
        int other = DatabaseIndex.checked(second, databaseCount(keyspaces));
        keyspaces.databases().forEach(each -> each.swap(one, other));
        return Reply.OK;
    }

    private static int databaseCount(Keyspaces keyspaces) {
        return keyspaces.all().get(0).limits().databaseCount();
    }
}
