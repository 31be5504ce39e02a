package io.losslab.app.consume;

import io.losslab.contract.status.LatencyMs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Our own series, {@code losslab_consumer_*}. Counters of a partition stay once they are there; its gauges go when the
 * partition goes, since what they would show is another instance's business then.
 */
final class ConsumerMeters {
    private final MeterRegistry registry;
    private final String group;
    private final ConsumerAccounts accounts;
    private final Map<Integer, List<Meter>> gauges = new HashMap<>();
    private final Map<Integer, Boolean> counted = new HashMap<>();

    ConsumerMeters(MeterRegistry registry, String group, ConsumerAccounts accounts) {
        this.registry = registry;
        this.group = group;
        this.accounts = accounts;
    }

    void register() {
        latency("0.5", LatencyMs::p50);
        latency("0.99", LatencyMs::p99);
        latency("0.999", LatencyMs::p999);
        latency("1", LatencyMs::max);
        accounts.onTick(this::followAssignment);
    }

    private void latency(String percentile, ToDoubleFunction<LatencyMs> value) {
        Gauge.builder(
                        "losslab.consumer.end.to.end.latency.seconds",
                        accounts,
                        a -> value.applyAsDouble(a.latency()) / 1e3)
                .description("From the intended send time to the end of the processing, since the start")
                .tags("group", group, "topic", accounts.topic(), "percentile", percentile)
                .register(registry);
    }

    /** Called by one thread. */
    private void followAssignment() {
        for (PartitionAccount partition : accounts.partitions()) {
            if (counted.putIfAbsent(partition.partition, true) == null) {
                counters(partition);
            }
            boolean shown = gauges.containsKey(partition.partition);
            if (partition.assigned && !shown) {
                gauges.put(partition.partition, gauges(partition));
            } else if (!partition.assigned && shown) {
                gauges.remove(partition.partition).forEach(registry::remove);
            }
        }
    }

    private Tags tags(PartitionAccount partition) {
        return Tags.of("group", group, "topic", accounts.topic(), "partition", Integer.toString(partition.partition));
    }

    private void counters(PartitionAccount partition) {
        counter(partition, "processed.records", "Processed, intact records of the lab", p -> p.processed.get());
        counter(partition, "corrupt.records", "Records of the lab whose checksum does not hold", p -> p.corrupt.get());
        counter(partition, "foreign.records", "Records that are not the lab's", p -> p.foreign.get());
        counter(partition, "misrouted.records", "Records that name another partition", p -> p.misrouted.get());
        counter(partition, "failed.records", "Failed, nothing took them instead", p -> p.processingFailed.get());
        counter(partition, "ignored.records", "Failed, and dropped by the failure strategy", p -> p.ignored.get());
        counter(partition, "dead.lettered.records", "Failed, and dead-lettered", p -> p.deadLettered.get());
        counter(
                partition,
                "dead.letter.failed.records",
                "Failed, and refused by the dead-letter topic",
                p -> p.deadLetterFailed.get());
        counter(partition, "position.resets", "How often the client reset its position", p -> p.resets.get());
        counter(partition, "position.seeks", "How often the position was sought", p -> p.seeks.get());
        counter(partition, "lost.records", "Records found missing, by identity", p -> p.gaps.missed());
        counter(partition, "gaps", "How often records were found missing", p -> p.gaps.gaps());
        counter(partition, "late.records", "Records that came after they had been found missing", p -> p.gaps.late());
        counter(
                partition,
                "unconfirmed.lost.records",
                "Records jumped over that another instance may have read",
                p -> p.gaps.unconfirmed());
        counter(partition, "redelivered.records", "Records given again, same offset", p -> p.gaps.redelivered());
        counter(partition, "duplicate.records", "Records seen before at another offset", p -> p.gaps.duplicates());
    }

    private void counter(
            PartitionAccount partition, String name, String description, ToDoubleFunction<PartitionAccount> value) {
        FunctionCounter.builder("losslab.consumer." + name, partition, value)
                .description(description)
                .tags(tags(partition))
                .register(registry);
    }

    private List<Meter> gauges(PartitionAccount partition) {
        List<Meter> registered = new ArrayList<>();
        registered.add(gauge(partition, "lag.records", "End offset less processed offset", PartitionAccount::lag));
        registered.add(gauge(partition, "lead.records", "Processed offset less log start", PartitionAccount::lead));
        registered.add(gauge(
                partition, "deleted.ahead.records", "Deleted before they were read", PartitionAccount::deletedAhead));
        registered.add(gauge(partition, "log.start.offset", "As the broker says, each second", p -> p.logStart));
        registered.add(gauge(partition, "log.end.offset", "As the broker says, each second", p -> p.end));
        registered.add(gauge(partition, "position.offset", "The next offset to be fetched", p -> p.position));
        registered.add(gauge(
                partition, "processed.offset", "The next offset to be processed", PartitionAccount::nextToProcess));
        registered.add(gauge(partition, "committed.offset", "The next offset after a restart", p -> p.committed));
        return registered;
    }

    private Gauge gauge(
            PartitionAccount partition, String name, String description, ToDoubleFunction<PartitionAccount> value) {
        return Gauge.builder("losslab.consumer." + name, partition, value)
                .description(description)
                .tags(tags(partition))
                .register(registry);
    }
}
