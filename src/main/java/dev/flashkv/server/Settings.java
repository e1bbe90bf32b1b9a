package dev.flashkv.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.keyspace.ExpirySettings;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.shard.ShardMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * FlashKV's settings as they stand in the {@code flashkv} section of a configuration; reference.conf has the defaults
 * and says what each means.
 *
 * @param shards how many shards there are
 * @param shardDispatcher the configuration path of the shards' dispatcher
 * @param bind the addresses of the TCP door, at least one
 * @param port their port; 0 picks one
 * @param dir the server's working directory
 * @param backlog how many connections may wait to be accepted
 * @param outputBytesMax the bytes of replies made for one client before it has to take them
 * @param eventLoops how many event loops the server process runs on; 0 for Akka's own dispatchers
 * @param shutdownTimeout how long stopping waits for commands in flight
 * @param expiry how expired keys are swept
 * @param memoryBytesMax the memory limit; 0 for none
 * @param evictionPolicy what happens at that limit
 * @param evictionSamples how many keys are looked at to evict one
 * @param bulkBytesMax the longest string
 * @param debugCommandEnabled whether DEBUG is allowed
 */
public record Settings(
        int shards,
        String shardDispatcher,
        List<String> bind,
        int port,
        Path dir,
        int backlog,
        int outputBytesMax,
        int eventLoops,
        Duration shutdownTimeout,
        ExpirySettings expiry,
        long memoryBytesMax,
        EvictionPolicy evictionPolicy,
        int evictionSamples,
        long bulkBytesMax,
        boolean debugCommandEnabled) {

    private static final int BULK_BYTES_MAX_LOWEST = 1024 * 1024;

    /**
     * Reads the settings from a configuration that includes reference.conf.
     *
     * @throws ConfigException if a value is missing, of the wrong kind or out of range; the message names it
     */
    public static Settings from(Config config) {
        return new Settings(
                integer(config, "flashkv.shards", 1, ShardMap.SHARD_COUNT_MAX),
                config.getString("flashkv.shard-dispatcher"),
                addresses(config, "flashkv.server.bind"),
                integer(config, "flashkv.server.port", 0, 65535),
                directory(config, "flashkv.server.dir"),
                integer(config, "flashkv.server.tcp-backlog", 1, 65535),
                (int) bytes(config, "flashkv.server.output-buffer-limit", 1024, Integer.MAX_VALUE / 4),
                eventLoops(config),
                config.getDuration("flashkv.server.shutdown-timeout"),
                expiry(config),
                bytes(config, "flashkv.maxmemory", 0, Long.MAX_VALUE),
                policy(config),
                integer(config, "flashkv.maxmemory-samples", 1, 64),
                bytes(config, "flashkv.proto-max-bulk-len", BULK_BYTES_MAX_LOWEST, Limits.BULK_BYTES_DEFAULT),
                config.getBoolean("flashkv.enable-debug-command"));
    }

    /** The limits that these settings begin with. */
    public Limits limits() {
        Limits limits = new Limits();
        limits.memoryBytesMax(memoryBytesMax);
        limits.evictionPolicy(evictionPolicy);
        limits.evictionSamples(evictionSamples);
        limits.bulkBytesMax(bulkBytesMax);
        return limits;
    }

    private static ExpirySettings expiry(Config config) {
        try {
            return new ExpirySettings(
                    config.getDuration("flashkv.expiry.base-interval").toMillis(),
                    config.getDuration("flashkv.expiry.min-interval").toMillis(),
                    config.getDuration("flashkv.expiry.max-interval").toMillis(),
                    integer(config, "flashkv.expiry.keys-per-sweep", 1, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            throw bad(config, "flashkv.expiry.base-interval", String.valueOf(e.getMessage()));
        }
    }

    private static int integer(Config config, String path, int min, int max) {
        int value = config.getInt(path);
        // getInt cuts a fraction off.
        if (config.getNumber(path).doubleValue() != value) {
            throw bad(config, path, "must be a whole number");
        }
        if (value < min || value > max) {
            throw bad(config, path, "must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    private static long bytes(Config config, String path, long min, long max) {
        long value = config.getMemorySize(path).toBytes();
        if (value < min || value > max) {
            throw bad(config, path, "must be " + min + " to " + max + " bytes, not " + value);
        }
        return value;
    }

    private static EvictionPolicy policy(Config config) {
        String name = config.getString("flashkv.maxmemory-policy").toLowerCase(Locale.ROOT);
        return Arrays.stream(EvictionPolicy.values())
                .filter(policy -> policy.redisName().equals(name))
                .findFirst()
                .orElseThrow(() -> bad(
                        config,
                        "flashkv.maxmemory-policy",
                        "must be one of "
                                + Arrays.stream(EvictionPolicy.values())
                                        .map(EvictionPolicy::redisName)
                                        .toList()
                                + ", not " + name));
    }

    private static int eventLoops(Config config) {
        String dispatcher = config.getString("flashkv.server.dispatcher");
        int loops = integer(config, "flashkv.server.event-loops", 0, 1024);
        return switch (dispatcher) {
            case "event-loop" -> loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
            case "fork-join" -> 0;
            default ->
                throw bad(config, "flashkv.server.dispatcher", "must be event-loop or fork-join, not " + dispatcher);
        };
    }

    /** One address or a list of them. */
    private static List<String> addresses(Config config, String path) {
        List<String> addresses = config.getValue(path).valueType() == ConfigValueType.LIST
                ? config.getStringList(path)
                : List.of(config.getString(path));
        if (addresses.isEmpty() || addresses.stream().anyMatch(String::isBlank)) {
            throw bad(config, path, "must name at least one address");
        }
        return addresses;
    }

    private static Path directory(Config config, String path) {
        Path directory = Path.of(config.getString(path));
        if (!Files.isDirectory(directory)) {
            throw bad(config, path, "is no directory: " + directory);
        }
        return directory;
    }

    private static ConfigException bad(Config config, String path, String message) {
        return new ConfigException.BadValue(config.getValue(path).origin(), path, message);
    }
}
