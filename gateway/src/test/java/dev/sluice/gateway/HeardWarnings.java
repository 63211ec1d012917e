package dev.sluice.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a class logs as a warning or worse, until it is closed. */
public final class HeardWarnings extends Handler {
    private static final PatternFormatter FORMAT = new PatternFormatter("%s");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private HeardWarnings(Logger logger) {
        this.logger = logger;
    }

    public static HeardWarnings of(String type) {
        Logger logger = Logger.getLogger(type);
        HeardWarnings heard = new HeardWarnings(logger);
        logger.addHandler(heard);
        return heard;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(FORMAT.format(line));
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
