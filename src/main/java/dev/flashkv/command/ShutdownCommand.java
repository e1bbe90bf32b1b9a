package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.ALLOW_BUSY;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.NO_MULTI;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SHUTDOWN: the table, then the handler. */
final class ShutdownCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownCommand.class);

    private enum Option {
        NOSAVE,
        SAVE,
        NOW,
        FORCE,
        ABORT
    }

    static final List<CommandSpec> TABLE = List.of(SERVER.command("SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]")
            .arity(-1)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Ends the server process.")
            .onConnection(ShutdownCommand::shutdown));

    private static final Reply.ErrorReply NONE_IN_PROGRESS = Reply.error("ERR No shutdown in progress.");
    private static final Reply.ErrorReply FAILED = Reply.error("ERR Errors trying to SHUTDOWN. Check logs.");
    private static final Reply.ErrorReply EMBEDDED =
            Reply.error("ERR This store is embedded in an application, which alone can end it");

    private ShutdownCommand() {}

    /** An error, or nothing: the connection closes, and the process ends. */
    private static Reply shutdown(Client client, Args args) {
        Set<Option> options = EnumSet.noneOf(Option.class);
        while (args.hasNext()) {
            Option option = next(args);
            if (option == null) {
                return Errors.SYNTAX;
            }
            options.add(option);
        }
        boolean contradiction = options.containsAll(Set.of(Option.SAVE, Option.NOSAVE));
        if (contradiction || (options.contains(Option.ABORT) && options.size() > 1)) {
            return Errors.SYNTAX;
        }
        if (options.contains(Option.ABORT)) {
            // What a shutdown of Redis waits for are replicas; there are none, so none is ever in progress for long.
            return NONE_IN_PROGRESS;
        }
        if (options.contains(Option.SAVE)) {
            LOG.warn("SHUTDOWN SAVE can't save anything: there is no persistence yet");
            if (!options.contains(Option.FORCE)) {
                return FAILED;
            }
        }
        if (!client.server().endProcess()) {
            return EMBEDDED;
        }
        LOG.info("Client {} has asked for SHUTDOWN", client.address());
        client.disconnect();
        return Reply.OK;
    }

    private static @Nullable Option next(Args args) {
        for (Option option : Option.values()) {
            if (args.nextIs(option.name())) {
                return option;
            }
        }
        return null;
    }
}
