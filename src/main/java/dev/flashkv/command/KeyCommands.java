package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.READONLY;
import static dev.flashkv.command.CommandFlag.WRITE;
import static dev.flashkv.command.CommandGroup.GENERIC;
import static dev.flashkv.command.CommandGroup.SERVER;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.RM;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The commands for keys of any type: the table first, then the handlers in the table's order. */
final class KeyCommands {
    static final List<CommandSpec> TABLE = List.of(
            GENERIC.command("DEL key [key ...]")
                    .arity(-2)
                    .flags(WRITE)
                    .keys(KeySpec.all(RM, DELETE))
                    .since("1.0.0")
                    .complexity("O(N) with N the number of keys")
                    .summary("Deletes keys.")
                    .acrossShards(KeyCommands::del),
            SERVER.command("DBSIZE")
                    .arity(1)
                    .flags(READONLY, CommandFlag.FAST)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Counts the keys.")
                    .onAllShards(KeyCommands::dbsize));

    private KeyCommands() {}

    /** Integer: how many of the keys there were. */
    private static Reply del(Keyspaces keyspaces, Args args) {
        long removed = 0;
        while (args.hasNext()) {
            Bytes key = args.next();
            if (keyspaces.of(key).remove(key)) {
                removed++;
            }
        }
        return Reply.integer(removed);
    }

    /** Integer: how many keys there are. */
    private static Reply dbsize(Keyspaces keyspaces, Client client, Args args) {
        return Reply.integer(
                keyspaces.all().stream().mapToLong(Keyspace::size).sum());
    }
}
