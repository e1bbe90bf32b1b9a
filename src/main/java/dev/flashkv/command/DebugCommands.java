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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DEBUG, what test suites lean on: the table first, then its subcommands, which have no rows in Redis either. */
final class DebugCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("DEBUG subcommand [argument ...]")
            .arity(-2)
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .since("1.0.0")
            .complexity("That of the subcommand")
            .summary("Helps to test clients and the server.")
            .internal()
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

    private static final Logger LOG = LoggerFactory.getLogger(DebugCommands.class);

    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    /**
     * One of DEBUG's subcommands.
     *
     * @param name its name in capitals
     * @param argumentsMin how many arguments it takes at least
     * @param argumentsMax how many it takes at most
     * @param body what it does
     * @param syntax its arguments, as HELP shows them
     * @param help what it does, in HELP's words
     */
    private record Subcommand(
            String name, int argumentsMin, int argumentsMax, Handler.OnAllShards body, String syntax, String help) {}

    private static final List<Subcommand> SUBCOMMANDS = List.of(
            new Subcommand(
                    "DIGEST",
                    0,
                    0,
                    DebugDataset::digest,
                    "",
                    "Answers a digest of all keys of all databases: the same for the same data."),
            new Subcommand(
                    "DIGEST-VALUE",
                    0,
                    ANY_NUMBER,
                    DebugDataset::digestValue,
                    " <key> [<key> ...]",
                    "Answers a digest of each key's value."),
            new Subcommand("ERROR", 1, 1, DebugCommands::error, " <string>", "Answers an error of that text."),
            new Subcommand(
                    "FLASHKV-ADVANCE-CLOCK",
                    1,
                    1,
                    (keyspaces, client, args) -> ClockMove.advance(keyspaces, client.server(), args),
                    " <milliseconds>",
                    "Moves the time, where a test started the store on a clock made for that."),
            new Subcommand("LOG", 1, 1, DebugCommands::log, " <message>", "Writes a message to the server's log."),
            new Subcommand("OBJECT", 1, 1, DebugDataset::object, " <key>", "Tells how a key's value is stored."),
            new Subcommand(
                    "PROTOCOL",
                    1,
                    1,
                    DebugCommands::protocol,
                    " <type>",
                    "Answers a sample of a type: " + SAMPLE_NAMES + "."),
            new Subcommand(
                    "QUICKLIST-PACKED-THRESHOLD",
                    1,
                    1,
                    DebugDataset::quicklistPackedThreshold,
                    " <size>",
                    "Elements of lists from that size on are not packed with others in what DUMP writes; 0 for 1gb."),
            new Subcommand(
                    "RELOAD",
                    0,
                    ANY_NUMBER,
                    DebugDataset::reload,
                    " [MERGE] [NOFLUSH]",
                    "Writes every value as DUMP does and reads it again."),
            new Subcommand(
                    "SET-ACTIVE-EXPIRE",
                    1,
                    1,
                    DebugDataset::setActiveExpire,
                    " <0|1>",
                    "With 0, keys that have expired are removed only when somebody asks for them."),
            new Subcommand(
                    "SLEEP",
                    1,
                    1,
                    DebugCommands::sleep,
                    " <seconds>",
                    "Stops the whole store for that time, fractions allowed."));

    private DebugCommands() {}

    /** As the subcommand has it. Runs on all shards, so that nothing else does. */
    private static Reply debug(Keyspaces keyspaces, Client client, Args args) {
        if (!client.isAllowedBy(client.server().config().get("enable-debug-command"))) {
            return NOT_ALLOWED;
        }
        Bytes name = args.next();
        if (name.equalsIgnoreCase("HELP") && !args.hasNext()) {
            return help();
        }
        for (Subcommand subcommand : SUBCOMMANDS) {
            boolean fits = args.remaining() >= subcommand.argumentsMin && args.remaining() <= subcommand.argumentsMax;
            if (fits && name.equalsIgnoreCase(subcommand.name)) {
                return subcommand.body.run(keyspaces, client, args);
            }
        }
        return Reply.error("ERR unknown subcommand or wrong number of arguments for '"
                + Errors.echo(name, ECHO_BYTES_MAX) + "'. Try DEBUG HELP.");
    }

    /** Array of statuses. */
    private static Reply help() {
        return HelpText.of(
                TABLE.get(0),
                SUBCOMMANDS.stream()
                        .flatMap(each -> Stream.of(each.name + each.syntax, "    " + each.help))
                        .toArray(String[]::new));
    }

    /** The error that is asked for. */
    private static Reply error(Keyspaces keyspaces, Client client, Args args) {
        return Reply.error(Errors.echo(args.next(), Integer.MAX_VALUE));
    }

    /** OK. */
    private static Reply log(Keyspaces keyspaces, Client client, Args args) {
        LOG.warn("DEBUG LOG: {}", Errors.echo(args.next(), Integer.MAX_VALUE));
        return Reply.OK;
    }

    /** A reply of the type that is named. */
    private static Reply protocol(Keyspaces keyspaces, Client client, Args args) {
        Reply sample = SAMPLES.get(args.next().toString().toLowerCase(Locale.ROOT));
        return sample != null
                ? sample
                : Reply.error("ERR Wrong protocol type name. Please use one of the following: " + SAMPLE_NAMES);
    }

    /** OK, after the time given in seconds, during which no command runs on any shard. */
    private static Reply sleep(Keyspaces keyspaces, Client client, Args args) {
        client.server().pauseMillis((long) (leadingNumber(args.next()) * 1000));
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
