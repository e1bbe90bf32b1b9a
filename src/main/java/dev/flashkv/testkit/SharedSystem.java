package dev.flashkv.testkit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The actor system that all test stores of a JVM live in. It is there while anybody has a lease on it. */
final class SharedSystem {

    /*
     * Starting and ending an actor system takes some 25 ms, a store in one that is there about one: sharing it is what
     * lets every test have a store of its own. It takes nothing from the application's configuration, which may want
     * a cluster or fixed ports.
     */

    private static final Config SETTINGS = ConfigFactory.parseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          daemonic = on
          jvm-exit-on-fatal-error = off
          coordinated-shutdown.exit-jvm = off
          coordinated-shutdown.run-by-jvm-shutdown-hook = off
        }
        """)
            .withFallback(ConfigFactory.defaultReferenceUnresolved(SharedSystem.class.getClassLoader()))
            .resolve();

    private static final Object LOCK = new Object();
    private static @Nullable ActorSystem<Void> system;
    private static int leases;

    private SharedSystem() {}

    /** What one user has of the system. */
    static final class Lease implements AutoCloseable {
        private final ActorSystem<Void> leased;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Lease(ActorSystem<Void> leased) {
            this.leased = leased;
        }

        ActorSystem<Void> system() {
            return leased;
        }

        /** Gives the lease back. The last one ends the system and waits until its threads do no more. */
        @Override
        public void close() {
            if (returned.compareAndSet(false, true)) {
                giveBack();
            }
        }
    }

    /** The settings of the system and, unless they say otherwise, of the stores in it: those of reference.conf. */
    static Config settings() {
        return SETTINGS;
    }

    /** A lease on the system, which the first one starts. */
    static Lease lease() {
        synchronized (LOCK) {
            ActorSystem<Void> running = system;
            if (running == null) {
                running = ActorSystem.create(Behaviors.empty(), "flashkv-testkit", SETTINGS);
                system = running;
            }
            leases++;
            return new Lease(running);
        }
    }

    private static void giveBack() {
        // Whoever wants a new system meanwhile waits: so there is never more than one.
        synchronized (LOCK) {
            leases--;
            ActorSystem<Void> running = system;
            if (leases == 0 && running != null) {
                system = null;
                running.terminate();
                running.getWhenTerminated().toCompletableFuture().join();
            }
        }
    }
}
