package dev.flashkv.server;

/** The command line, or a file or variable it leads to, can't be understood; the message says why, in one line. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
