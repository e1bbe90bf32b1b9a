package dev.flashkv.command;

import dev.flashkv.keyspace.Clock;
import java.util.Collection;
import java.util.List;

/** What commands see of the server, in tests without one. */
public final class TestServer implements Server {
    /** The time, for the test to set: 2023-11-14 22:13:20 UTC at first. */
    public long nowMillis = 1_700_000_000_000L;

    /** The clients that CLIENT LIST shows. */
    public Collection<Client> clients = List.of();

    /** The options that CONFIG shows. */
    public ConfigOptions config = new ConfigOptions(List.of());

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
    public void pauseMillis(long millis) {
        nowMillis += millis;
    }

    @Override
    public Traffic traffic() {
        return new Traffic() {
            @Override
            public long connectionsReceived() {
                return 0;
            }

            @Override
            public long commandsProcessed() {
                return 0;
            }

            @Override
            public long errorReplies() {
                return 0;
            }

            @Override
            public void reset() {}
        };
    }
}
