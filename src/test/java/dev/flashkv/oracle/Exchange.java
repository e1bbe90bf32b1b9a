package dev.flashkv.oracle;

/**
 * One command and both servers' raw replies.
 *
 * @param subject the raw reply, or {@link #NO_REPLY} and the reason why there is none
 */
record Exchange(Command command, String oracle, String subject) {
    /** No raw reply begins like this. */
    static final String NO_REPLY = "\0";

    /** Whether the replies are the same, up to {@link AllowList}. */
    boolean isEqual() {
        return oracle.equals(subject) || (!isUnanswered() && AllowList.tolerates(command, oracle, subject));
    }

    /** Whether the subject closed the connection or stayed silent. */
    boolean isUnanswered() {
        return subject.startsWith(NO_REPLY);
    }

    /** Both replies, readable. */
    @Override
    public String toString() {
        return command
                + "\n      expected " + ReplyNode.renderAll(oracle)
                + "\n      but got  "
                + (isUnanswered() ? subject.substring(NO_REPLY.length()) : ReplyNode.renderAll(subject));
    }
}
