package dev.flashkv.resp;

/**
 * The client's bytes are no RESP. The connection answers {@code -ERR Protocol error: } and this exception's message,
 * and closes, for nobody can tell where the next request would begin.
 *
 * <p>The message is redis-server 7.0.15's wording, one char a byte (ISO 8859-1). There is no stack trace: it is an
 * answer to a client, and clients can cause it at will.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An error of that wording: the text after {@code Protocol error: }, without CR or LF. */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
