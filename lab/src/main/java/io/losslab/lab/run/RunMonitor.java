package io.losslab.lab.run;

import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.LatencyMs;
import io.losslab.contract.status.LoadStatus;
import io.losslab.contract.status.PartitionStatus;
import io.losslab.lab.LabException;
import io.losslab.lab.act.FaultSchedule;
import io.losslab.lab.capture.ClusterView;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.process.Pause;
import io.losslab.lab.service.Services;
import io.losslab.ledger.identity.EpochClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at everything a few times a second while a run is on, writes the timeline, and ends the run when a part of it
 * has died. Used by the run's own thread only.
 */
final class RunMonitor {
    private static final long PERIOD_NANOS = 250_000_000;
    private static final long RATE_WINDOW_MICROS = 1_000_000;
    private static final Set<String> SENDING = Set.of("RUNNING", "STOPPING");

    private final RunScope scope;
    private final Cluster cluster;
    private final Services services;
    private final ClusterView view;
    private final FaultSchedule faults;
    private final Map<String, String> groupIds;
    private final Timeline timeline;

    private final BrokerLag lag = new BrokerLag();
    private final Map<String, Long> minLead = new LinkedHashMap<>();
    private DrainWatch drain;
    private String phase = "start";
    private long nextAt = System.nanoTime();
    private long maxLogBytes = -1;
    private LoadStatus producerStatus;
    private Map<String, List<ConsumerStatus>> consumerStatus = Map.of();
    private ClusterSample clusterSample;
    /** The samples of about the last second: a rate between two looks would tell more of the looks than of the load. */
    private final Deque<RunSample> window = new ArrayDeque<>();

    RunMonitor(
            RunScope scope,
            RunGround ground,
            Services services,
            ClusterView view,
            FaultSchedule faults,
            Timeline timeline) {
        this.scope = scope;
        cluster = ground.cluster();
        groupIds = ground.names().groupIds();
        this.services = services;
        this.view = view;
        this.faults = faults;
        this.timeline = timeline;
    }

    void phase(String name) {
        phase = name;
    }

    /** From now on it judges at each look, too. */
    void watch(DrainWatch watch) {
        drain = watch;
    }

    /** How the groups were let to catch up; null before. */
    DrainWatch drain() {
        return drain;
    }

    /**
     * Waits until the next look is due, and looks.
     *
     * @throws LabException.Environment when a broker or a service is gone, or does not answer
     */
    void tick() {
        long wait = nextAt - System.nanoTime();
        if (wait > 0) {
            Pause.millis(wait / 1_000_000 + 1);
        }
        nextAt = Math.max(nextAt + PERIOD_NANOS, System.nanoTime());
        requireAlive();
        try {
            producerStatus = services.producerStatus();
            consumerStatus = services.consumerStatus();
        } catch (LabException.Environment e) {
            requireAlive(); // a dead broker explains more than a service that does not answer
            throw e;
        }
        clusterSample = view.latest();
        if (drain != null) {
            drain.look(clusterSample);
        }
        RunSample sample = sample();
        timeline.add(scope, sample);
        scope.listener().sample(sample);
        window.addLast(sample);
        while (window.peekFirst().atMicros() < sample.atMicros() - RATE_WINDOW_MICROS && window.size() > 1) {
            window.removeFirst();
        }
    }

    void requireAlive() {
        cluster.failure().or(services::failure).or(faults::failure).ifPresent(line -> {
            throw new LabException.Environment(line);
        });
        view.failure().filter(line -> !faults.disturbsBrokers()).ifPresent(line -> {
            throw new LabException.Environment(line);
        });
    }

    private RunSample sample() {
        long now = EpochClock.micros();
        long produced = producerStatus == null ? -1 : producerStatus.acked();
        Map<String, RunSample.GroupSample> groups = new LinkedHashMap<>();
        groupIds.forEach((name, id) -> groups.put(name, group(name, id, now)));
        if (clusterSample != null) {
            maxLogBytes = Math.max(maxLogBytes, clusterSample.sizeBytes());
        }
        RunSample then = window.peekFirst();
        double rate = then == null ? 0 : perSecond(now, produced, then, then.produced());
        return new RunSample(
                now,
                phase,
                produced,
                rate,
                producerStatus == null ? null : latency(producerStatus.recentSendLatencyMs()),
                clusterSample,
                view.replication(),
                groups);
    }

    private RunSample.GroupSample group(String name, String id, long now) {
        List<ConsumerStatus> instances = consumerStatus.getOrDefault(name, List.of());
        long processed = 0;
        long lost = 0;
        double delay = -1;
        RunSample.Latency latency = null;
        for (ConsumerStatus instance : instances) {
            RunSample.Latency recent = latency(instance.recentLatencyMs());
            latency = recent != null && (latency == null || recent.p50() > latency.p50()) ? recent : latency;
            processed += instance.processed();
            lost += instance.lost();
            delay = Math.max(delay, instance.delayMs() == null ? -1 : instance.delayMs());
        }
        Map<Integer, PartitionStatus> partitions = partitions(instances);
        long processedTo = 0;
        long lead = 0;
        for (PartitionStatus partition : partitions.values()) {
            processedTo += partition.processedTo();
            lead += lead(partition);
            lost += partition.deletedAhead();
        }
        boolean known = !partitions.isEmpty();
        if (known) {
            minLead.merge(name, lead, Math::min);
        }
        RunSample then = window.peekFirst();
        double rate = then == null
                ? 0
                : perSecond(now, processed, then, then.groups().get(name).processed());
        return new RunSample.GroupSample(
                processed,
                rate,
                known ? processedTo : -1,
                clusterSample == null ? -1 : clusterSample.committedSum(id),
                lag.of(clusterSample, id, fromEarliest(name)),
                lead,
                lost,
                delay,
                latency,
                drain == null ? null : drain.text(name));
    }

    /** One that was paused may still believe to have a partition that is another's by now: the one ahead has it. */
    private static Map<Integer, PartitionStatus> partitions(List<ConsumerStatus> instances) {
        Map<Integer, PartitionStatus> partitions = new LinkedHashMap<>();
        for (ConsumerStatus instance : instances) {
            for (PartitionStatus partition : instance.partitions()) {
                partitions.merge(
                        partition.partition(),
                        partition,
                        (one, other) -> other.processedTo() > one.processedTo() ? other : one);
            }
        }
        return partitions;
    }

    /** By the broker's word on the log start where there is one: a member's is old when its channel has failed. */
    private long lead(PartitionStatus partition) {
        ClusterSample.PartitionSample log =
                clusterSample == null ? null : clusterSample.partitions().get(partition.partition());
        long processedTo = partition.processedTo();
        return log == null || processedTo < 0 ? partition.lead() : processedTo - log.logStartOffset();
    }

    private boolean fromEarliest(String group) {
        return scope.spec().consumers().values().stream()
                .filter(consumer -> consumer.group().equals(group))
                .allMatch(consumer -> consumer.config()
                        .getOrDefault("auto.offset.reset", "earliest")
                        .equals("earliest"));
    }

    private static RunSample.Latency latency(LatencyMs status) {
        return status == null || status.count() == 0
                ? null
                : new RunSample.Latency(status.p50(), status.p99(), status.max());
    }

    private static double perSecond(long now, long value, RunSample then, long valueThen) {
        return valueThen < 0 ? 0 : Math.max(0, value - valueThen) * 1e6 / (now - then.atMicros());
    }

    /** The producer's status at the last look; null while it never said anything. */
    LoadStatus producer() {
        return producerStatus;
    }

    /** Whether the producer was still at work at the last look. */
    boolean isSending() {
        return producerStatus != null && producerStatus.isSending();
    }

    /** The consumers' status at the last look, by group. */
    Map<String, List<ConsumerStatus>> consumers() {
        return consumerStatus;
    }

    /** The cluster's sample at the last look; null before the first. */
    ClusterSample cluster() {
        return clusterSample;
    }

    /** Largest size of the topic on disk seen, bytes; -1 when unknown. */
    long maxLogBytes() {
        return maxLogBytes;
    }

    /** Null when it was never known. */
    Long maxLag(String group) {
        return lag.largest(groupIds.get(group));
    }

    Long minLead(String group) {
        return minLead.get(group);
    }
}
