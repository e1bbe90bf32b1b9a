package dev.flashkv;

import akka.dispatch.Dispatchers;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.command.FatalErrors;
import dev.flashkv.dispatch.LoopSelectorProvider;
import dev.flashkv.server.AddressText;
import dev.flashkv.server.BindAddress;
import dev.flashkv.server.CommandLine;
import dev.flashkv.server.PidFile;
import dev.flashkv.server.ServerLog;
import dev.flashkv.server.Settings;
import dev.flashkv.server.StoreServer;
import dev.flashkv.server.TcpServer;
import dev.flashkv.server.UsageException;
import dev.flashkv.server.Version;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    private static final String EVENT_LOOP_DISPATCHER = "flashkv.event-loop-dispatcher";
    private static final String SYSTEM_ENDED = "the actor system has terminated unexpectedly; see the log";
    private static final int FAILURE = 1;
    private static final AtomicInteger STATUS = new AtomicInteger();
    private static final AtomicReference<@Nullable PidFile> PID_FILE = new AtomicReference<>();

    private Main() {}

    /** Starts the server; {@code --help} lists the options. */
    public static void main(String[] args) {
        try {
            CommandLine commandLine = CommandLine.parse(List.of(args), System.getenv());
            switch (commandLine.request()) {
                case HELP -> System.out.print(CommandLine.help());
                case VERSION -> System.out.println("FlashKV " + Version.current());
                case START -> start(commandLine);
            }
        } catch (UsageException | ConfigException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private static void start(CommandLine commandLine) throws UsageException {
        FatalErrors.handleBy(Main::die);
        ServerLog log = ServerLog.open(Settings.from(commandLine.config()));
        commandLine.warnings().forEach(LOG::warn);
        FlashKv store = FlashKv.create(onEventLoops(commandLine.config()));
        stopWithParent();
        store.whenSystemEndsByItself(Main::dieWithSystem);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(store), "flashkv-shutdown"));
        if (log == null) {
            LOG.warn("loglevel and logfile have no effect: logging is not logback's");
        } else {
            log.follow(store.server().config());
        }
        Settings settings = store.settings();
        LOG.info(
                "FlashKV {}: {} shards, dispatcher {}, garbage collector {}, pid {}",
                Version.current(),
                settings.shards(),
                settings.shardDispatcher(),
                garbageCollector(),
                ProcessHandle.current().pid());
        long clientsMax = store.server().config().get("maxclients").number();
        if (clientsMax > StoreServer.clientsMaxOfSystem()) {
            LOG.warn(
                    "The operating system lets in {} clients at most, not {}: raise its limit of open files",
                    StoreServer.clientsMaxOfSystem(),
                    clientsMax);
        }
        String pidFile = store.server().config().get("pidfile").text();
        if (!pidFile.isEmpty()) {
            PID_FILE.set(PidFile.write(settings.dir().resolve(pidFile)));
        }
        // On a thread of its own: exiting waits for the store to close, which needs the thread that has been asked.
        store.server().endProcessBy(() -> new Thread(() -> System.exit(0), "flashkv-exit").start());
        if (settings.tlsPort() != 0) {
            // Before the plain port is open: a server that is not going to be there must not say that it is ready.
            TcpServer.readTls(store.server());
        }
        boolean plain = settings.port() != 0 || settings.tlsPort() == 0;
        for (String address : settings.bind()) {
            if (plain) {
                listen(address, "tcp", settings.port(), store::listen);
            }
            if (settings.tlsPort() != 0) {
                listen(address, "tls", settings.tlsPort(), store::listenTls);
            }
        }
        // The store's threads are daemons: this one keeps the process alive, and must not end before it has said why.
        store.system().getWhenTerminated().toCompletableFuture().join();
        // Does nothing while shutting down, as exit is under way then.
        fail(SYSTEM_ENDED);
    }

    /** Opens a door at an address as redis.conf writes it. */
    private static void listen(String address, String kind, int port, BiFunction<String, Integer, TcpDoor> door) {
        BindAddress bind = BindAddress.parse(address);
        try {
            LOG.info(
                    "Ready to accept connections {} {} in {} ms",
                    kind,
                    AddressText.of(door.apply(bind.host(), port).address()),
                    ManagementFactory.getRuntimeMXBean().getUptime());
        } catch (RuntimeException e) {
            String message = "can't listen at " + bind.host() + ":" + port + ": " + reason(e);
            if (bind.optional()) {
                LOG.info("Optional address: {}", message);
            } else {
                fail(message);
            }
        }
    }

    /** The configuration with what event loops need, if they are wanted and the JVM allows them. */
    private static Config onEventLoops(Config config) {
        Settings settings = Settings.from(config);
        int loops = settings.eventLoops();
        if (loops > 0 && LoopSelectorProvider.install()) {
            return ConfigFactory.parseResources(EVENT_LOOP_SETTINGS)
                    .resolveWith(ConfigFactory.parseMap(Map.of("flashkv.server.event-loops", loops)))
                    .withFallback(config);
        }
        if (loops > 0) {
            LOG.warn("No event loops: start the JVM with --add-exports java.base/sun.nio.ch=ALL-UNNAMED for them");
        }
        if (!settings.shardDispatcher().equals(EVENT_LOOP_DISPATCHER)) {
            return config;
        }
        // Shards on a loop of their own would be a thread further from the sockets.
        return ConfigFactory.parseMap(Map.of("flashkv.shard-dispatcher", Dispatchers.DefaultDispatcherId()))
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

    /** Ends the process at once: what would have to be done first may need just what is missing. */
    private static void die(VirtualMachineError error) {
        try {
            System.err.println("flashkv: " + error + "; the process ends");
            LOG.error("The process ends", error);
        } finally {
            Runtime.getRuntime().halt(FAILURE);
        }
    }

    /**
     * The same after an error that was Akka's to catch. Whoever has told the process to stop, before or while the
     * system ends, is not told that all went well.
     */
    private static void dieWithSystem() {
        try {
            System.err.println("flashkv: " + SYSTEM_ENDED);
        } finally {
            Runtime.getRuntime().halt(FAILURE);
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
            PidFile pidFile = PID_FILE.get();
            if (pidFile != null) {
                pidFile.remove();
            }
            Runtime.getRuntime().halt(status);
        }
    }
}
