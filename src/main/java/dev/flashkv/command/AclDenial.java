package dev.flashkv.command;

import dev.flashkv.reply.Reply;

/**
 * Why a call is not allowed.
 *
 * @param reason what stands in its way
 * @param place the argument that does; 0 for the command itself
 */
public record AclDenial(Reason reason, int place) {

    /** What stands in the way of a call; the later ones tell more. */
    public enum Reason {
        /** The command. */
        COMMAND("no permission to execute the command or subcommand"),
        /** A key. */
        KEY("no permission to touch the specified keys"),
        /** Name or password. */
        AUTH("no permission"),
        /** A channel. */
        CHANNEL("no permission to access one of the channels used as arguments");

        private final String atExec;

        Reason(String atExec) {
            this.atExec = atExec;
        }
    }

    /** Whether this tells more than the other. */
    boolean outweighs(AclDenial other) {
        int compared = reason.compareTo(other.reason);
        return compared > 0 || (compared == 0 && place > other.place);
    }

    /** What it is about: the command's name, the key or the channel. */
    String object(Command command) {
        return reason == Reason.COMMAND
                ? command.spec().name()
                : AclText.of(command.args().get(place));
    }

    /** The error of a call that is refused. */
    public Reply.ErrorReply error(Command command) {
        return Reply.error("NOPERM this user has no permissions to "
                + switch (reason) {
                    case KEY -> "access one of the keys used as arguments";
                    case CHANNEL -> "access one of the channels used as arguments";
                    default -> "run the '" + command.spec().name() + "' command";
                });
    }

    /** The error of a call that was queued before the rules changed. */
    public Reply.ErrorReply errorAtExec() {
        return Reply.error("NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC"
                + " call. This command is no longer allowed for the following reason: " + reason.atExec);
    }

    /** What ACL DRYRUN says. */
    String explanation(Command command) {
        return "This user has no permissions to "
                + switch (reason) {
                    case KEY -> "access the '" + object(command) + "' key";
                    case CHANNEL -> "access the '" + object(command) + "' channel";
                    default -> "run the '" + object(command) + "' command";
                };
    }
}
