package dev.flashkv.command;

/** Which of a client's commands are answered: what CLIENT REPLY is about. It belongs to whoever has the client's batch. */
public final class ReplyMode {
    private boolean silent;
    /** How many replies more are dropped, the running command's included, after CLIENT REPLY SKIP. */
    private int repliesToSkip;

    /** All are answered. */
    ReplyMode() {}

    /** All are answered again, the running one included. */
    void on() {
        silent = false;
        repliesToSkip = 0;
    }

    /** None is answered any more, the running one included. */
    void off() {
        silent = true;
    }

    /** Neither the running command nor the next one is answered. */
    void skipNext() {
        if (!silent) {
            repliesToSkip = 2;
        }
    }

    /** As RESET has it: ends {@link #off()}; a reply that is to be skipped is skipped all the same. */
    void reset() {
        silent = false;
        repliesToSkip = Math.min(repliesToSkip, 1);
    }

    /** Whether none is answered. */
    public boolean isOff() {
        return silent;
    }

    /** Whether the reply that has just been made is to be sent; to be called once for each. */
    public boolean takesReply() {
        if (repliesToSkip > 0) {
            repliesToSkip--;
            return false;
        }
        return !silent;
    }
}
