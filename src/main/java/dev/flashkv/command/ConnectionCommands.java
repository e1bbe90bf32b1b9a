package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.CONNECTION;

import dev.flashkv.reply.Reply;
import java.util.List;

/** The connection commands: the table first, then the handlers in the table's order. */
final class ConnectionCommands {
    static final List<CommandSpec> TABLE = List.of(CONNECTION
            .command("PING [message]")
            .arity(-1)
            .flags(FAST, LOADING, STALE)
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Answers PONG, or the message.")
            .onConnection(ConnectionCommands::ping));

    private static final Reply PONG = Reply.status("PONG");

    private ConnectionCommands() {}

    /** Status PONG, or Bulk: the message. */
    private static Reply ping(Client client, Args args) {
        return args.hasNext() ? Reply.bulk(args.next()) : PONG;
    }
}
