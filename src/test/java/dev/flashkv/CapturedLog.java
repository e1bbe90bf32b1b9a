package dev.flashkv;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps what one logger logs, instead of printing it, until closed: for tests that make something go wrong. */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    private CapturedLog(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        logger.setAdditive(false);
        events.start();
        logger.addAppender(events);
    }

    /** What {@code source} logs from now on. */
    public static CapturedLog of(Class<?> source) {
        return of(source.getName());
    }

    /** What the logger of that name logs from now on. */
    public static CapturedLog of(String name) {
        return new CapturedLog(name);
    }

    /** The messages so far. */
    public List<String> messages() {
        return List.copyOf(events.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
    }
}
