package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.INSERT;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RM;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import dev.flashkv.data.ValueType;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands for keys of any type: the table first, then the handlers in the table's order. Those about expiry are
 * {@link ExpireCommands}.
 */
final class KeyCommands {
    static final List<CommandSpec> TABLE = List.of(
            GENERIC.command("DEL key [key ...]")
                    .arity(-2)
                    .flags(WRITE)
                    .keys(KeySpec.all(RM, DELETE))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of keys")
                    .summary("Deletes keys.")
                    .tips("request_policy:multi_shard", "response_policy:agg_sum")
                    .acrossShards(KeyCommands::del),
            GENERIC.command("EXISTS key [key ...]")
                    .arity(-2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.all(RO))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of keys")
                    .summary("Counts how many of the keys exist; one named twice counts twice.")
                    .tips("request_policy:multi_shard", "response_policy:agg_sum")
                    .acrossShards(KeyCommands::exists),
            GENERIC.command("KEYS pattern")
                    .arity(2)
                    .flags(READONLY)
                    .since("1.0.0")
                    .complexity("O(N) with N the number of all keys")
                    .summary("Returns all keys that match a glob pattern.")
                    .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                    .tips("request_policy:all_shards", "nondeterministic_output_order")
                    .onAllShards(KeyCommands::keys),
            GENERIC.command("RANDOMKEY")
                    .arity(1)
                    .flags(READONLY)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Returns a key at random, each as likely as any other.")
                    .tips("request_policy:all_shards", "nondeterministic_output")
                    .onAllShards(KeyCommands::randomkey),
            GENERIC.command("RENAME key newkey")
                    .arity(3)
                    .flags(WRITE)
                    .keys(KeySpec.first(RW, ACCESS, DELETE).and(KeySpec.range(2, 2, 1, OW, UPDATE)))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Gives a key another name; a key that had that name before is lost.")
                    .acrossShards(KeyCommands::rename),
            GENERIC.command("RENAMENX key newkey")
                    .arity(3)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, ACCESS, DELETE).and(KeySpec.range(2, 2, 1, OW, INSERT)))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Gives a key another name, unless a key has that name already.")
                    .acrossShards(KeyCommands::renamenx),
            GENERIC.command("SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]")
                    .arity(-2)
                    .flags(READONLY)
                    .since("2.8.0")
                    .complexity("O(COUNT) for a call, O(N) for a whole scan with N the number of all keys")
                    .summary("Returns the keys step by step, together with the cursor for the next step.")
                    .tips("nondeterministic_output", "request_policy:special")
                    .alongShards(KeyCommands::scan),
            GENERIC.command("TOUCH key [key ...]")
                    .arity(-2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.all(RO))
                    .since("3.2.1")
                    .complexity("O(N) with N the number of keys")
                    .summary("Marks keys as just used and counts how many of them exist.")
                    .tips("request_policy:multi_shard", "response_policy:agg_sum")
                    .acrossShards(KeyCommands::touch),
            GENERIC.command("TYPE key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Returns the type of a key's value.")
                    .onShard(KeyCommands::type),
            GENERIC.command("UNLINK key [key ...]")
                    .arity(-2)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.all(RM, DELETE))
                    .since("4.0.0")
                    .complexity("O(N) with N the number of keys, whatever they hold")
                    .summary("Deletes keys; their memory is reclaimed in the background.")
                    .tips("request_policy:multi_shard", "response_policy:agg_sum")
                    .acrossShards(KeyCommands::del));

    private static final Reply NONE = Reply.status("none");

    private KeyCommands() {}

    /** Integer: how many of the keys there were. */
    private static Reply del(Keyspaces keyspaces, Args args) {
        return count(keyspaces, args, Keyspace::remove);
    }

    /** Integer: how many of the keys there are. */
    private static Reply exists(Keyspaces keyspaces, Args args) {
        return count(keyspaces, args, Keyspace::exists);
    }

    /** Array of Bulk: the keys, in no order. */
    private static Reply keys(Keyspaces keyspaces, Client client, Args args) {
        KeyPattern pattern = new KeyPattern(args.next());
        List<Reply> keys = new ArrayList<>();
        for (Keyspace keyspace : keyspaces.all()) {
            keyspace.allKeys().forEach(key -> {
                if (pattern.matches(key)) {
                    keys.add(Reply.bulk(key));
                }
            });
        }
        return Reply.array(keys);
    }

    /** Bulk: a key; null when there is none. */
    private static Reply randomkey(Keyspaces keyspaces, Client client, Args args) {
        List<Keyspace> all = keyspaces.all();
        long size = sizeOf(all);
        while (size > 0) {
            Bytes key = keyAt(all, all.get(0).randomBelow(size));
            if (key != null) {
                return Reply.bulk(key);
            }
            // It had expired and has just been removed.
            size--;
        }
        return Reply.NULL;
    }

    /** Status OK. */
    private static Reply rename(Keyspaces keyspaces, Args args) {
        Bytes from = args.next();
        Bytes to = args.next();
        checkPresent(keyspaces, from);
        if (!from.equals(to)) {
            move(keyspaces, from, to);
        }
        return Reply.OK;
    }

    /** Integer: 1 when the key was renamed, 0 when the new name was taken. */
    private static Reply renamenx(Keyspaces keyspaces, Args args) {
        Bytes from = args.next();
        Bytes to = args.next();
        checkPresent(keyspaces, from);
        if (from.equals(to) || keyspaces.of(to).find(to, Value.class) != null) {
            return Reply.ZERO;
        }
        move(keyspaces, from, to);
        return Reply.ONE;
    }

    /** Array of Bulk: the next cursor, 0 at the end; and Array of Bulk: keys. */
    private static Handler.Walk scan(Args args, int shardCount) {
        return KeyScan.parse(args, shardCount);
    }

    /** Integer: how many of the keys there are. */
    private static Reply touch(Keyspaces keyspaces, Args args) {
        return count(keyspaces, args, Keyspace::touch);
    }

    /** Status: the type's name; none when the key is absent. */
    private static Reply type(Keyspace keyspace, Args args) {
        ValueType type = keyspace.typeOf(args.next());
        return type == null ? NONE : Reply.status(type.redisName());
    }

    private static Reply count(Keyspaces keyspaces, Args args, BiPredicate<Keyspace, Bytes> counts) {
        long count = 0;
        while (args.hasNext()) {
            Bytes key = args.next();
            if (counts.test(keyspaces.of(key), key)) {
                count++;
            }
        }
        return Reply.integer(count);
    }

    private static long sizeOf(List<Keyspace> keyspaces) {
        return keyspaces.stream()
                .mapToLong(keyspace -> keyspace.allKeys().size())
                .sum();
    }

    /** The key at that place of all keyspaces' keys taken together; null when it has expired. */
    private static @Nullable Bytes keyAt(List<Keyspace> keyspaces, long place) {
        long rest = place;
        for (Keyspace keyspace : keyspaces) {
            if (rest < keyspace.allKeys().size()) {
                return keyspace.allKeys().at((int) rest);
            }
            rest -= keyspace.allKeys().size();
        }
        throw new IllegalStateException("no such place: " + place);
    }

    /** Ends the command if there is no such key. */
    private static void checkPresent(Keyspaces keyspaces, Bytes key) {
        if (keyspaces.of(key).find(key, Value.class) == null) {
            throw new CommandException(Errors.NO_SUCH_KEY);
        }
    }

    private static void move(Keyspaces keyspaces, Bytes from, Bytes to) {
        keyspaces.of(from).move(from, keyspaces.of(to), to, KeyEvent.RENAME_FROM, KeyEvent.RENAME_TO);
    }
}
