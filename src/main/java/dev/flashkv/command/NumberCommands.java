package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.STRING;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.LongDouble;
import dev.flashkv.data.StringValue;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The string commands that count: the table first, then the handlers in the table's order. */
final class NumberCommands {
    static final List<CommandSpec> TABLE = List.of(
            STRING.command("DECR key")
                    .arity(2)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Subtracts one from the integer stored at a key, 0 when the key is absent.")
                    .onShard(NumberCommands::decr),
            STRING.command("DECRBY key decrement")
                    .arity(3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Subtracts from the integer stored at a key, 0 when the key is absent.")
                    .onShard(NumberCommands::decrby),
            STRING.command("INCR key")
                    .arity(2)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Adds one to the integer stored at a key, 0 when the key is absent.")
                    .onShard(NumberCommands::incr),
            STRING.command("INCRBY key increment")
                    .arity(3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Adds to the integer stored at a key, 0 when the key is absent.")
                    .onShard(NumberCommands::incrby),
            STRING.command("INCRBYFLOAT key increment")
                    .arity(3)
                    .flags(WRITE, DENYOOM, FAST)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("2.6.0")
                    .complexity("O(1)")
                    .summary("Adds to the floating-point number stored at a key, 0 when the key is absent.")
                    .onShard(NumberCommands::incrbyfloat));

    private NumberCommands() {}

    /** Integer: the number after. */
    private static Reply decr(Keyspace keyspace, Args args) {
        return add(keyspace, args.next(), -1);
    }

    /** Integer: the number after. */
    private static Reply decrby(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        long decrement = args.nextLong();
        return decrement == Long.MIN_VALUE ? Errors.DECREMENT_OVERFLOW : add(keyspace, key, -decrement);
    }

    /** Integer: the number after. */
    private static Reply incr(Keyspace keyspace, Args args) {
        return add(keyspace, args.next(), 1);
    }

    /** Integer: the number after. */
    private static Reply incrby(Keyspace keyspace, Args args) {
        return add(keyspace, args.next(), args.nextLong());
    }

    /** Bulk: the number after, without an exponent. */
    private static Reply incrbyfloat(Keyspace keyspace, Args args) {
        Bytes key = args.next();
        StringValue value = keyspace.find(key, StringValue.class);
        LongDouble number = value == null ? LongDouble.of(0) : LongDouble.parseOrNull(value.bytes());
        LongDouble increment = LongDouble.parseOrNull(args.next());
        if (number == null || increment == null) {
            return Errors.NOT_A_FLOAT;
        }
        LongDouble sum = number.plus(increment);
        if (!sum.isFinite()) {
            return Errors.INCREMENT_NAN_OR_INFINITY;
        }
        Bytes text = sum.toBytes();
        keyspace.putKeepingDeadline(key, StringValue.ofText(text), KeyEvent.INCRBYFLOAT);
        return Reply.bulk(text);
    }

    private static Reply add(Keyspace keyspace, Bytes key, long increment) {
        StringValue value = keyspace.find(key, StringValue.class);
        if (value != null && !value.isInteger()) {
            return Errors.NOT_AN_INTEGER;
        }
        long number = value == null ? 0 : value.toLong();
        long sum = number + increment;
        if (((number ^ sum) & (increment ^ sum)) < 0) {
            return Errors.INCREMENT_OVERFLOW;
        }
        keyspace.putKeepingDeadline(key, StringValue.of(sum), KeyEvent.INCRBY);
        return Reply.integer(sum);
    }
}
