package dev.flashkv;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.dispatch.LoopSelectorProvider;
import dev.flashkv.server.AddressText;
import dev.flashkv.server.CommandLine;
import dev.flashkv.server.Settings;
import dev.flashkv.server.Version;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process. */
public final class Main {

    /*
     * The JVM answers SIGTERM and SIGINT with its shutdown hooks and a status of its own (143, 130). Here they are the
     * usual way to stop a server, so the hook closes the store and then ends the process with status 0, or with the
     * status of the failure that began the shutdown.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final String EVENT_LOOP_SETTINGS = "flashkv-event-loop.conf";
    private static final int FAILURE = 1;
    private static final AtomicInteger STATUS = new AtomicInteger();

    private Main() {}

    /** Starts the server; {@code --help} lists the options. */
    public static void main(String[] args) {
        try {
            CommandLine commandLine = CommandLine.parse(args);
            switch (commandLine.request()) {
                case HELP -> System.out.print(CommandLine.help());
                case VERSION -> System.out.println("FlashKV " + Version.current());
                case START -> start(commandLine);
            }
        } catch (CommandLine.UsageException | ConfigException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private static void start(CommandLine commandLine) {
        long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        FlashKv store = FlashKv.create(onEventLoops(commandLine.config()));
        stopWithParent();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(store), "flashkv-shutdown"));
        store.system().getWhenTerminated().whenComplete((done, failure) -> {
            // Not while shutting down: exit is then under way, and this does nothing. Else a fatal error ended it.
            fail("the actor system has terminated unexpectedly; see the log");
        });
        Settings settings = store.settings();
        LOG.info(
                "FlashKV {}: {} shards, dispatcher {}, garbage collector {}, pid {}",
                Version.current(),
                settings.shards(),
                settings.shardDispatcher(),
                garbageCollector(),
                ProcessHandle.current().pid());
        for (String address : settings.bind()) {
            try {
                TcpDoor door = store.listen(address, settings.port());
                LOG.info(
                        "Ready to accept connections tcp {} in {} ms",
                        AddressText.of(door.address()),
                        System.currentTimeMillis() - startMillis);
            } catch (RuntimeException e) {
                fail("can't listen at " + address + ":" + settings.port() + ": " + reason(e));
            }
        }
        // The store's threads are daemons: this one keeps the process alive.
        store.system().getWhenTerminated().toCompletableFuture().join();
    }

    /** The configuration with what event loops need, if they are wanted and the JVM allows them. */
    private static Config onEventLoops(Config config) {
        int loops = Settings.from(config).eventLoops();
        if (loops == 0) {
            return config;
        }
        if (!LoopSelectorProvider.install()) {
            LOG.warn("No event loops: start the JVM with --add-exports java.base/sun.nio.ch=ALL-UNNAMED for them");
            return config;
        }
        return ConfigFactory.parseResources(EVENT_LOOP_SETTINGS)
                .resolveWith(ConfigFactory.parseMap(Map.of("flashkv.server.event-loops", loops)))
                .withFallback(config);
    }

    /** A server started by a build tool ends with it, however that ended. */
    private static void stopWithParent() {
        if (Boolean.getBoolean("flashkv.stop-with-parent")) {
            ProcessHandle.current().parent().ifPresent(parent -> {
                var unused = parent.onExit().thenRun(() -> System.exit(0));
            });
        }
    }

    private static String garbageCollector() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", "));
    }

    /** Why an address can't be used, without the address, which Akka puts before the system's words. */
    private static String reason(RuntimeException bindFailure) {
        Throwable cause = bindFailure.getCause() == null ? bindFailure : bindFailure.getCause();
        return String.valueOf(cause.getMessage()).replaceFirst("^\\[[^]]*] ", "");
    }

    private static void fail(String message) {
        if (STATUS.compareAndSet(0, FAILURE)) {
            System.err.println("flashkv: " + message.replaceAll("\\R", " "));
            System.exit(FAILURE);
        }
    }

    private static void shutDown(FlashKv store) {
        int status = STATUS.getAndSet(FAILURE);
        try {
            if (status == 0) {
                LOG.info("Stopping: no new connections, commands in flight are answered");
            }
            store.close();
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }
}
