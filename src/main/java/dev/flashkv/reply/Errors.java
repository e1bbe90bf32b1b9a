package dev.flashkv.reply;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The error texts, in redis-server 7.0.15's exact words. */
public final class Errors {
    /** The key holds a value of another type. */
    public static final Reply.ErrorReply WRONG_TYPE =
            Reply.error("WRONGTYPE Operation against a key holding the wrong kind of value");

    /** An integer argument, or the stored value to be incremented, is none. */
    public static final Reply.ErrorReply NOT_AN_INTEGER = Reply.error("ERR value is not an integer or out of range");

    /** A floating-point argument, or the stored value to be incremented, is none. */
    public static final Reply.ErrorReply NOT_A_FLOAT = Reply.error("ERR value is not a valid float");

    /** INCR and the like would leave the 64-bit range. */
    public static final Reply.ErrorReply INCREMENT_OVERFLOW = Reply.error("ERR increment or decrement would overflow");

    /** DECRBY of the lowest integer, whose opposite does not exist. */
    public static final Reply.ErrorReply DECREMENT_OVERFLOW = Reply.error("ERR decrement would overflow");

    /** INCRBYFLOAT would yield NaN or infinity. */
    public static final Reply.ErrorReply INCREMENT_NAN_OR_INFINITY =
            Reply.error("ERR increment would produce NaN or Infinity");

    /** Options contradict each other or are unknown. */
    public static final Reply.ErrorReply SYNTAX = Reply.error("ERR syntax error");

    /** The key must exist and does not. */
    public static final Reply.ErrorReply NO_SUCH_KEY = Reply.error("ERR no such key");

    /** A list index does not exist. */
    public static final Reply.ErrorReply INDEX_OUT_OF_RANGE = Reply.error("ERR index out of range");

    /** A count must not be negative. */
    public static final Reply.ErrorReply MUST_BE_POSITIVE = Reply.error("ERR value is out of range, must be positive");

    /** An offset must not be negative. */
    public static final Reply.ErrorReply OFFSET_OUT_OF_RANGE = Reply.error("ERR offset is out of range");

    /** A string would exceed proto-max-bulk-len. */
    public static final Reply.ErrorReply STRING_TOO_LONG =
            Reply.error("ERR string exceeds maximum allowed size (proto-max-bulk-len)");

    /** SCAN's cursor is no unsigned 64-bit integer. */
    public static final Reply.ErrorReply INVALID_CURSOR = Reply.error("ERR invalid cursor");

    /** The command may need memory and the limit is reached. */
    public static final Reply.ErrorReply OUT_OF_MEMORY =
            Reply.error("OOM command not allowed when used memory > 'maxmemory'.");

    /** The client has to give the password first. */
    public static final Reply.ErrorReply NOT_AUTHENTICATED = Reply.error("NOAUTH Authentication required.");

    /** The command must not be part of a transaction. */
    public static final Reply.ErrorReply NOT_IN_TRANSACTION =
            Reply.error("ERR Command not allowed inside a transaction");

    /** EXEC of nothing. */
    public static final Reply.ErrorReply EXEC_WITHOUT_MULTI = Reply.error("ERR EXEC without MULTI");

    /** EXEC of a transaction one of whose commands was refused. */
    public static final Reply.ErrorReply TRANSACTION_BROKEN =
            Reply.error("EXECABORT Transaction discarded because of previous errors.");

    /** There are as many clients as the settings allow. */
    public static final Reply.ErrorReply TOO_MANY_CLIENTS = Reply.error("ERR max number of clients reached");

    /** LPOS with rank 0. */
    public static final Reply.ErrorReply RANK_IS_ZERO =
            Reply.error("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use"
                    + " negative to start from the end of the list");

    /** EXPIRE's NX contradicts its other options. */
    public static final Reply.ErrorReply NX_INCOMPATIBLE =
            Reply.error("ERR NX and XX, GT or LT options at the same time are not compatible");

    /** EXPIRE's GT and LT contradict each other. */
    public static final Reply.ErrorReply GT_LT_INCOMPATIBLE =
            Reply.error("ERR GT and LT options at the same time are not compatible");

    /** SELECT of a database that does not exist. */
    public static final Reply.ErrorReply DB_INDEX_OUT_OF_RANGE = Reply.error("ERR DB index is out of range");

    /** HELLO asked for a protocol that is neither 2 nor 3. */
    public static final Reply.ErrorReply NO_PROTO = Reply.error("NOPROTO unsupported protocol version");

    /** A command that uses keys was called by a client that is shown what all clients call. */
    public static final Reply.ErrorReply NOT_FOR_MONITORS = Reply.error("ERR Replica can't interact with the keyspace");

    /** A handler failed unexpectedly; the log has the cause. */
    public static final Reply.ErrorReply INTERNAL = Reply.error("ERR internal error");

    /* Redis truncates what it echoes of a client's input to 128 bytes. */
    private static final int ECHO_BYTES_MAX = 128;

    private Errors() {}

    /**
     * A command was called with too few or too many arguments; {@code command} in lower case, {@code a|b} for a
     * subcommand.
     */
    public static Reply.ErrorReply wrongArity(String command) {
        return Reply.error("ERR wrong number of arguments for '" + command + "' command");
    }

    /** The expire time of {@code command} (in lower case) is not positive, or overflows. */
    public static Reply.ErrorReply invalidExpireTime(String command) {
        return Reply.error("ERR invalid expire time in '" + command + "' command");
    }

    /** The argument called {@code name}, such as COUNT, must not be negative. */
    public static Reply.ErrorReply negative(String name) {
        return Reply.error("ERR " + name + " can't be negative");
    }

    /** EXPIRE has no such option; line ends after it are not echoed. */
    public static Reply.ErrorReply unsupportedOption(Bytes option) {
        int end = 0;
        while (end < option.length() && option.byteAt(end) != 0) {
            end++;
        }
        while (end > 0 && (option.byteAt(end - 1) == '\r' || option.byteAt(end - 1) == '\n')) {
            end--;
        }
        return Reply.error("ERR Unsupported option " + echo(option.slice(0, end), end));
    }

    /**
     * No command has that name; {@code arguments} are those after it, quoted in the answer up to 128 bytes together.
     */
    public static Reply.ErrorReply unknownCommand(Bytes name, List<Bytes> arguments) {
        StringBuilder quoted = new StringBuilder();
        for (Bytes argument : arguments) {
            if (quoted.length() >= ECHO_BYTES_MAX) {
                break;
            }
            String echoed = echo(argument, ECHO_BYTES_MAX - quoted.length());
            quoted.append('\'').append(echoed).append("' ");
        }
        return Reply.error(
                "ERR unknown command '" + echo(name, ECHO_BYTES_MAX) + "', with args beginning with: " + quoted);
    }

    /** The container command {@code command} has no subcommand of that name, or not with this number of arguments. */
    public static Reply.ErrorReply unknownSubcommand(Bytes subcommand, String command) {
        return Reply.error("ERR unknown subcommand '" + echo(subcommand, ECHO_BYTES_MAX) + "'. Try "
                + command.toUpperCase(java.util.Locale.ROOT) + " HELP.");
    }

    /** The command {@code name} needs a client that takes messages, which an embedded caller or a script does not. */
    public static Reply.ErrorReply takesNoMessages(Bytes name) {
        return Reply.error("ERR " + name.toString().toUpperCase(java.util.Locale.ROOT)
                + " isn't allowed for a DENY BLOCKING client");
    }

    /** {@code command} was called by a client that speaks RESP2 and is subscribed to something. */
    public static Reply.ErrorReply notWhileSubscribed(String command) {
        return Reply.error("ERR Can't execute '" + command + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT /"
                + " RESET are allowed in this context");
    }

    /** A subcommand of {@code command} has more arguments than it can take. */
    public static Reply.ErrorReply wrongSubcommandArity(Bytes subcommand, String command) {
        return Reply.error("ERR unknown subcommand or wrong number of arguments for '"
                + echo(subcommand, ECHO_BYTES_MAX) + "'. Try " + command.toUpperCase(java.util.Locale.ROOT) + " HELP.");
    }

    /**
     * A client's bytes made fit for an error line: one char a byte (ISO 8859-1, as the writer sends them), at most
     * {@code bytesMax}, cut at a NUL as C does, CR and LF replaced by spaces so that no reply can be injected.
     */
    public static String echo(Bytes input, int bytesMax) {
        int length = Math.min(input.length(), bytesMax);
        for (int i = 0; i < length; i++) {
            if (input.byteAt(i) == 0) {
                length = i;
            }
        }
        return new String(input.array(), input.arrayOffset(), length, StandardCharsets.ISO_8859_1)
                .replace('\r', ' ')
                .replace('\n', ' ');
    }
}
