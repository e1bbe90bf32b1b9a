package dev.flashkv.command;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.keyspace.TrackingTerms;
import dev.flashkv.server.Settings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What commands see of the server, in tests without one. */
public final class TestServer implements Server {
    private static final Settings SETTINGS = Settings.from(ConfigFactory.load());

    /** The time, for the test to set: 2023-11-14 22:13:20 UTC at first. */
    public long nowMillis = 1_700_000_000_000L;

    /** The clients that CLIENT LIST shows. */
    public Collection<Client> clients = List.of();

    /** The options that CONFIG shows: all directives, at first as reference.conf has them. */
    public ConfigOptions config = SETTINGS.options();

    /** The traffic that INFO shows. */
    public final TestTraffic traffic = new TestTraffic();

    /** What is watched; follows {@link #config} as it is when the server is made. */
    public final Monitoring monitoring = new Monitoring();

    /** What CLIENT PAUSE has asked for. */
    /** Who listens to what. */
    public PubSub pubSub = new PubSub();

    public final TestPause pause = new TestPause();

    /** Who is told of modified keys; that of the store's limits where there is a store. */
    public Tracking tracking = new Tracking(new TrackingTerms());

    /** The most memory that INFO shows. */
    public long memoryPeakBytes;

    /** How often the statistics were reset. */
    public int statisticsResets;

    /** Why CONFIG REWRITE fails; null when it does not. */
    public String rewriteRefusal = "The server is running without a config file";

    /** Who may do what; follows {@link #config} as it is when the server is made. */
    public final AclUsers acl = new AclUsers(config, AclFile.NONE);

    /** A server at its start. */
    public TestServer() {
        monitoring.bind(config);
    }

    /** Starts anew with this value of a directive that can't be changed while running. */
    public void configure(String name, String value) {
        Map<String, String> values = new HashMap<>(SETTINGS.directives());
        values.put(name, value);
        config = new ConfigOptions(SETTINGS.directives(), values);
    }

    @Override
    public Clock clock() {
        return () -> nowMillis;
    }

    @Override
    public long startMillis() {
        return 1_700_000_000_000L;
    }

    @Override
    public String version() {
        return "0.0.0-test";
    }

    @Override
    public String runId() {
        return "0123456789abcdef0123456789abcdef01234567";
    }

    @Override
    public int shardCount() {
        return 64;
    }

    @Override
    public List<Integer> ports() {
        return List.of(6379);
    }

    @Override
    public Collection<Client> clients() {
        return clients;
    }

    @Override
    public ConfigOptions config() {
        return config;
    }

    @Override
    public Tracking tracking() {
        return tracking;
    }

    @Override
    public AclUsers acl() {
        return acl;
    }

    @Override
    public PubSub pubSub() {
        return pubSub;
    }

    @Override
    public void pauseMillis(long millis) {
        nowMillis += millis;
    }

    @Override
    public void resetStatistics() {
        statisticsResets++;
    }

    @Override
    public String rewriteConfig() {
        return rewriteRefusal;
    }

    @Override
    public TestTraffic traffic() {
        return traffic;
    }

    @Override
    public Monitoring monitoring() {
        return monitoring;
    }

    @Override
    public TestPause pause() {
        return pause;
    }

    @Override
    public long memoryPeakBytes() {
        return memoryPeakBytes;
    }
}
