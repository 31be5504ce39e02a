package io.losslab.app.consume;

import io.losslab.ledger.identity.EpochClock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Hears what the Kafka client logs about its position, whatever log level is configured; what is printed stays as
 * configured. A filter and no handler, because only a filter can keep from the console what had to be logged to be heard.
 */
final class ClientLogTap implements Filter {
    private static final String PACKAGE = "org.apache.kafka.clients.consumer.internals.";

    /** Those that log one of the lines that {@link PositionLog} knows, of both group protocols. */
    private static final List<String> LOGGERS = List.of(
            "SubscriptionState",
            "FetchCollector",
            "ConsumerCoordinator",
            "CommitRequestManager",
            "RequestState",
            "ClassicKafkaConsumer",
            "AsyncKafkaConsumer");

    private final PositionLog log;
    private final Filter configured;
    private final int printedFrom;

    private ClientLogTap(PositionLog log, Filter configured, int printedFrom) {
        this.log = log;
        this.configured = configured;
        this.printedFrom = printedFrom;
    }

    /**
     * Call before the client is created.
     *
     * @return the loggers, to be kept as long as they are listened to; empty when not all of them can be heard
     */
    static List<Logger> attach(PositionLog log) {
        List<Logger> loggers = new ArrayList<>();
        for (String name : LOGGERS) {
            Logger logger = Logger.getLogger(PACKAGE + name);
            int printedFrom = printedFrom(logger);
            if (!logger.isLoggable(Level.INFO)) {
                logger.setLevel(Level.INFO);
            }
            logger.setFilter(new ClientLogTap(log, logger.getFilter(), printedFrom));
            if (!logger.isLoggable(Level.INFO) || !(logger.getFilter() instanceof ClientLogTap)) {
                return List.of();
            }
            loggers.add(logger);
        }
        return loggers;
    }

    private static int printedFrom(Logger logger) {
        for (Level level : new Level[] {Level.INFO, Level.WARNING, Level.SEVERE}) {
            if (logger.isLoggable(level)) {
                return level.equals(Level.INFO) ? Integer.MIN_VALUE : level.intValue();
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Whether to print it. */
    @Override
    public boolean isLoggable(LogRecord record) {
        if (record.getLevel().intValue() >= Level.INFO.intValue()) {
            String message =
                    record instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : record.getMessage();
            if (message != null) {
                log.line(message, EpochClock.micros());
            }
        }
        return record.getLevel().intValue() >= printedFrom && (configured == null || configured.isLoggable(record));
    }
}
