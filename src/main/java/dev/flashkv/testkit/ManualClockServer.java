package dev.flashkv.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import dev.flashkv.server.AddressText;

/**
 * A server process for tests in any language, whose time stands still until a client moves it:
 *
 * <pre>
 * $ java -Dflashkv.server.port=0 -cp flashkv.jar dev.flashkv.testkit.ManualClockServer
 * Ready to accept connections tcp 127.0.0.1:41234
 *
 * $ redis-cli -p 41234
 * 127.0.0.1:41234&gt; SET session token EX 1800
 * OK
 * 127.0.0.1:41234&gt; DEBUG FLASHKV-ADVANCE-CLOCK 1800001
 * OK
 * 127.0.0.1:41234&gt; GET session
 * (nil)
 * </pre>
 *
 * <p>DEBUG is allowed to everybody: so it listens at the loopback address, unless {@code -Dflashkv.server.bind} says
 * otherwise. All settings of reference.conf may be given like that, or in a file by {@code -Dconfig.file}; command line
 * options it has none. The line above is the first that it prints, to standard output; with port 0 it tells the port.
 * SIGTERM ends it.
 */
public final class ManualClockServer {
    private static final String SETTINGS = "flashkv.enable-debug-command = yes";

    private ManualClockServer() {}

    /** Starts the server; {@code arguments} must be empty. */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            fail("takes no arguments; settings are given like -Dflashkv.server.port=7000");
        }
        try {
            serve(ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load()));
        } catch (ConfigException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private static void serve(Config config) {
        FlashKv store = FlashKv.create(config, new ManualClock());
        Runtime.getRuntime().addShutdownHook(new Thread(store::close, "flashkv-shutdown"));
        for (String host : store.settings().bind()) {
            try {
                TcpDoor door = store.listen(host, store.settings().port());
                System.out.println("Ready to accept connections tcp " + AddressText.of(door.address()));
            } catch (RuntimeException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                fail("can't listen at " + host + ":" + store.settings().port() + ": " + cause.getMessage());
            }
        }
        // The store's threads are daemons: this one keeps the process alive.
        store.system().getWhenTerminated().toCompletableFuture().join();
    }

    private static void fail(String message) {
        System.err.println("flashkv: " + message);
        System.exit(1);
    }
}
