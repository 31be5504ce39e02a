package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.check.ProducedAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.cluster.Cluster;
import io.losslab.lab.experiment.evidence.ClusterSample;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One run as {@code result.json} has it. */
record RunDocument(
        Variant variant,
        String runId,
        Cluster cluster,
        RunNames names,
        Path dir,
        PhaseLog phases,
        JsonNode producer,
        Map<String, List<JsonNode>> consumers,
        RunMonitor monitor,
        ClusterSample end,
        RunAccounts accounts,
        Map<String, Long> streamLines,
        List<String> warnings) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> LATENCIES = List.of("p50", "p99", "p999", "max");

    ObjectNode build() throws IOException {
        ExperimentSpec spec = variant.spec();
        ObjectNode run = JSON.objectNode();
        run.put("variant", variant.name());
        run.put("trial", variant.trial());
        run.put("runId", runId);
        run.put("kafkaVersion", cluster.kafkaVersion());
        run.put("brokers", cluster.brokerCount());
        run.put("bootstrapServers", cluster.bootstrapServers());
        run.put("topic", names.topic());
        run.put("replicationFactor", spec.topic().replicationFactor());
        run.put("startedAt", iso(phases.startedMicros()));
        run.put("endedAt", iso(phases.endedMicros()));
        ArrayNode phaseNodes = run.putArray("phases");
        phases.phases().forEach(phase -> phaseNodes
                .addObject()
                .put("name", phase.name())
                .put("from", iso(phase.fromMicros()))
                .put("to", iso(phase.toMicros())));
        ProducedAccounts produced = accounts.produced();
        run.putObject("produced")
                .put("intended", produced.intended())
                .put("acked", produced.acked())
                .put("failed", produced.failed())
                .put("indeterminate", produced.indeterminate());
        ObjectNode load = run.putObject("load");
        load.put("targetTps", spec.load().tps());
        load.set("achievedTps", producer.path("achievedTps"));
        load.set("sendLatencyMs", latencies(producer.path("sendLatencyMs")));
        load.set("settings", producer.path("settings"));
        load.set("failures", producer.path("failures"));
        run.putArray("faults");
        ObjectNode limits = run.putObject("limits");
        limit(limits, "retentionBytes", spec.topic().number("retention.bytes"));
        limit(limits, "retentionMs", spec.topic().number("retention.ms"));
        limit(limits, "segmentBytes", spec.topic().number("segment.bytes"));
        ObjectNode disk = run.putObject("disk");
        limit(disk, "maxLogBytes", monitor.maxLogBytes());
        limit(disk, "finalLogBytes", end.sizeBytes());
        // what the log ever held; with acks=0 an acknowledgement says nothing about that
        disk.put("writtenBytes", end.endSum() * spec.load().valueBytes());
        ArrayNode partitions = run.putArray("partitions");
        end.partitions().forEach((partition, sample) -> partitions
                .addObject()
                .put("partition", partition)
                .put("logStartOffset", sample.logStartOffset())
                .put("endOffset", sample.endOffset())
                .put("leader", sample.leader())
                .put("isr", sample.isr()));
        ObjectNode groups = run.putObject("groups");
        for (GroupAccounts group : accounts.groups()) {
            groups.set(group.group(), group(group, spec));
        }
        run.set("evidence", evidence());
        ArrayNode faults = run.putArray("evidenceFaults");
        accounts.faults().forEach(faults::add);
        ArrayNode warningNodes = run.putArray("warnings");
        warnings.forEach(warningNodes::add);
        return run;
    }

    private ObjectNode group(GroupAccounts accounts, ExperimentSpec spec) {
        String name = accounts.group();
        List<JsonNode> instances = consumers.getOrDefault(name, List.of());
        ObjectNode group = JSON.objectNode();
        group.put("groupId", names.groupIds().get(name));
        spec.consumers().values().stream().filter(c -> c.group().equals(name)).forEach(c -> group.put("app", c.app()));
        group.put("instances", instances.size());
        group.put("processed", accounts.processed());
        group.put("duplicates", accounts.duplicates());
        group.put("outOfOrder", accounts.outOfOrder());
        group.put("corrupt", accounts.corrupt());
        group.put("lost", accounts.lost());
        group.put("lostBytes", accounts.lost() * spec.load().valueBytes());
        group.put("inFlight", accounts.inFlight());
        group.put("unexplained", accounts.unexplained());
        ObjectNode outcomes = group.putObject("outcomes");
        accounts.outcomes().forEach((outcome, count) -> outcomes.put(outcome.code(), count));
        ArrayNode ranges = group.putArray("lostRanges");
        accounts.lostRanges().forEach(range -> ranges.add(range(range)));
        group.put("firstLossAt", accounts.firstLossMicros() < 0 ? null : iso(accounts.firstLossMicros()));
        group.set("endToEndLatencyMs", latencies(slowest(instances)));
        limit(group, "maxLag", monitor.maxLag(name));
        if (monitor.minLead(name) != null) {
            group.put("minLead", monitor.minLead(name));
        }
        group.put(
                "gaps",
                instances.stream().mapToLong(i -> i.path("gaps").asLong()).sum());
        ObjectNode committed = group.putObject("committed");
        end.committed()
                .getOrDefault(names.groupIds().get(name), Map.of())
                .forEach((partition, offset) -> committed.put(Integer.toString(partition), offset));
        return group;
    }

    private static ObjectNode range(LostRange range) {
        ObjectNode node = JSON.objectNode();
        node.put("partition", range.partition());
        node.put("firstOffset", range.firstOffset());
        node.put("lastOffset", range.lastOffset());
        node.put("count", range.count());
        node.put("cause", range.cause().code());
        node.put("at", range.atMicros() < 0 ? null : iso(range.atMicros()));
        node.put("run", range.source().run());
        node.put("producer", range.source().producer());
        node.put("firstSequence", range.firstSequence());
        node.put("lastSequence", range.lastSequence());
        if (!range.detail().isEmpty()) {
            node.put("detail", range.detail());
        }
        return node;
    }

    /** Histograms of several instances cannot be added up from percentiles: the slowest instance speaks for the group. */
    private static JsonNode slowest(List<JsonNode> instances) {
        JsonNode slowest = JSON.objectNode();
        double max = -1;
        for (JsonNode instance : instances) {
            JsonNode latency = instance.path("endToEndLatencyMs");
            if (latency.path("p50").asDouble(-1) > max) {
                max = latency.path("p50").asDouble();
                slowest = latency;
            }
        }
        return slowest;
    }

    private static ObjectNode latencies(JsonNode status) {
        ObjectNode latencies = JSON.objectNode();
        boolean measured = status.path("count").asLong(1) > 0;
        for (String key : LATENCIES) {
            latencies.set(key, measured && status.has(key) ? status.get(key) : JSON.nullNode());
        }
        return latencies;
    }

    private ArrayNode evidence() throws IOException {
        ArrayNode evidence = JSON.arrayNode();
        streamLines.forEach((file, lines) -> evidence.addObject()
                .put("stream", file.replace(".csv", ""))
                .put("file", "evidence/" + runId + "/" + file)
                .put("entries", lines)
                .put("state", state(file)));
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                String name = file.getFileName().toString();
                boolean brokerLog = file.getParent().getFileName().toString().equals("brokers");
                if (name.endsWith(".journal") || brokerLog) {
                    evidence.addObject()
                            .put("stream", brokerLog ? "broker log" : name.substring(0, name.indexOf('-')))
                            .put("file", "evidence/" + runId + "/" + dir.relativize(file))
                            .put("bytes", Files.size(file))
                            .put("state", state(file.getParent().getFileName() + "/" + name));
                }
            }
        }
        return evidence;
    }

    /** The checker's faults begin with the stream that they are about. */
    private String state(String stream) {
        return accounts.faults().stream().anyMatch(fault -> fault.startsWith(stream)) ? "damaged" : "whole";
    }

    private static void limit(ObjectNode node, String key, long value) {
        if (value >= 0) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    private static String iso(long micros) {
        return EpochClock.instant(micros).toString();
    }
}
