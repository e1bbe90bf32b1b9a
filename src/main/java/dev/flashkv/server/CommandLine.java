package dev.flashkv.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.flashkv.command.Directive;
import dev.flashkv.command.Directives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The server's command line: perhaps a file in redis.conf's syntax, then options, each a directive of redis.conf behind
 * two dashes with its words behind it.
 *
 * @param config the whole configuration that results: options over the redis.conf file over {@code -Dflashkv.*} over
 *     {@code FLASHKV_*} variables over the operator's file over reference.conf
 * @param request what is to be done with it
 * @param warnings what the operator should know of it, a line each
 */
public record CommandLine(Config config, Request request, List<String> warnings) {

    /** What the command line asks for. */
    public enum Request {
        /** Start the server. */
        START,
        /** Print the version. */
        VERSION,
        /** Print the options. */
        HELP
    }

    /** The operator's file, looked for where the server is started. */
    private static final Path OPERATORS_FILE = Path.of("application.conf");

    private static final String LONG = "--";
    private static final Map<String, String> SHORT = Map.of("-p", "--port", "-h", "--bind", "--host", "--bind");
    private static final String VARIABLE_PREFIX = "FLASHKV_";
    private static final int HELP_NAME_WIDTH = 36;

    /**
     * Reads the command line and what it leads to.
     *
     * @param args the words behind {@code java -jar flashkv.jar}
     * @param environment the environment variables, by name
     * @throws UsageException if something can't be understood or read
     * @throws ConfigException if the operator's file is not valid HOCON
     */
    public static CommandLine parse(List<String> args, Map<String, String> environment) throws UsageException {
        if (isAsked(args, "--help", "-h") || args.equals(List.of("help"))) {
            return new CommandLine(ConfigFactory.empty(), Request.HELP, List.of());
        }
        if (isAsked(args, "--version", "-v")) {
            return new CommandLine(ConfigFactory.empty(), Request.VERSION, List.of());
        }
        GivenDirectives given = new GivenDirectives();
        Config started = ConfigFactory.empty();
        int next = 0;
        if (!args.isEmpty() && !isOption(args.get(0))) {
            String file = args.get(next++);
            for (ConfFile.Line line : ConfFile.read(file)) {
                given.give(line.name(), line.values(), line.place());
            }
            started = confFile(file);
        }
        Path operatorsFile = null;
        while (next < args.size()) {
            String option = args.get(next++);
            List<String> words = wordsAfter(args, next);
            next += words.size();
            if (option.equalsIgnoreCase("--config")) {
                operatorsFile = Path.of(single(option, words));
            } else {
                give(given, option, words);
            }
        }
        GivenDirectives variables = new GivenDirectives();
        List<String> warnings = new ArrayList<>(given.warnings());
        warnings.addAll(readVariables(variables, environment));
        Config config = started.withFallback(given.toConfig())
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(variables.toConfig())
                .withFallback(operatorsFile(operatorsFile))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        return new CommandLine(config, Request.START, warnings);
    }

    /** Whether the first word asks for that; the short form is an option of its own when something follows it. */
    private static boolean isAsked(List<String> args, String longForm, String shortForm) {
        return args.stream().anyMatch(arg -> arg.equalsIgnoreCase(longForm)) || args.equals(List.of(shortForm));
    }

    private static boolean isOption(String arg) {
        return arg.startsWith(LONG) || SHORT.containsKey(arg);
    }

    private static List<String> wordsAfter(List<String> args, int from) {
        int end = from;
        while (end < args.size() && !isOption(args.get(end))) {
            end++;
        }
        return args.subList(from, end);
    }

    private static String single(String option, List<String> words) throws UsageException {
        if (words.size() != 1) {
            throw new UsageException("option " + option + " takes one value");
        }
        return words.get(0);
    }

    private static void give(GivenDirectives given, String option, List<String> words) throws UsageException {
        String name =
                SHORT.getOrDefault(option.toLowerCase(Locale.ROOT), option).substring(LONG.length());
        if (Directives.find(name) == null) {
            throw new UsageException("unknown option '" + option + "' (--help lists them)");
        }
        given.give(name, words, "option " + option);
    }

    /** CONFIG REWRITE has to find the file again, wherever that is read from. */
    private static Config confFile(String file) {
        return file.equals(ConfFile.STANDARD_INPUT)
                ? ConfigFactory.empty()
                : ConfigFactory.empty()
                        .withValue(
                                Settings.CONF_FILE_PATH,
                                ConfigValueFactory.fromAnyRef(
                                        Path.of(file).toAbsolutePath().toString(), "the command line"));
    }

    private static List<String> readVariables(GivenDirectives given, Map<String, String> environment)
            throws UsageException {
        Map<String, String> names = new TreeMap<>();
        Directives.all().forEach(directive -> directive.names().forEach(name -> names.put(variable(name), name)));
        List<String> warnings = new ArrayList<>();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = names.get(variable.getKey());
            String value = variable.getValue();
            if (name != null) {
                Directive directive = Directives.find(name);
                boolean several = directive != null && directive.isWords();
                given.give(
                        name,
                        several ? Arrays.asList(value.trim().split("\\s+")) : List.of(value),
                        "environment variable " + variable.getKey());
            } else if (variable.getKey().startsWith(VARIABLE_PREFIX)) {
                warnings.add("environment variable " + variable.getKey() + " is not known and has no effect");
            }
        }
        warnings.addAll(0, given.warnings());
        return warnings;
    }

    /** The environment variable of a directive: {@code FLASHKV_MAXMEMORY_POLICY}. */
    private static String variable(String directive) {
        return VARIABLE_PREFIX + directive.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Config operatorsFile(@Nullable Path file) throws UsageException {
        if (file != null && (!Files.isReadable(file) || Files.isDirectory(file))) {
            throw new UsageException("can't read the config file " + file);
        }
        Path path = file == null ? OPERATORS_FILE : file;
        return Files.isReadable(path)
                ? ConfigFactory.parseFile(
                        path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                : ConfigFactory.empty();
    }

    /** The text that {@code --help} prints. */
    public static String help() {
        StringBuilder text = new StringBuilder("""
                Usage: java -jar flashkv.jar [REDIS.CONF] [OPTION VALUE...]...

                """);
        append(text, "--config FILE", "read settings from FILE instead of ./application.conf");
        append(text, "-p, -h, --host", "the same as --port and --bind");
        for (Directive directive : Directives.all()) {
            if (directive.effect() == Directive.Effect.ACTIVE) {
                append(text, LONG + directive.name() + " " + directive.type().hint(), directive.note());
            }
        }
        append(text, "--version", "print the version");
        append(text, "--help", "print this text");
        text.append("""

                All directives of redis.conf are options, with its values: --maxmemory 512mb. Others than those above
                are kept without effect, or refused where that would be dangerous. What is stronger comes first:
                options, REDIS.CONF, -Dflashkv.* of the JVM, FLASHKV_* variables such as FLASHKV_MAXMEMORY_POLICY,
                application.conf.
                """);
        return text.toString();
    }

    private static void append(StringBuilder text, String option, String meaning) {
        boolean fits = option.length() < HELP_NAME_WIDTH;
        String format = fits ? "  %-" + HELP_NAME_WIDTH + "s %s%n" : "  %s%n  " + " ".repeat(HELP_NAME_WIDTH) + " %s%n";
        text.append(String.format(Locale.ROOT, format, option, meaning));
    }
}
