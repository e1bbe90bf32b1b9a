package dev.flashkv.command;

/** A directive can't have a value. The message says why, in Redis' words where Redis has some. No stack trace. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses a value because of {@code reason}, one line. */
    public SettingException(String reason) {
        super(reason, null, false, false);
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
