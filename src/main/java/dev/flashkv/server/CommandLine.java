package dev.flashkv.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server's command line: options, each with its value or values behind it.
 *
 * @param config the whole configuration that results: options over {@code -Dflashkv.*} over the operator's file over
 *     reference.conf
 * @param request what is to be done with it
 */
public record CommandLine(Config config, Request request) {

    /** What the command line asks for. */
    public enum Request {
        /** Start the server. */
        START,
        /** Print the version. */
        VERSION,
        /** Print the options. */
        HELP
    }

    /** The command line can't be understood; the message says why, in one line. */
    public static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** The operator's file, looked for where the server is started. */
    private static final Path OPERATORS_FILE = Path.of("application.conf");

    /** Whether an option takes one value, or more. */
    private enum Values {
        ONE,
        SOME
    }

    private record Option(
            String name, @Nullable String alias, Values values, String path, String argument, String meaning) {
        boolean isNamed(String text) {
            return text.equals("--" + name) || (alias != null && text.equals(alias));
        }
    }

    private static final List<Option> OPTIONS = List.of(
            new Option("port", "-p", Values.ONE, "flashkv.server.port", "N", "port to listen at; 0 picks a free one"),
            new Option("bind", "--host", Values.SOME, "flashkv.server.bind", "ADDRESS...", "addresses to listen at"),
            new Option("dir", null, Values.ONE, "flashkv.server.dir", "DIR", "working directory"),
            new Option("maxmemory", null, Values.ONE, "flashkv.maxmemory", "SIZE", "limit for keys and values: 512MiB"),
            new Option(
                    "maxmemory-policy",
                    null,
                    Values.ONE,
                    "flashkv.maxmemory-policy",
                    "NAME",
                    "what happens at that limit: noeviction or allkeys-lru"),
            new Option(
                    "enable-debug-command",
                    null,
                    Values.ONE,
                    "flashkv.enable-debug-command",
                    "yes|no",
                    "whether DEBUG is allowed"));

    /**
     * Reads the command line and the files it leads to.
     *
     * @throws UsageException if an option is unknown or lacks its value, or a file can't be read
     */
    public static CommandLine parse(String... args) throws UsageException {
        Config options = ConfigFactory.empty();
        Path file = null;
        for (int i = 0; i < args.length; i++) {
            String name = args[i].toLowerCase(Locale.ROOT);
            if (name.equals("--help") || name.equals("-h")) {
                return new CommandLine(options, Request.HELP);
            }
            if (name.equals("--version") || name.equals("-v")) {
                return new CommandLine(options, Request.VERSION);
            }
            List<String> values = valuesAfter(args, i);
            i += values.size();
            if (name.equals("--config")) {
                file = Path.of(single("config", values));
                continue;
            }
            Option option = OPTIONS.stream()
                    .filter(each -> each.isNamed(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown option '" + name + "' (--help lists them)"));
            Object value = option.values == Values.SOME && !values.isEmpty() ? values : single(option.name, values);
            options = options.withValue(option.path, ConfigValueFactory.fromAnyRef(value, "option --" + option.name));
        }
        return new CommandLine(load(options, file), Request.START);
    }

    /** The text that {@code --help} prints. */
    public static String help() {
        StringBuilder text = new StringBuilder("Usage: java -jar flashkv.jar [OPTION VALUE]...\n\n");
        appendOption(text, "--config FILE", "read settings from FILE instead of ./application.conf");
        for (Option option : OPTIONS) {
            appendOption(text, "--" + option.name + " " + option.argument, option.meaning);
        }
        appendOption(text, "--version", "print the version");
        appendOption(text, "--help", "print this text");
        return text.toString();
    }

    private static void appendOption(StringBuilder text, String option, String meaning) {
        text.append(String.format(Locale.ROOT, "  %-30s %s%n", option, meaning));
    }

    private static List<String> valuesAfter(String[] args, int option) {
        List<String> values = new ArrayList<>();
        for (int i = option + 1; i < args.length && !isOption(args[i]); i++) {
            values.add(args[i]);
        }
        return values;
    }

    /** A dash begins an option, unless a digit follows it: a negative number is a value, though a bad one. */
    private static boolean isOption(String arg) {
        return arg.length() > 1 && arg.charAt(0) == '-' && !Character.isDigit(arg.charAt(1));
    }

    private static String single(String option, List<String> values) throws UsageException {
        if (values.size() != 1) {
            throw new UsageException("option --" + option + " takes one value");
        }
        return values.get(0);
    }

    private static Config load(Config options, @Nullable Path file) throws UsageException {
        Config operators = ConfigFactory.empty();
        if (file != null && (!Files.isReadable(file) || Files.isDirectory(file))) {
            throw new UsageException("can't read the config file " + file);
        }
        Path path = file == null ? OPERATORS_FILE : file;
        if (Files.isReadable(path)) {
            try {
                operators = ConfigFactory.parseFile(
                        path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
            } catch (ConfigException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
        return options.withFallback(ConfigFactory.defaultOverrides())
                .withFallback(operators)
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
