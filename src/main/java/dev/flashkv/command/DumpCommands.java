package dev.flashkv.command;

import static dev.flashkv.command.AclCategory.DANGEROUS;
import static dev.flashkv.command.AclCategory.KEYSPACE;
import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.rdb.DumpPayload;
import dev.flashkv.rdb.RdbFormatException;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The commands that carry values as bytes: the table first, then the handlers in the table's order. */
final class DumpCommands {
    static final List<CommandSpec> TABLE = List.of(
            GENERIC.command("DUMP key")
                    .arity(2)
                    .flags(READONLY)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("2.6.0")
                    .complexity("O(N) with N the length of the value")
                    .summary("Returns a key's value as bytes that RESTORE takes, here or at a redis-server.")
                    .tips("nondeterministic_output")
                    .onShard(DumpCommands::dump),
            GENERIC.command("RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]")
                    .arity(-4)
                    .flags(WRITE, DENYOOM)
                    .categories(KEYSPACE, DANGEROUS)
                    .keys(KeySpec.first(OW, UPDATE))
                    .since("2.6.0")
                    .complexity("O(N) with N the length of the value")
                    .summary("Stores a value at a key from bytes that DUMP returned, here or at a redis-server.")
                    .onShard(DumpCommands::restore));

    private static final Reply.ErrorReply BUSY_KEY = Reply.error("BUSYKEY Target key name already exists.");
    private static final Reply.ErrorReply BAD_TTL = Reply.error("ERR Invalid TTL value, must be >= 0");
    private static final Reply.ErrorReply BAD_IDLE_TIME = Reply.error("ERR Invalid IDLETIME value, must be >= 0");
    private static final Reply.ErrorReply BAD_FREQUENCY =
            Reply.error("ERR Invalid FREQ value, must be >= 0 and <= 255");
    private static final Reply.ErrorReply NOT_INTACT = Reply.error("ERR DUMP payload version or checksum are wrong");
    private static final Reply.ErrorReply BAD_DATA = Reply.error("ERR Bad data format");

    private static final long UNSAID = -1;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long FREQUENCY_MAX = 255;

    private DumpCommands() {}

    private static final class RestoreOptions {
        private boolean replace;
        private boolean absolute;
        private long idleSeconds = UNSAID;
        private long frequency = UNSAID;

        /** Negative when nothing is said of it. */
        long idleMillis() {
            return idleSeconds == UNSAID
                    ? UNSAID
                    : Math.min(idleSeconds, Long.MAX_VALUE / MILLIS_PER_SECOND) * MILLIS_PER_SECOND;
        }

        static RestoreOptions parse(Args args) {
            RestoreOptions options = new RestoreOptions();
            while (args.hasNext()) {
                if (args.nextIs("REPLACE")) {
                    options.replace = true;
                } else if (args.nextIs("ABSTTL")) {
                    options.absolute = true;
                } else if (args.remaining() > 1 && options.frequency == UNSAID && args.nextIs("IDLETIME")) {
                    options.idleSeconds = notNegative(args.next(), Long.MAX_VALUE, BAD_IDLE_TIME);
                } else if (args.remaining() > 1 && options.idleSeconds == UNSAID && args.nextIs("FREQ")) {
                    options.frequency = notNegative(args.next(), FREQUENCY_MAX, BAD_FREQUENCY);
                } else {
                    throw new CommandException(Errors.SYNTAX);
                }
            }
            return options;
        }
    }

    /** Bulk: the value as bytes; null when the key is absent. */
    private static Reply dump(Keyspace keyspace, Args args) {
        Value value = keyspace.read(args.next(), Value.class);
        return value == null
                ? Reply.NULL
                : Reply.bulk(DumpPayload.of(value, keyspace.limits().packedBytesMax()));
    }

    /** Status OK. */
    private static Reply restore(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        Bytes ttl = args.next();
        Bytes payload = args.next();
        RestoreOptions options = RestoreOptions.parse(args);
        if (!options.replace && keyspace.find(key, Value.class) != null) {
            return BUSY_KEY;
        }
        long ttlMillis = notNegative(ttl, Long.MAX_VALUE, BAD_TTL);
        if (!DumpPayload.isIntact(payload)) {
            return NOT_INTACT;
        }
        Value value = read(payload, Math.min(keyspace.limits().bulkBytesMax(), StringValue.LENGTH_MAX));
        // As in Redis, so long a time wraps round to the past.
        long deadlineMillis = options.absolute ? ttlMillis : ttlMillis + keyspace.nowMillis();
        if (ttlMillis != 0 && deadlineMillis <= keyspace.nowMillis()) {
            keyspace.remove(key);
            return Reply.OK;
        }
        // What is stored is a new key, whose uses begin with this one.
        keyspace.take(key);
        keyspace.put(key, value, ttlMillis == 0 ? Keyspace.NO_DEADLINE : deadlineMillis, KeyEvent.RESTORE);
        keyspace.restoreUse(key, options.idleMillis(), (int) options.frequency);
        return Reply.OK;
    }

    private static Value read(Bytes payload, long stringLengthMax) {
        try {
            return DumpPayload.read(payload, stringLengthMax);
        } catch (RdbFormatException e) {
            throw new CommandException(BAD_DATA);
        }
    }

    private static long notNegative(Bytes argument, long max, Reply.ErrorReply otherwise) {
        if (!Numbers.isLong(argument)) {
            throw new CommandException(Errors.NOT_AN_INTEGER);
        }
        long number = Numbers.parseLong(argument);
        if (number < 0 || number > max) {
            throw new CommandException(otherwise);
        }
        return number;
    }
}
