package dev.flashkv.command;

import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;

/** What EXPIRE and its like make the new deadline depend on: NX, XX, GT, LT. */
final class ExpireConditions {
    private boolean onlyIfNone;
    private boolean onlyIfAny;
    private boolean onlyIfLater;
    private boolean onlyIfEarlier;

    private ExpireConditions() {}

    /**
     * Reads all remaining arguments.
     *
     * @throws CommandException that an option is not supported, or that some contradict each other
     */
    static ExpireConditions parse(Args args) {
        ExpireConditions conditions = new ExpireConditions();
        while (args.hasNext()) {
            conditions.acceptNext(args);
        }
        conditions.checkCompatible();
        return conditions;
    }

    private void acceptNext(Args args) {
        if (args.nextIs("NX")) {
            onlyIfNone = true;
        } else if (args.nextIs("XX")) {
            onlyIfAny = true;
        } else if (args.nextIs("GT")) {
            onlyIfLater = true;
        } else if (args.nextIs("LT")) {
            onlyIfEarlier = true;
        } else {
            throw new CommandException(Errors.unsupportedOption(args.next()));
        }
    }

    private void checkCompatible() {
        if (onlyIfNone && (onlyIfAny || onlyIfLater || onlyIfEarlier)) {
            throw new CommandException(Errors.NX_INCOMPATIBLE);
        }
        if (onlyIfLater && onlyIfEarlier) {
            throw new CommandException(Errors.GT_LT_INCOMPATIBLE);
        }
    }

    /** Whether a key whose deadline is {@code presentMillis} may get another; none counts as later than any. */
    boolean allow(long presentMillis, long deadlineMillis) {
        if (presentMillis == Keyspace.NO_DEADLINE) {
            return !onlyIfAny && !onlyIfLater;
        }
        return !onlyIfNone
                && (!onlyIfLater || deadlineMillis > presentMillis)
                && (!onlyIfEarlier || deadlineMillis < presentMillis);
    }
}
