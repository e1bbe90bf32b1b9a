package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.DENYOOM;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.STRING;
import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RO;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The string commands: the table first, then the handlers in the table's order. */
final class StringCommands {
    static final List<CommandSpec> TABLE = List.of(
            STRING.command("GET key")
                    .arity(2)
                    .flags(READONLY, FAST)
                    .keys(KeySpec.first(RO, ACCESS))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Returns the string stored at a key.")
                    .onShard(StringCommands::get),
            STRING.command("SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.first(RW, ACCESS, UPDATE))
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Stores a string at a key, whatever it held before, and may set its expiry.")
                    .onShard(StringCommands::set),
            STRING.command("MSET key value [key value ...]")
                    .arity(-3)
                    .flags(WRITE, DENYOOM)
                    .keys(KeySpec.pairs(OW, UPDATE))
                    .since("1.0.1")
                    .complexity("O(N) with N the number of keys")
                    .summary("Stores several strings at several keys at one instant.")
                    .acrossShards(StringCommands::mset));

    private StringCommands() {}

    /** Bulk: the string; null when the key is absent. */
    private static Reply get(Keyspace keyspace, Args args) {
        StringValue value = keyspace.read(args.next(), StringValue.class);
        return value == null ? Reply.NULL : Reply.bulk(value.bytes());
    }

    private static Reply set(Keyspace keyspace, Args args) {
        keyspace.put(args.next(), StringValue.of(args.next()));
        return Reply.OK;
    }

    /** OK. */
    private static Reply mset(Keyspaces keyspaces, Args args) {
        while (args.hasNext()) {
            Bytes key = args.next();
            keyspaces.of(key).put(key, StringValue.of(args.next()));
        }
        return Reply.OK;
    }
}
