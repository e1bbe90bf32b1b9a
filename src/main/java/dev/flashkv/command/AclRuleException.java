package dev.flashkv.command;

/** A rule of access control that can't be. The message says why, in Redis' words. No stack trace. */
public final class AclRuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A rule that is none. */
    static final String SYNTAX = "Syntax error";

    /** A rule about a command or category that there is not. */
    static final String UNKNOWN = "Unknown command or category name in ACL";

    /** Refuses a rule because of {@code reason}, one line. */
    AclRuleException(String reason) {
        super(reason, null, false, false);
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether it names a command or category that there is not. */
    boolean isUnknownName() {
        return reason().equals(UNKNOWN);
    }
}
