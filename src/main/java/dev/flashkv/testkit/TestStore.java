package dev.flashkv.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store for tests: on a clock that the test moves, with a TCP door that opens when it is asked for. It starts in a
 * few milliseconds, since all test stores of a JVM share one actor system. JUnit tests get theirs from
 * {@link FlashKvExtension}; this is for everything else.
 *
 * <pre>{@code
 * try (TestStore test = TestStore.start();
 *         Jedis jedis = new Jedis(test.uri())) {
 *     jedis.set("session", "token", setParams().ex(1800));
 *     test.clock().advance(Duration.ofMinutes(31));
 *     jedis.get("session"); // null
 *     test.store().statistics().toCompletableFuture().join().expired(); // 1
 * }
 * }</pre>
 *
 * <p>The settings are those of FlashKV's reference.conf, whatever the application's own application.conf says, and
 * those given at the start:
 *
 * <pre>{@code
 * TestStore.start("flashkv.maxmemory = 1 MiB, flashkv.maxmemory-policy = allkeys-lru");
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class TestStore implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final SharedSystem.Lease lease;
    private final ManualClock clock;
    private final FlashKv store;
    private @Nullable TcpDoor door;

    private TestStore(Config settings, ManualClock clock) {
        this.clock = clock;
        this.lease = SharedSystem.lease();
        try {
            this.store = FlashKv.start(lease.system(), settings, clock);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        clock.drive(store);
    }

    /** A store with the default settings, on a clock of its own. */
    public static TestStore start() {
        return start("");
    }

    /** A store on a clock of its own. For {@code settings} see {@link #start(String, ManualClock)}. */
    public static TestStore start(String settings) {
        return start(settings, new ManualClock());
    }

    /**
     * A store on the given clock, which other stores may be on too. The clock {@linkplain ManualClock#drive drives} it.
     *
     * @param settings what is to differ from reference.conf, in the syntax of such files; each begins with {@code
     *     flashkv.} or stands in a section of that name. Empty for nothing. Those of the TCP door's address don't
     *     count.
     * @throws IllegalArgumentException if there is no such setting
     * @throws com.typesafe.config.ConfigException if a setting is not valid
     */
    public static TestStore start(String settings, ManualClock clock) {
        Config given = ConfigFactory.parseString(settings);
        checkNames(given);
        return new TestStore(given.withFallback(SharedSystem.settings()).resolve(), clock);
    }

    /** A setting that nobody reads would leave a test without what it tests. */
    private static void checkNames(Config given) {
        TreeSet<String> unknown = new TreeSet<>();
        given.entrySet().forEach(setting -> {
            String path = setting.getKey();
            // Which directives without effect there are, the store knows, and refuses others.
            boolean isKnown = path.startsWith("flashkv.redis.")
                    || (path.startsWith("flashkv.") && SharedSystem.settings().hasPathOrNull(path));
            if (!isKnown) {
                unknown.add(path);
            }
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no settings of FlashKV: " + String.join(", ", unknown));
        }
    }

    /** The store. Whoever closes it is left with a test store that does nothing more. */
    public FlashKv store() {
        return store;
    }

    /** The clock that every TTL of the store goes by. */
    public ManualClock clock() {
        return clock;
    }

    /**
     * Where Redis clients can connect: a free port of the loopback address. The first call of this, or of what is
     * derived from it, opens the door.
     *
     * @throws IllegalStateException if the store is closed
     */
    public synchronized InetSocketAddress address() {
        TcpDoor opened = door;
        if (opened == null) {
            opened = store.listen(LOOPBACK, 0);
            door = opened;
        }
        return opened.address();
    }

    /** The port of {@link #address()}. */
    public int port() {
        return address().getPort();
    }

    /** {@link #address()} as Redis clients take it, such as {@code redis://127.0.0.1:41234}. */
    public URI uri() {
        return URI.create(String.format(Locale.ROOT, "redis://%s:%d", LOOPBACK, port()));
    }

    /** Removes all keys of all databases. Clients stay connected; the clock, the settings and the statistics stay. */
    public void flush() {
        store.flush().toCompletableFuture().join();
    }

    /** Closes the store and its door, and waits until that is done. Calling it again does nothing new. */
    @Override
    public void close() {
        clock.release(store);
        try {
            store.close();
        } finally {
            lease.close();
        }
    }
}
