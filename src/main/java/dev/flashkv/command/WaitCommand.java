package dev.flashkv.command;

import static dev.flashkv.command.AclCategory.CONNECTION;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandGroup.GENERIC;

import dev.flashkv.reply.Reply;
import java.util.List;

/** WAIT: its row, then its handler. */
final class WaitCommand {
    static final List<CommandSpec> TABLE = List.of(GENERIC.command("WAIT numreplicas timeout")
            .arity(3)
            .flags(NOSCRIPT)
            .categories(CONNECTION)
            .since("3.0.0")
            .complexity("O(1)")
            .summary("Says how many replicas have the connection's writes: none, as there are no replicas yet.")
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .onConnection(WaitCommand::await));

    private static final Reply.ErrorReply TIMEOUT_NOT_AN_INTEGER =
            Reply.error("ERR timeout is not an integer or out of range");
    private static final Reply.ErrorReply TIMEOUT_IS_NEGATIVE = Reply.error("ERR timeout is negative");

    private WaitCommand() {}

    /** Integer: 0, at once. No replica can come while somebody waits for it. */
    private static Reply await(Client client, Args args) {
        args.nextLong();
        return args.nextLong(TIMEOUT_NOT_AN_INTEGER) < 0 ? TIMEOUT_IS_NEGATIVE : Reply.ZERO;
    }
}
