package dev.flashkv.command;

import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;

/** The options of SET. */
final class SetOptions {
    private final ExpireOption expire = new ExpireOption("KEEPTTL");
    private boolean onlyIfAbsent;
    private boolean onlyIfPresent;
    private boolean get;

    private SetOptions() {}

    /**
     * Reads all remaining arguments.
     *
     * @throws CommandException syntax error
     */
    static SetOptions parse(Args args) {
        SetOptions options = new SetOptions();
        while (args.hasNext()) {
            if (!options.acceptNext(args)) {
                throw new CommandException(Errors.SYNTAX);
            }
        }
        return options;
    }

    private boolean acceptNext(Args args) {
        if (!onlyIfPresent && args.nextIs("NX")) {
            onlyIfAbsent = true;
        } else if (!onlyIfAbsent && args.nextIs("XX")) {
            onlyIfPresent = true;
        } else if (args.nextIs("GET")) {
            get = true;
        } else {
            return expire.acceptNext(args);
        }
        return true;
    }

    /** When the key is to expire. */
    ExpireOption expire() {
        return expire;
    }

    /** Whether the old value is asked for. */
    boolean isGet() {
        return get;
    }

    /** Whether NX and XX allow storing, given whether the key exists. */
    boolean allows(boolean exists) {
        return exists ? !onlyIfAbsent : !onlyIfPresent;
    }
}
