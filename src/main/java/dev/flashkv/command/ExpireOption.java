package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import org.jspecify.annotations.Nullable;

/**
 * The option of SET and GETEX that says when the key expires: EX, PX, EXAT or PXAT with a number, or the command's own
 * word for something else. One of them at most; the same may be given again, and the last counts.
 */
final class ExpireOption {
    private static final ExpireTime[] TIMES = ExpireTime.values();

    private final String word;
    private boolean wordGiven;
    private @Nullable ExpireTime time;
    private Bytes amount = Bytes.EMPTY;

    /** Nothing given so far; {@code word} is KEEPTTL or PERSIST. */
    ExpireOption(String word) {
        this.word = word;
    }

    /** Takes the next argument if it is this option and allowed here, with its number; says whether it was. */
    boolean acceptNext(Args args) {
        if (time == null && args.nextIs(word)) {
            wordGiven = true;
            return true;
        }
        if (wordGiven || args.remaining() < 2) {
            return false;
        }
        for (ExpireTime candidate : TIMES) {
            if ((time == null || time == candidate) && args.nextIs(candidate.name())) {
                time = candidate;
                amount = args.next();
                return true;
            }
        }
        return false;
    }

    /** Whether KEEPTTL or PERSIST was given. */
    boolean hasWord() {
        return wordGiven;
    }

    /** The deadline asked for, or {@link Keyspace#NO_DEADLINE} when none was; a bad one ends the command. */
    long deadlineMillis(long nowMillis, String command) {
        return time == null ? Keyspace.NO_DEADLINE : time.deadlineMillis(amount, nowMillis, command);
    }
}
