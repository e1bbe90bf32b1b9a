package dev.flashkv.rdb;

/** Bytes that are no value in RDB's format. Carries no stack trace: it is the sender's fault, not the program's. */
public final class RdbFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    RdbFormatException(String message) {
        super(message, null, false, false);
    }
}
