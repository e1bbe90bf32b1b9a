package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.util.stream.Collectors;

/** Replies in short, for people. */
final class Answers {
    private Answers() {}

    static String shown(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            return bulk.bytes().toString();
        }
        if (reply instanceof Reply.IntegerReply integer) {
            return Long.toString(integer.value());
        }
        if (reply instanceof Reply.Status status) {
            return status.text();
        }
        if (reply instanceof Reply.Null) {
            return "nil";
        }
        if (reply instanceof Reply.Array array) {
            return array.elements().stream().map(Answers::shown).collect(Collectors.joining(" ", "[", "]"));
        }
        return reply.toString();
    }
}
