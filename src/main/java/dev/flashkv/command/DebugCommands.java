package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DEBUG, what test suites lean on: the table first, then its subcommands, which have no rows in Redis either. */
final class DebugCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("DEBUG subcommand [argument ...]")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("1.0.0")
            .complexity("Depends on subcommand.")
            .summary("Helps to test clients and the server.")
            .onAllShards(DebugCommands::debug));

    private static final Reply.ErrorReply NOT_ALLOWED = Reply.error("ERR DEBUG command not allowed."
            + " If the enable-debug-command option is set to \"local\", you can run it from a local connection,"
            + " otherwise you need to set this option in the configuration file, and then restart the server.");

    /** What DEBUG PROTOCOL answers to each type. */
    private static final Map<String, Reply> SAMPLES = Map.ofEntries(
            Map.entry("string", Reply.bulk("Hello World")),
            Map.entry("integer", Reply.integer(12345)),
            Map.entry("double", new Reply.DoubleReply(3.141)),
            Map.entry("bignum", new Reply.BigNumber("1234567999999999999999999999999999999")),
            Map.entry("null", Reply.NULL),
            Map.entry("array", Reply.array(Reply.ZERO, Reply.ONE, Reply.integer(2))),
            Map.entry("set", Reply.set(List.of(Reply.ZERO, Reply.ONE, Reply.integer(2)))),
            Map.entry(
                    "map",
                    Reply.map(
                            Reply.ZERO,
                            new Reply.BooleanReply(false),
                            Reply.ONE,
                            new Reply.BooleanReply(true),
                            Reply.integer(2),
                            new Reply.BooleanReply(false))),
            Map.entry("verbatim", new Reply.Verbatim("txt", Bytes.of("This is a verbatim\nstring"))),
            Map.entry("true", new Reply.BooleanReply(true)),
            Map.entry("false", new Reply.BooleanReply(false)));

    private static final String SAMPLE_NAMES = "string|integer|double|bignum|null|array|set|map|verbatim|true|false";

    /* Redis cuts the subcommand it echoes. */
    private static final int ECHO_BYTES_MAX = 128;

    private DebugCommands() {}

    /** As the subcommand has it. Runs on all shards, so that nothing else does. */
    private static Reply debug(Keyspaces keyspaces, Client client, Args args) {
        if (!client.isAllowedBy(client.server().config().get("enable-debug-command"))) {
            return NOT_ALLOWED;
        }
        Bytes subcommand = args.next();
        if (subcommand.equalsIgnoreCase("FLASHKV-ADVANCE-CLOCK") && args.remaining() == 1) {
            return ClockMove.advance(keyspaces, client.server(), args);
        }
        Reply reply = args.hasNext() ? withArgument(subcommand, args, client) : null;
        if (reply == null && subcommand.equalsIgnoreCase("HELP") && !args.hasNext()) {
            reply = help();
        }
        return reply != null
                ? reply
                : Reply.error("ERR unknown subcommand or wrong number of arguments for '"
                        + Errors.echo(subcommand, ECHO_BYTES_MAX) + "'. Try DEBUG HELP.");
    }

    private static @Nullable Reply withArgument(Bytes subcommand, Args args, Client client) {
        if (args.remaining() != 1) {
            return null;
        }
        if (subcommand.equalsIgnoreCase("ERROR")) {
            return Reply.error(Errors.echo(args.next(), Integer.MAX_VALUE));
        }
        if (subcommand.equalsIgnoreCase("PROTOCOL")) {
            return sample(args.next());
        }
        if (subcommand.equalsIgnoreCase("SLEEP")) {
            return sleep(client.server(), args.next());
        }
        return null;
    }

    /** Array of statuses. */
    private static Reply help() {
        return HelpText.of(
                TABLE.get(0),
                "ERROR <string>",
                "    Answers an error of that text.",
                "FLASHKV-ADVANCE-CLOCK <milliseconds>",
                "    Moves the time, where a test started the store on a clock made for that.",
                "PROTOCOL <type>",
                "    Answers a sample of a type: " + SAMPLE_NAMES + ".",
                "SLEEP <seconds>",
                "    Stops the whole store for that time, fractions allowed.");
    }

    /** A reply of the type that is named. */
    private static Reply sample(Bytes type) {
        Reply sample = SAMPLES.get(type.toString().toLowerCase(Locale.ROOT));
        return sample != null
                ? sample
                : Reply.error("ERR Wrong protocol type name. Please use one of the following: " + SAMPLE_NAMES);
    }

    /** OK, after the time given in seconds, during which no command runs on any shard. */
    private static Reply sleep(Server server, Bytes seconds) {
        server.pauseMillis((long) (leadingNumber(seconds) * 1000));
        return Reply.OK;
    }

    /** The number that the text begins with, else 0, as C's strtod reads it. */
    private static double leadingNumber(Bytes text) {
        for (int end = Math.min(text.length(), 64); end > 0; end--) {
            double number = Numbers.parseDoubleOrNaN(text.slice(0, end));
            if (!Double.isNaN(number)) {
                return Math.max(0, number);
            }
        }
        return 0;
    }
}
