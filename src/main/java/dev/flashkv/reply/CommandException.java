package dev.flashkv.reply;

/**
 * Ends a command with an expected error, thrown where a handler's arguments or its key turn out unusable. It carries
 * no stack trace: it is an answer, not a fault, and must cost no more than one.
 */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply.ErrorReply reply;

    /** Ends the command with {@code reply}. */
    public CommandException(Reply.ErrorReply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    /** The error to answer. */
    public Reply.ErrorReply reply() {
        return reply;
    }
}
