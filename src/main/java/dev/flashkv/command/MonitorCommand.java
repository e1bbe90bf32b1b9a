package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.reply.Reply;
import java.util.List;

/** MONITOR. */
final class MonitorCommand {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("MONITOR")
            .arity(1)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("1.0.0")
            .complexity("O(1), and from then on O(N) for every call, with N the number of its arguments' bytes")
            .summary("Shows what all clients call, as it is carried out.")
            .onConnection(MonitorCommand::monitor));

    private static final Reply.ErrorReply TAKES_NO_MESSAGES =
            Reply.error("ERR MONITOR isn't allowed for DENY BLOCKING client");

    private MonitorCommand() {}

    /** OK, then a status for each call; nothing when the client is a monitor already. */
    private static Reply monitor(Client client, Args args) {
        Client.Inbox inbox = client.inbox();
        if (inbox == null) {
            return TAKES_NO_MESSAGES;
        }
        inbox.hold();
        return client.server().monitoring().monitors().add(client) ? Reply.OK : new Reply.Several(List.of());
    }
}
