package io.losslab.app.consume;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * Hears that a twin has taken this member's place ({@code group.instance.id} twice). The client says so by failing each
 * poll, and the connector polls again for ever: nothing is read any more, and health stays up. The exception in the
 * connector's log is the one trace; what is printed stays as configured.
 */
final class FencingTap implements Filter {
    private static final String CONNECTOR = "io.smallrye.reactive.messaging.kafka";

    private final @Nullable Filter configured;
    private volatile @Nullable String why;

    private FencingTap(@Nullable Filter configured) {
        this.configured = configured;
    }

    /** Keep the logger as long as it is listened to. */
    record Attached(FencingTap tap, Logger logger) {}

    /** Call before the client is created. */
    static Attached attach() {
        Logger logger = Logger.getLogger(CONNECTOR);
        FencingTap tap = new FencingTap(logger.getFilter());
        logger.setFilter(tap);
        return new Attached(tap, logger);
    }

    /** Why nothing can be read any more, in the broker's words; null while nobody has taken this member's place. */
    @Nullable
    String why() {
        return why;
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException || cause instanceof UnreleasedInstanceIdException) {
                why = "fenced: " + cause.getMessage();
            }
        }
        return configured == null || configured.isLoggable(record);
    }
}
