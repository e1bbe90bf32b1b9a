package dev.flashkv.dispatch;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/**
 * Makes event loops the executor of an Akka dispatcher: {@code executor =
 * "dev.flashkv.dispatch.EventLoopConfigurator"}. The dispatcher's {@code event-loop} section has {@code loops}, their
 * number (0 for one for each processor).
 */
public final class EventLoopConfigurator extends ExecutorServiceConfigurator {
    private static final long SLEEP_MILLIS_MAX = 1_000;

    private final int loopCount;

    /** Made by Akka, by name. */
    public EventLoopConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        int configured = config.getInt("event-loop.loops");
        this.loopCount = configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new EventLoopGroup(loopCount, threadFactory, SLEEP_MILLIS_MAX);
    }
}
