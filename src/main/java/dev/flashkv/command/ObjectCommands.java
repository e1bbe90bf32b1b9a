package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.KeySpec.Access.RO;

import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.EvictionPolicy.Order;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.reply.Reply;
import java.util.List;

/** OBJECT, which looks at keys without using them: the table first, then the handlers in the table's order. */
final class ObjectCommands {
    static final List<CommandSpec> TABLE = List.of(GENERIC.command("OBJECT")
            .arity(-2)
            .since("2.2.3")
            .complexity("That of the subcommand")
            .summary("Shows how a key is stored and used.")
            .container(
                    GENERIC.command("OBJECT|ENCODING key")
                            .arity(3)
                            .flags(READONLY)
                            .keys(KeySpec.range(2, 2, 1, RO))
                            .since("2.2.3")
                            .complexity("O(1)")
                            .summary("Returns how a key's value is stored.")
                            .tips("nondeterministic_output")
                            .onShard(ObjectCommands::encoding),
                    GENERIC.command("OBJECT|FREQ key")
                            .arity(3)
                            .flags(READONLY)
                            .keys(KeySpec.range(2, 2, 1, RO))
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Returns how often a key is used, on a logarithmic scale, under an LFU policy.")
                            .tips("nondeterministic_output")
                            .onShard(ObjectCommands::freq),
                    GENERIC.command("OBJECT|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("6.2.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(ObjectCommands::help),
                    GENERIC.command("OBJECT|IDLETIME key")
                            .arity(3)
                            .flags(READONLY)
                            .keys(KeySpec.range(2, 2, 1, RO))
                            .since("2.2.3")
                            .complexity("O(1)")
                            .summary(
                                    "Returns for how many seconds a key has not been used, unless under an LFU policy.")
                            .tips("nondeterministic_output")
                            .onShard(ObjectCommands::idletime),
                    GENERIC.command("OBJECT|REFCOUNT key")
                            .arity(3)
                            .flags(READONLY)
                            .keys(KeySpec.range(2, 2, 1, RO))
                            .since("2.2.3")
                            .complexity("O(1)")
                            .summary("Returns how many references there are to a key's value.")
                            .tips("nondeterministic_output")
                            .onShard(ObjectCommands::refcount)));

    private static final String TAKES_TIME = " Please note that when switching between policies at runtime LRU and LFU"
            + " data will take some time to adjust.";

    private static final Reply NO_FREQUENCY =
            Reply.error("ERR An LFU maxmemory policy is not selected, access frequency not tracked." + TAKES_TIME);

    private static final Reply NO_IDLE_TIME =
            Reply.error("ERR An LFU maxmemory policy is selected, idle time not tracked." + TAKES_TIME);

    /* Redis has one object for all values of a small integer and counts it as referred to by everybody. */
    private static final int SHARED_INTEGERS = 10_000;

    private static final int MILLIS_PER_SECOND = 1000;

    private ObjectCommands() {}

    /** Bulk: the encoding's name; null when the key is absent. */
    private static Reply encoding(Keyspace keyspace, Args args) {
        Value value = keyspace.peek(args.next());
        return value == null ? Reply.NULL : Reply.bulk(value.encoding());
    }

    /** Integer: from 0 to 255; null when the key is absent. */
    private static Reply freq(Keyspace keyspace, Args args) {
        int frequency = keyspace.frequency(args.next());
        if (frequency == Keyspace.NO_KEY) {
            return Reply.NULL;
        }
        return keyspace.limits().evictionPolicy().countsUses() ? Reply.integer(frequency) : NO_FREQUENCY;
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Integer: seconds; null when the key is absent. */
    private static Reply idletime(Keyspace keyspace, Args args) {
        long idleMillis = keyspace.idleMillis(args.next());
        if (idleMillis == Keyspace.NO_KEY) {
            return Reply.NULL;
        }
        return keyspace.limits().evictionPolicy().countsUses()
                ? NO_IDLE_TIME
                : Reply.integer(idleMillis / MILLIS_PER_SECOND);
    }

    /** Integer: 1, or 2147483647 for an integer such as Redis shares between keys; null when the key is absent. */
    private static Reply refcount(Keyspace keyspace, Args args) {
        Value value = keyspace.peek(args.next());
        if (value == null) {
            return Reply.NULL;
        }
        return Reply.integer(referenceCount(value, keyspace.limits()));
    }

    /** How many references Redis would count to a value. */
    static long referenceCount(Value value, Limits limits) {
        return isShared(value, limits) ? Integer.MAX_VALUE : 1;
    }

    private static boolean isShared(Value value, Limits limits) {
        Order order = limits.evictionPolicy().order();
        // Keys that share a value share its time of use, which is of no use to a policy that goes by it.
        return (limits.memoryBytesMax() == 0 || (order != Order.RECENCY && order != Order.FREQUENCY))
                && value instanceof StringValue string
                && string.encoding().equals("int")
                && string.toLong() >= 0
                && string.toLong() < SHARED_INTEGERS;
    }
}
