package dev.flashkv;

import dev.flashkv.server.Settings;
import dev.flashkv.server.Version;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger("dev.flashkv.Main");

    private Main() {}

    /** Starts the server; see {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        FlashKv store = FlashKv.create();
        Settings settings = store.settings();
        LOG.info(
                "FlashKV {} starting: {} shards, dispatcher {}, garbage collector {}, pid {}",
                Version.current(),
                settings.shards(),
                settings.shardDispatcher(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")),
                ProcessHandle.current().pid());
        int port = args.length == 2 && args[0].equals("--port") ? Integer.parseInt(args[1]) : settings.port();
        TcpDoor door = store.listen(settings.bind(), port);
        LOG.info(
                "Ready to accept connections tcp {}:{} in {} ms",
                door.address().getAddress().getHostAddress(),
                door.port(),
                System.currentTimeMillis() - startMillis);
        new CountDownLatch(1).await();
    }
}
