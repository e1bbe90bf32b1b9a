package dev.flashkv.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueType;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.keyspace.ExpirySettings;
import dev.flashkv.keyspace.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * FlashKV's settings as they stand in the {@code flashkv} section of a configuration; reference.conf has the defaults
 * and says what each means.
 *
 * @param shardDispatcher the configuration path of the shards' dispatcher
 * @param shutdownTimeout how long stopping waits for commands in flight
 * @param expiry how expired keys are swept
 * @param directives the directives of redis.conf that are set, by name, with their values in its syntax
 * @param users the users beside the default one, and perhaps that one: each a name and rules
 * @param renamedCommands commands that clients call by other names or not at all: each a name and another, or an empty
 *     one
 * @param handshakePatience how long a client may take for its TLS handshake
 * @param confFile the file in redis.conf's syntax that the server was started with, or null
 */
public record Settings(
        String shardDispatcher,
        Duration shutdownTimeout,
        ExpirySettings expiry,
        Map<String, String> directives,
        List<List<String>> users,
        List<List<String>> renamedCommands,
        Duration handshakePatience,
        @Nullable Path confFile) {

    private static final Map<String, String> DEFAULTS =
            HoconDirectives.read(ConfigFactory.defaultReferenceUnresolved().resolve());

    /** Where a configuration has {@link #users}. */
    static final String USERS_PATH = "flashkv.server.acl.users";

    /** Where a configuration has {@link #renamedCommands}. */
    static final String RENAMED_COMMANDS_PATH = "flashkv.server.rename-commands";

    /** Where a configuration names {@link #confFile}: the command line puts it there. */
    static final String CONF_FILE_PATH = "flashkv.server.conf-file";

    /**
     * Reads the settings from a configuration that includes reference.conf.
     *
     * @throws ConfigException if a value is missing, of the wrong kind or out of range; the message names it
     */
    public static Settings from(Config config) {
        return new Settings(
                config.getString("flashkv.shard-dispatcher"),
                config.getDuration("flashkv.server.shutdown-timeout"),
                expiry(config),
                Map.copyOf(HoconDirectives.read(config)),
                wordLists(config, USERS_PATH),
                wordLists(config, RENAMED_COMMANDS_PATH),
                config.getDuration("flashkv.server.tls.handshake-timeout"),
                config.hasPath(CONF_FILE_PATH) ? Path.of(config.getString(CONF_FILE_PATH)) : null);
    }

    /** What CONFIG shows and changes, as it is when a store begins with these settings. */
    public ConfigOptions options() {
        return new ConfigOptions(DEFAULTS, directives);
    }

    /** Limits that nothing has changed yet: they follow {@link #options()} once bound to them. */
    public Limits limits() {
        return new Limits();
    }

    /** How many shards there are. */
    public int shards() {
        return integer("shards");
    }

    /** The addresses of the TCP door, at least one. */
    public List<String> bind() {
        return List.of(text("bind").split(" "));
    }

    /** Their port; 0 picks one, unless there is a {@link #tlsPort}: then it is none. */
    public int port() {
        return integer("port");
    }

    /** Their port for clients that speak TLS; 0 for none. */
    public int tlsPort() {
        return integer("tls-port");
    }

    /** The server's working directory. */
    public Path dir() {
        return Path.of(text("dir"));
    }

    /** How many connections may wait to be accepted. */
    public int backlog() {
        return integer("tcp-backlog");
    }

    /** The bytes of replies made for one client before it has to take them. */
    public int outputBytesMax() {
        return (int) Math.min(Long.parseLong(text("output-buffer-limit")), Integer.MAX_VALUE / 4);
    }

    /** How many event loops the server process runs on; 0 for Akka's own dispatchers. */
    public int eventLoops() {
        if (text("dispatcher").equalsIgnoreCase("fork-join")) {
            return 0;
        }
        int loops = integer("event-loops");
        return loops == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : loops;
    }

    private int integer(String directive) {
        return Integer.parseInt(text(directive));
    }

    private String text(String directive) {
        String text = directives.get(directive);
        if (text == null) {
            throw new IllegalStateException("reference.conf lacks " + directive);
        }
        return text;
    }

    /** Lines of words: each a list, or a text with blanks between them. */
    private static List<List<String>> wordLists(Config config, String path) {
        return config.getList(path).stream()
                .map(line -> line.valueType() == ConfigValueType.LIST
                        ? words((ConfigList) line)
                        : List.of(String.valueOf(line.unwrapped()).trim().split("\\s+", -1)))
                .toList();
    }

    private static List<String> words(ConfigList line) {
        return line.stream().map(word -> String.valueOf(word.unwrapped())).toList();
    }

    private static ExpirySettings expiry(Config config) {
        try {
            return new ExpirySettings(
                    config.getDuration("flashkv.expiry.base-interval").toMillis(),
                    config.getDuration("flashkv.expiry.min-interval").toMillis(),
                    config.getDuration("flashkv.expiry.max-interval").toMillis(),
                    HoconDirectives.integer(config, "flashkv.expiry.keys-per-sweep"));
        } catch (IllegalArgumentException e) {
            String path = "flashkv.expiry.base-interval";
            throw new ConfigException.BadValue(config.getValue(path).origin(), path, String.valueOf(e.getMessage()));
        }
    }
}
