package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FencingTapTest {
    @Test
    void aFailedPollOfAFencedMemberIsHeardAndPrintedAsBefore() {
        Logger logger = Logger.getLogger("io.smallrye.reactive.messaging.kafka");
        Filter before = logger.getFilter();
        try {
            FencingTap tap = FencingTap.attach().tap();
            LogRecord record = new LogRecord(Level.WARNING, "Failed to poll");

            record.setThrown(new TimeoutException("late"));
            assertThat(logger.getFilter().isLoggable(record)).isTrue();
            assertThat(tap.why()).isNull();

            record.setThrown(new KafkaException("poll", new FencedInstanceIdException("another member is me")));
            assertThat(logger.getFilter().isLoggable(record)).isTrue();
            assertThat(tap.why()).isEqualTo("fenced: another member is me");
        } finally {
            logger.setFilter(before);
        }
    }
}
