package dev.flashkv.command;

import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;

/** Errors of ACL that repeat what a client has sent. */
final class AclErrors {
    private AclErrors() {}

    /** The error of that text, one char a byte; line ends, which would end the reply, become blanks. */
    static Reply.ErrorReply of(String text) {
        return Reply.error(Errors.echo(AclText.bytes(text), Integer.MAX_VALUE));
    }
}
