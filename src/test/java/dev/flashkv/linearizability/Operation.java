package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands that a client wants carried out at one instant, and what it was answered.
 *
 * @param client its number
 * @param commands one command, or those of a transaction
 * @param answers one for each command; null when the client has never heard of it: it may or may not have happened
 * @param began when it was sent, on the history's clock
 * @param ended when it was answered; {@link #NEVER} if it was not
 */
public record Operation(
        int client, List<List<String>> commands, @Nullable List<Reply> answers, long began, long ended) {
    /** The end of what has not been answered. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Refuses what can't be. */
    public Operation {
        if (began >= ended || (answers == null) != (ended == NEVER)) {
            throw new IllegalArgumentException("answered or not, and after it began");
        }
        if (answers != null && answers.size() != commands.size()) {
            throw new IllegalArgumentException("an answer for each command");
        }
    }

    boolean isPending() {
        return ended == NEVER;
    }

    /** The same, if nobody looks later than {@code time}: not answered by then is not answered. */
    Operation asOf(long time) {
        return ended <= time ? this : new Operation(client, commands, null, began, NEVER);
    }

    /** Whether it changes nothing. */
    boolean isRead(Model<?> model) {
        return commands.stream().allMatch(model::isRead);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("client %-3d %6d to %6s  ", client, began, isPending() ? "?" : ended));
        for (int i = 0; i < commands.size(); i++) {
            text.append(i == 0 ? "" : "; ").append(String.join(" ", commands.get(i)));
            text.append(" -> ").append(answers == null ? "?" : Answers.shown(answers.get(i)));
        }
        return text.toString();
    }
}
