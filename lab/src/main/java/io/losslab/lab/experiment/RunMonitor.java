package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.LabException;
import io.losslab.lab.cluster.Cluster;
import io.losslab.lab.experiment.evidence.ClusterSample;
import io.losslab.lab.experiment.evidence.ClusterSampler;
import io.losslab.lab.fault.FaultSchedule;
import io.losslab.ledger.identity.EpochClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at everything a few times a second while a run is on, writes the timeline, and ends the run when a part of it
 * has died. Used by the run's own thread only.
 */
final class RunMonitor {
    private static final long PERIOD_NANOS = 250_000_000;
    private static final long RATE_WINDOW_MICROS = 1_000_000;

    private final Cluster cluster;
    private final Services services;
    private final ClusterSampler sampler;
    private final FaultSchedule faults;
    private final Map<String, String> groupIds;
    private final Timeline timeline;
    private final RunListener listener;
    private final Variant variant;
    private final String runId;
    private final long startedMicros;

    private final Map<String, Long> maxLag = new LinkedHashMap<>();
    private final Map<String, Long> minLead = new LinkedHashMap<>();
    private String phase = "start";
    private long nextAt = System.nanoTime();
    private long maxLogBytes = -1;
    private JsonNode producerStatus;
    private Map<String, List<JsonNode>> consumerStatus = Map.of();
    private ClusterSample clusterSample;
    /** The samples of about the last second: a rate between two looks would tell more of the looks than of the load. */
    private final Deque<RunSample> window = new ArrayDeque<>();

    RunMonitor(
            Cluster cluster,
            Services services,
            ClusterSampler sampler,
            FaultSchedule faults,
            Map<String, String> groupIds,
            Timeline timeline,
            RunListener listener,
            Variant variant,
            String runId,
            long startedMicros) {
        this.cluster = cluster;
        this.services = services;
        this.sampler = sampler;
        this.faults = faults;
        this.groupIds = groupIds;
        this.timeline = timeline;
        this.listener = listener;
        this.variant = variant;
        this.runId = runId;
        this.startedMicros = startedMicros;
    }

    void phase(String name) {
        phase = name;
    }

    /**
     * Waits until the next look is due, and looks.
     *
     * @throws LabException.Environment when a broker or a service is gone, or does not answer
     */
    void tick() {
        long wait = nextAt - System.nanoTime();
        if (wait > 0) {
            RunTopic.sleep(wait / 1_000_000 + 1);
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
        clusterSample = sampler.latest();
        RunSample sample = sample();
        timeline.add(variant.name(), variant.trial(), runId, startedMicros, sample);
        listener.sample(sample);
        window.addLast(sample);
        while (window.peekFirst().atMicros() < sample.atMicros() - RATE_WINDOW_MICROS && window.size() > 1) {
            window.removeFirst();
        }
    }

    void requireAlive() {
        cluster.failure().or(services::failure).or(faults::failure).ifPresent(line -> {
            throw new LabException.Environment(line);
        });
        String failure = sampler.failure();
        if (failure != null && !faults.disturbsBrokers()) {
            throw new LabException.Environment(failure);
        }
    }

    private RunSample sample() {
        long now = EpochClock.micros();
        long produced = producerStatus.path("acked").asLong(-1);
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
                latency(producerStatus.path("recentSendLatencyMs")),
                clusterSample,
                sampler.replication(),
                groups);
    }

    private RunSample.GroupSample group(String name, String id, long now) {
        List<JsonNode> instances = consumerStatus.getOrDefault(name, List.of());
        long processed = 0;
        long lost = 0;
        long processedTo = 0;
        long lag = 0;
        long lead = 0;
        double delay = -1;
        boolean known = false;
        RunSample.Latency latency = null;
        for (JsonNode instance : instances) {
            RunSample.Latency recent = latency(instance.path("recentLatencyMs"));
            latency = recent != null && (latency == null || recent.p50() > latency.p50()) ? recent : latency;
            processed += instance.path("processed").asLong();
            lost += instance.path("lost").asLong();
            delay = Math.max(delay, instance.path("delayMs").asDouble(-1));
            for (JsonNode partition : instance.path("partitions")) {
                processedTo += partition.path("processedTo").asLong();
                lag += partition.path("lag").asLong();
                lead += partition.path("lead").asLong();
                lost += partition.path("deletedAhead").asLong();
                known = true;
            }
        }
        if (known) {
            maxLag.merge(name, lag, Math::max);
            minLead.merge(name, lead, Math::min);
        }
        RunSample then = window.peekFirst();
        double rate = then == null
                ? 0
                : perSecond(now, processed, then, then.groups().get(name).processed());
        long committed = clusterSample == null ? -1 : clusterSample.committedSum(id);
        return new RunSample.GroupSample(
                processed, rate, known ? processedTo : -1, committed, known ? lag : -1, lead, lost, delay, latency);
    }

    private static RunSample.Latency latency(JsonNode status) {
        return status.path("count").asLong() == 0
                ? null
                : new RunSample.Latency(
                        status.path("p50").asDouble(),
                        status.path("p99").asDouble(),
                        status.path("max").asDouble());
    }

    private static double perSecond(long now, long value, RunSample then, long valueThen) {
        return valueThen < 0 ? 0 : Math.max(0, value - valueThen) * 1e6 / (now - then.atMicros());
    }

    /** The producer's status at the last look. */
    JsonNode producer() {
        return producerStatus;
    }

    /** The consumers' status at the last look, by group. */
    Map<String, List<JsonNode>> consumers() {
        return consumerStatus;
    }

    /** The cluster's sample at the last look; null before the first. */
    ClusterSample cluster() {
        return clusterSample;
    }

    /**
     * Whether every group has processed to the end of every partition. A consumer that has nothing left in hand says so of
     * its position, which moves past the markers of transactions and past what a reset skipped; so a group that has stopped
     * with records in hand, or that never got going, is not at the end.
     */
    boolean isDrained() {
        if (clusterSample == null) {
            return false;
        }
        return groupIds.entrySet().stream().allMatch(group -> isDrained(group.getKey(), group.getValue()));
    }

    private boolean isDrained(String name, String id) {
        if (services.isGroupGone(name)) {
            return true; // nothing can move any more
        }
        Map<Integer, Long> reached =
                new LinkedHashMap<>(clusterSample.committed().getOrDefault(id, Map.of()));
        for (JsonNode instance : consumerStatus.getOrDefault(name, List.of())) {
            for (JsonNode partition : instance.path("partitions")) {
                reached.merge(
                        partition.path("partition").asInt(),
                        partition.path("processedTo").asLong(-1),
                        Math::max);
            }
        }
        return clusterSample.partitions().entrySet().stream().allMatch(p -> {
            ClusterSample.PartitionSample sample = p.getValue();
            return sample.logStartOffset() == sample.endOffset()
                    || reached.getOrDefault(p.getKey(), -1L) >= sample.endOffset();
        });
    }

    /** Largest size of the topic on disk seen, bytes; -1 when unknown. */
    long maxLogBytes() {
        return maxLogBytes;
    }

    long maxLag(String group) {
        return maxLag.getOrDefault(group, -1L);
    }

    Long minLead(String group) {
        return minLead.get(group);
    }
}
