package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.EvictionPolicy.Order;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.rdb.DumpPayload;
import dev.flashkv.rdb.RdbFormatException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The subcommands of DEBUG that are about keys and values. */
final class DebugDataset {
    private static final Reply.ErrorReply RELOAD_OPTIONS =
            Reply.error("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
    private static final Reply.ErrorReply NO_FILE =
            Reply.error("ERR FlashKV keeps nothing on disk yet, so that there is nothing to load");
    private static final Reply.ErrorReply BAD_THRESHOLD =
            Reply.error("ERR argument must be a memory value bigger than 1 and smaller than 4gb");

    /** What Redis allows, in bytes: a megabyte less than four gigabytes. */
    private static final long PACKED_BYTES_MAX = (1L << 32) - (1L << 20);

    private static final int LRU_CLOCK_MASK = 0xffffff;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final long UNSAID = -1;

    private DebugDataset() {}

    /** Status: the digest of all keys of all databases. */
    static Reply digest(Keyspaces keyspaces, Client client, Args args) {
        return Reply.status(KeyspaceDigest.ofAll(keyspaces.databases()));
    }

    /** Array of statuses: the digest of each key's value, zeros where there is none. */
    static Reply digestValue(Keyspaces keyspaces, Client client, Args args) {
        List<Reply> digests = new ArrayList<>();
        while (args.hasNext()) {
            Bytes key = args.next();
            digests.add(Reply.status(KeyspaceDigest.ofValue(keyspaces.of(key), key)));
        }
        return Reply.array(digests);
    }

    /** Status: how a key's value is stored. Lists are described as DUMP writes them. */
    static Reply object(Keyspaces keyspaces, Client client, Args args) {
        Bytes key = args.next();
        Keyspace keyspace = keyspaces.of(key);
        Value value = keyspace.peek(key);
        if (value == null) {
            return Errors.NO_SUCH_KEY;
        }
        long packedBytesMax = keyspace.limits().packedBytesMax();
        long idleSeconds = keyspace.idleMillis(key) / MILLIS_PER_SECOND;
        StringBuilder text = new StringBuilder("Value at:0x");
        text.append(Integer.toHexString(System.identityHashCode(value)));
        text.append(" refcount:").append(ObjectCommands.referenceCount(value, keyspace.limits()));
        text.append(" encoding:").append(value.encoding());
        text.append(" serializedlength:").append(DumpPayload.contentLength(DumpPayload.of(value, packedBytesMax)));
        text.append(" lru:").append((keyspace.nowMillis() / MILLIS_PER_SECOND - idleSeconds) & LRU_CLOCK_MASK);
        text.append(" lru_seconds_idle:").append(idleSeconds);
        if (value instanceof ListValue list) {
            DumpPayload.Nodes nodes = DumpPayload.nodesOf(list, packedBytesMax);
            text.append(" ql_nodes:").append(nodes.count());
            text.append(String.format(Locale.ROOT, " ql_avg_node:%.2f", (double) list.size() / nodes.count()));
            text.append(" ql_listpack_max:-2 ql_compressed:0 ql_uncompressed_size:")
                    .append(nodes.bytes());
        }
        return Reply.status(text.toString());
    }

    /** OK. */
    static Reply quicklistPackedThreshold(Keyspaces keyspaces, Client client, Args args) {
        long bytes = MemorySize.parse(args.next().toString());
        if (bytes < 0 || bytes > PACKED_BYTES_MAX) {
            return BAD_THRESHOLD;
        }
        limitsOf(keyspaces).packedBytesMax(bytes == 0 ? Limits.PACKED_BYTES_DEFAULT : bytes);
        return Reply.OK;
    }

    /**
     * OK, after each key's value has been written as bytes and read from them again, expiries staying; keys that have
     * expired are gone. There is no file in between, so the options that Redis has for that change nothing.
     */
    static Reply reload(Keyspaces keyspaces, Client client, Args args) {
        boolean save = true;
        while (args.hasNext()) {
            if (args.nextIs("NOSAVE")) {
                save = false;
            } else if (!args.nextIs("NOFLUSH") && !args.nextIs("MERGE")) {
                return RELOAD_OPTIONS;
            }
        }
        if (!save) {
            return NO_FILE;
        }
        for (Databases shard : keyspaces.databases()) {
            shard.forEach(DebugDataset::reload);
        }
        return Reply.OK;
    }

    private static void reload(Keyspace keyspace) {
        keyspace.allKeys().sweep(Integer.MAX_VALUE);
        boolean byRecency = keyspace.limits().evictionPolicy().order() == Order.RECENCY;
        List<Bytes> keys = new ArrayList<>(keyspace.allKeys().size());
        keyspace.allKeys().forEach(keys::add);
        for (Bytes key : keys) {
            Value value = keyspace.peek(key);
            if (value != null) {
                // As much of the uses as Redis writes to its file: what the policy goes by.
                long idleMillis = byRecency ? keyspace.idleMillis(key) : UNSAID;
                int frequency = keyspace.frequency(key);
                keyspace.putKeepingDeadline(key, reloaded(value, keyspace.limits()), null);
                keyspace.restoreUse(key, idleMillis, frequency);
            }
        }
    }

    private static Value reloaded(Value value, Limits limits) {
        try {
            return DumpPayload.read(DumpPayload.of(value, limits.packedBytesMax()), StringValue.LENGTH_MAX);
        } catch (RdbFormatException e) {
            throw new IllegalStateException("what is written can't be read", e);
        }
    }

    /** OK. */
    static Reply setActiveExpire(Keyspaces keyspaces, Client client, Args args) {
        limitsOf(keyspaces).activeExpiry(leadingInteger(args.next()) != 0);
        return Reply.OK;
    }

    /** The integer that the text begins with, else 0, as C's atoi reads it; beyond nine digits just not 0. */
    private static long leadingInteger(Bytes text) {
        String digits = text.toString().strip().replaceFirst("(?s)^[+-]?([0-9]{1,9}).*", "$1");
        return digits.matches("[0-9]+") ? Long.parseLong(digits) : 0;
    }

    private static Limits limitsOf(Keyspaces keyspaces) {
        return keyspaces.all().get(0).limits();
    }
}
