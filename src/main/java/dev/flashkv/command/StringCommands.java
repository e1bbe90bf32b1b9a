package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.STRING;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.INSERT;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * The string commands: the table first, then the handlers in the table's order. Those that count are {@link
 * NumberCommands}.
 */
final class StringCommands {
    static final List<CommandSpec> TABLE = List.of(
            STRING.command("APPEND key value")
                    .arity(3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, INSERT))
                    .since("2.0.0")
                    .complexity("O(N) with N the length of the value, amortized")
                    .summary("Adds to the end of a string, which is created when the key is absent.")
                    .onShard(StringCommands::append),
            STRING.command("GET key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Returns the string stored at a key.")
                    .onShard(StringCommands::get),
            STRING.command("GETDEL key")
                    .arity(2)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, ACCESS, DELETE))
                    .since("6.2.0")
                    .complexity("O(1)")
                    .summary("Returns the string stored at a key and deletes the key.")
                    .onShard(StringCommands::getdel),
            STRING.command("GETEX key [EX seconds|PX milliseconds|EXAT unix-time-seconds"
                            + "|PXAT unix-time-milliseconds|PERSIST]")
                    .arity(-2)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE).note("Changes the key's expiry, not its value"))
                    .since("6.2.0")
                    .complexity("O(1)")
                    .summary("Returns the string stored at a key and sets or removes the key's expiry.")
                    .onShard(StringCommands::getex),
            STRING.command("GETRANGE key start end")
                    .arity(4)
                    .flags(READONLY)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("2.4.0")
                    .complexity("O(N) with N the length of the part returned")
                    .summary("Returns the part of a string between two positions, both included.")
                    .onShard(StringCommands::getrange),
            STRING.command("GETSET key value")
                    .arity(3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Stores a string at a key and returns the one that was there.")
                    .deprecated("6.2.0", "`SET` with the `GET` option")
                    .onShard(StringCommands::getset),
            STRING.command("MGET key [key ...]")
                    .arity(-2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.all(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of keys")
                    .summary("Returns the strings stored at several keys, all as of one instant.")
                    .tips("request_policy:multi_shard")
                    .acrossShards(StringCommands::mget),
            STRING.command("MSET key value [key value ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.pairs(OW, UPDATE))
                    .since("1.0.1")
                    .complexity("O(N) with N the number of keys")
                    .summary("Stores several strings at several keys at one instant.")
                    .tips("request_policy:multi_shard", "response_policy:all_succeeded")
                    .acrossShards(StringCommands::mset),
            STRING.command("MSETNX key value [key value ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.pairs(OW, INSERT))
                    .since("1.0.1")
                    .complexity("O(N) with N the number of keys")
                    .summary("Stores several strings at several keys at one instant, unless one of the keys exists.")
                    .tips("request_policy:multi_shard", "response_policy:agg_min")
                    .acrossShards(StringCommands::msetnx),
            STRING.command("PSETEX key milliseconds value")
                    .arity(4)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(OW, UPDATE))
                    .since("2.6.0")
                    .complexity("O(1)")
                    .summary("Stores a string at a key that expires after so many milliseconds.")
                    .onShard(StringCommands::psetex),
            STRING.command("SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds"
                            + "|PXAT unix-time-milliseconds|KEEPTTL]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE)
                            .without("GET", 3, OW, UPDATE)
                            .note("The old value is read only with `GET`"))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Stores a string at a key, whatever it held before, and may set its expiry.")
                    .onShard(StringCommands::set),
            STRING.command("SETEX key seconds value")
                    .arity(4)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(OW, UPDATE))
                    .since("2.0.0")
                    .complexity("O(1)")
                    .summary("Stores a string at a key that expires after so many seconds.")
                    .onShard(StringCommands::setex),
            STRING.command("SETNX key value")
                    .arity(3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(OW, INSERT))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Stores a string at a key, unless the key exists.")
                    .onShard(StringCommands::setnx),
            STRING.command("SETRANGE key offset value")
                    .arity(4)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("2.2.0")
                    .complexity("O(N) with N the length of the value and of the gap before it")
                    .summary("Overwrites a part of a string, which grows as needed.")
                    .onShard(StringCommands::setrange),
            STRING.command("STRLEN key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO))
                    .since("2.2.0")
                    .complexity("O(1)")
                    .summary("Returns the length of a string in bytes.")
                    .onShard(StringCommands::strlen),
            STRING.command("SUBSTR key start end")
                    .arity(4)
                    .flags(READONLY)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(N) with N the length of the part returned")
                    .summary("The old name of GETRANGE.")
                    .deprecated("2.0.0", "`GETRANGE`")
                    .onShard(StringCommands::getrange));

    private StringCommands() {}

    /** Integer: the length after. */
    private static Reply append(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Bytes suffix = args.next();
        StringValue value = keyspace.find(key, StringValue.class);
        if (value == null) {
            keyspace.put(key, StringValue.of(suffix), KeyEvent.APPEND);
            return Reply.integer(suffix.length());
        }
        checkLength(keyspace, value.length(), suffix.length());
        return putChanged(keyspace, key, keyspace.change(value, KeyEvent.APPEND).append(suffix), KeyEvent.APPEND);
    }

    /** Bulk: the string; null when the key is absent. */
    private static Reply get(Keyspace keyspace, Args args) {
        return stringAt(keyspace, args.next());
    }

    /** Bulk: the string; null when the key was absent. */
    private static Reply getdel(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Reply value = stringAt(keyspace, key);
        if (value != Reply.NULL) {
            keyspace.remove(key);
        }
        return value;
    }

    /** Bulk: the string; null when the key is absent. */
    private static Reply getex(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        ExpireOption expire = new ExpireOption("PERSIST");
        while (args.hasNext()) {
            if (!expire.acceptNext(args)) {
                return Errors.SYNTAX;
            }
        }
        Reply value = stringAt(keyspace, key);
        if (value == Reply.NULL) {
            return value;
        }
        long deadlineMillis = expire.deadlineMillis(keyspace.nowMillis(), "getex");
        if (deadlineMillis != Keyspace.NO_DEADLINE) {
            keyspace.expireAt(key, deadlineMillis);
        } else if (expire.hasWord()) {
            keyspace.persist(key);
        }
        return value;
    }

    /** Bulk: the part; empty when there is none, or no key. */
    private static Reply getrange(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        long start = args.nextLong();
        long end = args.nextLong();
        StringValue value = keyspace.read(key, StringValue.class);
        if (value == null || (start < 0 && end < 0 && start > end)) {
            return Reply.EMPTY_BULK;
        }
        // An end too far below zero is position 0 here, unlike in LRANGE, where it is before the first.
        long length = value.length();
        long from = Math.max(0, start < 0 ? start + length : start);
        long to = Math.min(length - 1, Math.max(0, end < 0 ? end + length : end));
        return from > to ? Reply.EMPTY_BULK : Reply.bulk(value.bytes().slice((int) from, (int) to + 1));
    }

    /** Bulk: the string before; null when the key was absent. */
    private static Reply getset(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Reply old = stringAt(keyspace, key);
        keyspace.put(key, StringValue.of(args.next()), KeyEvent.SET);
        return old;
    }

    /** Array of Bulk: the strings; null for each key that is absent or no string. */
    private static Reply mget(Keyspaces keyspaces, Args args) {
        List<Reply> values = new ArrayList<>(args.remaining());
        while (args.hasNext()) {
            Bytes key = args.next();
            Value value = keyspaces.of(key).read(key, Value.class);
            values.add(value instanceof StringValue string ? Reply.bulk(string.bytes()) : Reply.NULL);
        }
        return Reply.array(values);
    }

    /** Status OK. */
    private static Reply mset(Keyspaces keyspaces, Args args) {
        checkPairs(args, "mset");
        while (args.hasNext()) {
            Bytes key = args.next();
            keyspaces.of(key).put(key, StringValue.of(args.next()), KeyEvent.SET);
        }
        return Reply.OK;
    }

    /** Integer: 1 when all were stored, 0 when none, as a key existed. */
    private static Reply msetnx(Keyspaces keyspaces, Args args) {
        checkPairs(args, "msetnx");
        for (int i = 1; i < args.count(); i += 2) {
            Bytes key = args.get(i);
            if (keyspaces.of(key).find(key, Value.class) != null) {
                return Reply.ZERO;
            }
        }
        mset(keyspaces, args);
        return Reply.ONE;
    }

    /** Status OK. */
    private static Reply psetex(Keyspace keyspace, Args args) {
        return setExpiring(keyspace, args, ExpireTime.PX, "psetex");
    }

    /** Status OK, or null when NX or XX forbade it; with GET Bulk: the string before, null when the key was absent. */
    private static Reply set(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Bytes value = args.next();
        if (!args.hasNext()) {
            keyspace.put(key, StringValue.of(value), KeyEvent.SET);
            return Reply.OK;
        }
        SetOptions options = SetOptions.parse(args);
        long deadlineMillis = options.expire().deadlineMillis(keyspace.nowMillis(), "set");
        Reply old = options.isGet() ? stringAt(keyspace, key) : Reply.NULL;
        if (!options.allows(keyspace.find(key, Value.class) != null)) {
            return old;
        }
        if (options.expire().hasWord()) {
            keyspace.putKeepingDeadline(key, StringValue.of(value), KeyEvent.SET);
        } else {
            keyspace.putAndExpire(key, StringValue.of(value), deadlineMillis, KeyEvent.SET);
        }
        return options.isGet() ? old : Reply.OK;
    }

    /** Status OK. */
    private static Reply setex(Keyspace keyspace, Args args) {
        return setExpiring(keyspace, args, ExpireTime.EX, "setex");
    }

    /** Integer: 1 when the string was stored, 0 when the key existed. */
    private static Reply setnx(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        if (keyspace.find(key, Value.class) != null) {
            return Reply.ZERO;
        }
        keyspace.put(key, StringValue.of(args.next()), KeyEvent.SET);
        return Reply.ONE;
    }

    /** Integer: the length after. */
    private static Reply setrange(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        long offset = args.nextLong();
        Bytes patch = args.next();
        if (offset < 0) {
            return Errors.OFFSET_OUT_OF_RANGE;
        }
        StringValue value = keyspace.find(key, StringValue.class);
        if (patch.isEmpty()) {
            return Reply.integer(value == null ? 0 : value.length());
        }
        checkLength(keyspace, offset, patch.length());
        if (value == null) {
            StringValue created = StringValue.zeros((int) offset + patch.length());
            keyspace.put(key, created.withRange((int) offset, patch), KeyEvent.SETRANGE);
            return Reply.integer(created.length());
        }
        StringValue changed = keyspace.change(value, KeyEvent.SETRANGE).withRange((int) offset, patch);
        return putChanged(keyspace, key, changed, KeyEvent.SETRANGE);
    }

    /** Integer: the length; 0 when the key is absent. */
    private static Reply strlen(Keyspace keyspace, Args args) {
        StringValue value = keyspace.read(args.next(), StringValue.class);
        return value == null ? Reply.ZERO : Reply.integer(value.length());
    }

    private static Reply stringAt(Keyspace keyspace, Bytes key) {
        Bytes value = keyspace.readString(key);
        return value == null ? Reply.NULL : Reply.bulk(value);
    }

    private static Reply setExpiring(Keyspace keyspace, Args args, ExpireTime time, String command) {
        Bytes key = args.next();
        long deadlineMillis = time.deadlineMillis(args.next(), keyspace.nowMillis(), command);
        keyspace.putAndExpire(key, StringValue.of(args.next()), deadlineMillis, KeyEvent.SET);
        return Reply.OK;
    }

    private static Reply putChanged(Keyspace keyspace, Bytes key, StringValue changed, KeyEvent event) {
        keyspace.putKeepingDeadline(key, changed, event);
        return Reply.integer(changed.length());
    }

    /** Ends the command if there is a key without a value. */
    private static void checkPairs(Args args, String command) {
        if (args.remaining() % 2 != 0) {
            throw new CommandException(Errors.wrongArity(command));
        }
    }

    /** Ends the command if a string of {@code length} bytes and {@code more} would be too long. */
    private static void checkLength(Keyspace keyspace, long length, int more) {
        long lengthMax = Math.min(keyspace.limits().bulkBytesMax(), StringValue.LENGTH_MAX);
        if (length > lengthMax - more) {
            throw new CommandException(Errors.STRING_TOO_LONG);
        }
    }
}
