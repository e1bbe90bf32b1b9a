package dev.flashkv.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log of the server process: the directives loglevel and logfile. It is logback's, the one in flashkv.jar; under
 * any other the two have no effect.
 */
public final class ServerLog {
    private static final String OWN = "dev.flashkv";
    private static final String AKKA = "akka";

    /* Redis' verbose lies between debug and its usual level, notice; there is no such level here. */
    private static final List<Level> OWN_LEVELS = List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN);
    private static final List<Level> AKKA_LEVELS = List.of(Level.DEBUG, Level.INFO, Level.WARN, Level.WARN);

    private final LoggerContext context;

    private ServerLog(LoggerContext context) {
        this.context = context;
    }

    /**
     * The log as the settings have it.
     *
     * @return null if logging is not logback's
     * @throws UsageException if logfile can't be written
     */
    public static @Nullable ServerLog open(Settings settings) throws UsageException {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return null;
        }
        ServerLog log = new ServerLog(context);
        ConfigOptions options = settings.options();
        String file = options.get("logfile").text();
        if (!file.isEmpty()) {
            log.writeTo(settings.dir().resolve(file));
        }
        log.follow(options);
        return log;
    }

    /** Lets the level follow the options of a store. */
    public void follow(ConfigOptions options) {
        options.get("loglevel").bind(this::level);
    }

    private void level(Setting setting) {
        int place = (int) setting.number();
        context.getLogger(OWN).setLevel(OWN_LEVELS.get(place));
        context.getLogger(AKKA).setLevel(AKKA_LEVELS.get(place));
    }

    /** Writes to the file, at its end, what went to standard output. */
    private void writeTo(Path file) throws UsageException {
        if (Files.isDirectory(file) || !canBeWritten(file)) {
            throw new UsageException("can't write the log file " + file);
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<ConsoleAppender<ILoggingEvent>> consoles = new ArrayList<>();
        for (Iterator<Appender<ILoggingEvent>> i = root.iteratorForAppenders(); i.hasNext(); ) {
            if (i.next() instanceof ConsoleAppender<ILoggingEvent> console) {
                consoles.add(console);
            }
        }
        for (ConsoleAppender<ILoggingEvent> console : consoles) {
            if (console.getEncoder() instanceof PatternLayoutEncoder shown) {
                root.addAppender(appender(file, shown.getPattern()));
            }
            root.detachAppender(console);
        }
    }

    private FileAppender<ILoggingEvent> appender(Path file, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static boolean canBeWritten(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            return Files.isWritable(file);
        } catch (IOException e) {
            return false;
        }
    }
}
