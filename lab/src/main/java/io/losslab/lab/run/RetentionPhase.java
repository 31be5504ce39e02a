package io.losslab.lab.run;

import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import io.losslab.ledger.identity.EpochClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits until the brokers have checked retention once more. What is over the limit is only deleted then: a group that is
 * healed before has lost nothing yet. Where the check comes every five minutes (Kafka's default), that is how long the truth
 * takes.
 */
final class RetentionPhase implements Phase {
    /** Kafka's default for {@code log.retention.check.interval.ms}. */
    private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(5);

    private static final Duration MARGIN = Duration.ofMillis(500);

    private final ExperimentSpec.Topic topic;
    private final Supplier<Optional<Duration>> checkInterval;
    private Optional<Duration> told;

    /**
     * @param checkInterval how often the brokers check; empty when they do not tell
     */
    RetentionPhase(ExperimentSpec.Topic topic, Supplier<Optional<Duration>> checkInterval) {
        this.topic = topic;
        this.checkInterval = checkInterval;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String text() {
        return "waiting for the brokers' next retention check (one every " + Quantity.text(interval()) + ")";
    }

    @Override
    public Duration atMost() {
        return interval().plus(MARGIN);
    }

    private Duration interval() {
        if (told == null) {
            told = checkInterval.get();
        }
        return told.orElse(DEFAULT_CHECK_INTERVAL);
    }

    @Override
    public void run(RunContext run) {
        long deadline = System.nanoTime() + atMost().toNanos();
        if (told.isEmpty()) {
            run.warn("the cluster does not tell log.retention.check.interval.ms (DescribeConfigs on the brokers is"
                    + " needed); Kafka's default of 5 min was assumed");
        }
        RunMonitor monitor = run.monitor();
        long from = EpochClock.micros();
        do {
            monitor.tick();
            ClusterSample sample = monitor.cluster();
            if (sample != null && sample.atMicros() > from && nothingOverLimit(sample)) {
                return;
            }
        } while (System.nanoTime() < deadline);
    }

    /** Retention by size deletes a segment only while what is left is still at least the limit. */
    private boolean nothingOverLimit(ClusterSample sample) {
        long limit = topic.number("retention.bytes");
        long segment = topic.number("segment.bytes");
        if (limit < 0 || segment < 0 || topic.config().containsKey("retention.ms")) {
            return false;
        }
        return sample.partitions().values().stream().allMatch(p -> p.sizeBytes() >= 0 && p.sizeBytes() < limit);
    }
}
