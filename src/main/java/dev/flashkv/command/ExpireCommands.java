package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The commands about when keys expire: the table first, then the handlers in the table's order. */
final class ExpireCommands {
    static final List<CommandSpec> TABLE = List.of(
            GENERIC.command("EXPIRE key seconds [NX|XX|GT|LT]")
                    .arity(-3)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Lets a key expire after so many seconds.")
                    .onShard(ExpireCommands::expire),
            GENERIC.command("EXPIREAT key unix-time-seconds [NX|XX|GT|LT]")
                    .arity(-3)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("1.2.0")
                    .complexity("O(1)")
                    .summary("Lets a key expire at a time given in seconds since the Unix epoch.")
                    .onShard(ExpireCommands::expireat),
            GENERIC.command("EXPIRETIME key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("7.0.0")
                    .complexity("O(1)")
                    .summary("Returns when a key expires, in seconds since the Unix epoch.")
                    .onShard(ExpireCommands::expiretime),
            GENERIC.command("PERSIST key")
                    .arity(2)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("2.2.0")
                    .complexity("O(1)")
                    .summary("Lets a key stay for good that was to expire.")
                    .onShard(ExpireCommands::persist),
            GENERIC.command("PEXPIRE key milliseconds [NX|XX|GT|LT]")
                    .arity(-3)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("2.6.0")
                    .complexity("O(1)")
                    .summary("Lets a key expire after so many milliseconds.")
                    .onShard(ExpireCommands::pexpire),
            GENERIC.command("PEXPIREAT key unix-time-milliseconds [NX|XX|GT|LT]")
                    .arity(-3)
                    .flags(WRITE, FAST)
                    .keys(KeySpec.first(RW, UPDATE))
                    .since("2.6.0")
                    .complexity("O(1)")
                    .summary("Lets a key expire at a time given in milliseconds since the Unix epoch.")
                    .onShard(ExpireCommands::pexpireat),
            GENERIC.command("PEXPIRETIME key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("7.0.0")
                    .complexity("O(1)")
                    .summary("Returns when a key expires, in milliseconds since the Unix epoch.")
                    .onShard(ExpireCommands::pexpiretime),
            GENERIC.command("PTTL key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("2.6.0")
                    .complexity("O(1)")
                    .summary("Returns how long a key has still to live, in milliseconds.")
                    .tips("nondeterministic_output")
                    .onShard(ExpireCommands::pttl),
            GENERIC.command("TTL key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Returns how long a key has still to live, in seconds.")
                    .tips("nondeterministic_output")
                    .onShard(ExpireCommands::ttl));

    private ExpireCommands() {}

    /** Integer: 1 when the deadline was set, 0 when the key is absent or an option forbade it. */
    private static Reply expire(Keyspace keyspace, Args args) {
        return expire(keyspace, args, ExpireTime.EX, "expire");
    }

    /** Integer: 1 when the deadline was set, 0 when the key is absent or an option forbade it. */
    private static Reply expireat(Keyspace keyspace, Args args) {
        return expire(keyspace, args, ExpireTime.EXAT, "expireat");
    }

    /** Integer: the deadline; -1 when the key has none, -2 when it is absent. */
    private static Reply expiretime(Keyspace keyspace, Args args) {
        long deadlineMillis = keyspace.readDeadlineMillis(args.next());
        return Reply.integer(deadlineMillis < 0 ? deadlineMillis : toSeconds(deadlineMillis));
    }

    /** Integer: 1 when the key had a deadline, 0 when not, or when it is absent. */
    private static Reply persist(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        return Reply.integer(keyspace.find(key, Value.class) != null && keyspace.persist(key));
    }

    /** Integer: 1 when the deadline was set, 0 when the key is absent or an option forbade it. */
    private static Reply pexpire(Keyspace keyspace, Args args) {
        return expire(keyspace, args, ExpireTime.PX, "pexpire");
    }

    /** Integer: 1 when the deadline was set, 0 when the key is absent or an option forbade it. */
    private static Reply pexpireat(Keyspace keyspace, Args args) {
        return expire(keyspace, args, ExpireTime.PXAT, "pexpireat");
    }

    /** Integer: the deadline; -1 when the key has none, -2 when it is absent. */
    private static Reply pexpiretime(Keyspace keyspace, Args args) {
        return Reply.integer(keyspace.readDeadlineMillis(args.next()));
    }

    /** Integer: the milliseconds left; -1 when the key has no deadline, -2 when it is absent. */
    private static Reply pttl(Keyspace keyspace, Args args) {
        long deadlineMillis = keyspace.readDeadlineMillis(args.next());
        return Reply.integer(deadlineMillis < 0 ? deadlineMillis : deadlineMillis - keyspace.nowMillis());
    }

    /** Integer: the seconds left, rounded; -1 when the key has no deadline, -2 when it is absent. */
    private static Reply ttl(Keyspace keyspace, Args args) {
        long deadlineMillis = keyspace.readDeadlineMillis(args.next());
        return Reply.integer(deadlineMillis < 0 ? deadlineMillis : toSeconds(deadlineMillis - keyspace.nowMillis()));
    }

    private static Reply expire(Keyspace keyspace, Args args, ExpireTime time, String command) {
        Bytes key = args.next();
        Bytes amount = args.next();
        ExpireConditions conditions = ExpireConditions.parse(args);
        long deadlineMillis = time.pastOrFutureMillis(amount, keyspace.nowMillis(), command);
        // Unlike asking when a key expires, changing that is a use of the key, even if an option forbids it.
        boolean allowed = keyspace.find(key, Value.class) != null
                && conditions.allow(keyspace.deadlineMillis(key), deadlineMillis);
        return Reply.integer(allowed && keyspace.expireAt(key, deadlineMillis));
    }

    /** Rounded to the next second, half a second up. */
    private static long toSeconds(long millis) {
        // Unsigned, as the latest of all deadlines leaves the signed range when rounded up.
        return Long.divideUnsigned(millis + 500, 1000);
    }
}
