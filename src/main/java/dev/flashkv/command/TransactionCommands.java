package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ALLOW_BUSY;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.SKIP_SLOWLOG;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.TRANSACTIONS;
import static dev.flashkv.command.KeySpec.Access.RO;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Watch;
import dev.flashkv.reply.Reply;
import java.util.List;

/** The transaction commands: the table first, then the handlers in the table's order. */
final class TransactionCommands {
    static final List<CommandSpec> TABLE = List.of(
            TRANSACTIONS
                    .command("DISCARD")
                    .arity(1)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                    .since("2.0.0")
                    .complexity("O(N), when N is the number of queued commands")
                    .summary("Drops the commands queued since MULTI.")
                    .notQueued()
                    .onConnection(TransactionCommands::discard),
            TRANSACTIONS
                    .command("EXEC")
                    .arity(1)
                    .flags(NOSCRIPT, LOADING, STALE, SKIP_SLOWLOG)
                    .since("1.2.0")
                    .complexity("Depends on commands in the transaction")
                    .summary("Carries out the commands queued since MULTI, all at one instant.")
                    .notQueued()
                    .exec(),
            TRANSACTIONS
                    .command("MULTI")
                    .arity(1)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                    .since("1.2.0")
                    .complexity("O(1)")
                    .summary("Begins a transaction: the commands that follow are queued.")
                    .notQueued()
                    .onConnection(TransactionCommands::multi),
            TRANSACTIONS
                    .command("UNWATCH")
                    .arity(1)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                    .since("2.2.0")
                    .complexity("O(1)")
                    .summary("Watches no key any more.")
                    .onConnection(TransactionCommands::unwatch),
            TRANSACTIONS
                    .command("WATCH key [key ...]")
                    .arity(-2)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, ALLOW_BUSY)
                    .keys(KeySpec.all(RO))
                    .since("2.2.0")
                    .complexity("O(1) for every key.")
                    .summary("Lets the next EXEC do nothing if one of the keys is modified before it.")
                    .notQueued()
                    .acrossShards(TransactionCommands::watch));

    private static final Reply.ErrorReply NESTED = Reply.error("ERR MULTI calls can not be nested");
    private static final Reply.ErrorReply DISCARD_WITHOUT_MULTI = Reply.error("ERR DISCARD without MULTI");
    private static final Reply.ErrorReply WATCH_INSIDE_MULTI = Reply.error("ERR WATCH inside MULTI is not allowed");

    private TransactionCommands() {}

    /** OK. */
    private static Reply discard(Client client, Args args) {
        if (client.transaction() == null) {
            return DISCARD_WITHOUT_MULTI;
        }
        client.endTransaction();
        return Reply.OK;
    }

    /** OK. */
    private static Reply multi(Client client, Args args) {
        if (client.transaction() != null) {
            return NESTED;
        }
        client.beginTransaction();
        return Reply.OK;
    }

    /** OK. */
    private static Reply unwatch(Client client, Args args) {
        client.unwatch();
        return Reply.OK;
    }

    /** OK. */
    private static Reply watch(Keyspaces keyspaces, Args args) {
        Client client = keyspaces.client();
        if (client.transaction() != null) {
            return WATCH_INSIDE_MULTI;
        }
        Watch watch = client.watch();
        while (args.hasNext() && !watch.isTripped()) {
            Bytes key = args.next();
            watch.add(keyspaces.databasesOf(key), client.database(), key);
            client.registers(Watch.sizeBytes(key));
        }
        return Reply.OK;
    }
}
