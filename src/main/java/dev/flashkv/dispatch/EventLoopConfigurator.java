package dev.flashkv.dispatch;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.concurrent.ThreadFactory;

/**
 * Makes event loops the executor of an Akka dispatcher: {@code executor =
 * "dev.flashkv.dispatch.EventLoopConfigurator"}. The dispatcher's {@code event-loop} section has {@code loops}, their
 * number, at least 1.
 */
public final class EventLoopConfigurator extends ExecutorServiceConfigurator {
    private static final String LOOPS = "event-loop.loops";
    private static final long SLEEP_MILLIS_MAX = 1_000;

    private final int loopCount;

    /**
     * Made by Akka, by name.
     *
     * @throws com.typesafe.config.ConfigException if the number of loops is missing or less than 1
     */
    public EventLoopConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        this.loopCount = config.getInt(LOOPS);
        if (loopCount < 1) {
            throw new ConfigException.BadValue(LOOPS, "must be at least 1, not " + loopCount);
        }
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threadFactory) {
        return () -> new EventLoopGroup(loopCount, threadFactory, SLEEP_MILLIS_MAX);
    }
}
