package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.flashkv.command.CommandFlag.NO_MULTI;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;

/**
 * The commands about files: the table first, then the handlers in the table's order. There are no files yet, and
 * whoever asks for one is told so: nobody shall believe that data is safe.
 */
final class PersistenceCommands {
    static final List<CommandSpec> TABLE = List.of(
            SERVER.command("BGREWRITEAOF")
                    .arity(1)
                    .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Says that nothing is kept on disk yet.")
                    .onConnection(PersistenceCommands::nothing),
            SERVER.command("BGSAVE [SCHEDULE]")
                    .arity(-1)
                    .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Says that nothing is kept on disk yet.")
                    .onConnection(PersistenceCommands::bgsave),
            SERVER.command("LASTSAVE")
                    .arity(1)
                    .flags(LOADING, STALE, FAST)
                    .categories(AclCategory.ADMIN, AclCategory.DANGEROUS)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Says that nothing is kept on disk yet.")
                    .tips("nondeterministic_output")
                    .onConnection(PersistenceCommands::nothing),
            SERVER.command("SAVE")
                    .arity(1)
                    .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Says that nothing is kept on disk yet.")
                    .onConnection(PersistenceCommands::nothing));

    private static final Reply.ErrorReply NOTHING_ON_DISK =
            Reply.error("ERR FlashKV keeps nothing on disk yet: what it has is gone when it stops");

    private PersistenceCommands() {}

    /** An error: nothing is kept. */
    private static Reply nothing(Client client, Args args) {
        return NOTHING_ON_DISK;
    }

    /** An error: nothing is kept. */
    private static Reply bgsave(Client client, Args args) {
        boolean wellFormed = !args.hasNext() || (args.nextIs("SCHEDULE") && !args.hasNext());
        return wellFormed ? NOTHING_ON_DISK : Errors.SYNTAX;
    }
}
