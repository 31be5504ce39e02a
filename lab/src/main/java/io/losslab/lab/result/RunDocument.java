package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.check.ProducedAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.evidence.DumpedLogs;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.evidence.Seal;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Variant;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run as {@code result.json} has it: a function of what was observed and of the books, and of nothing else, so that
 * the same evidence gives the same document at any time and place.
 *
 * @param observed {@code observed.json}
 * @param lossTimes of the same books
 * @param dir the run's evidence folder
 */
record RunDocument(JsonNode observed, ExperimentSpec spec, RunAccounts accounts, LossTimes lossTimes, Path dir) {
    /** More lost ranges of a group than this are not in the result; {@code losslab lost} lists them all. */
    static final int MAX_LOST_RANGES = 1_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> LATENCIES = List.of("p50", "p99", "p999", "max");

    ObjectNode build() throws IOException {
        ObjectNode run = JSON.objectNode();
        for (String field :
                List.of("variant", "trial", "runId", "kafkaVersion", "brokers", "bootstrapServers", "topic")) {
            run.set(field, observed.get(field));
        }
        ObjectNode varied = run.putObject("varied");
        observed.path("varied").fields().forEachRemaining(e -> varied.set(Variant.shortKey(e.getKey()), e.getValue()));
        run.put("replicationFactor", spec.topic().replicationFactor());
        JsonNode phases = observed.path("phases");
        run.set("startedAt", phases.path(0).path("from"));
        run.set("endedAt", phases.path(phases.size() - 1).path("to"));
        run.set("phases", phases);
        ProducedAccounts produced = accounts.produced();
        run.putObject("produced")
                .put("intended", produced.intended())
                .put("acked", produced.acked())
                .put("failed", produced.failed())
                .put("indeterminate", produced.indeterminate())
                .put("witnessed", produced.witnessed())
                .put("storedNotAcked", produced.storedNotAcked())
                .put("logDuplicates", produced.logDuplicates());
        JsonNode producer = observed.path("producer");
        ObjectNode load = run.putObject("load");
        load.put("targetTps", spec.load().tps());
        load.set("achievedTps", producer.path("achievedTps"));
        load.set("sendLatencyMs", latencies(producer.path("sendLatencyMs")));
        load.set("settings", producer.path("settings"));
        load.set("failures", producer.path("failures"));
        List<FaultLines.Line> faultLines = FaultLines.read(dir, new ArrayList<>()); // holes are the checker's business
        run.set("faults", FaultSpans.of(faultLines));
        run.set("recovery", Recovery.of(dir, spec, observed.path("topic").asText()));
        ObjectNode limits = run.putObject("limits");
        limit(limits, "retentionBytes", spec.topic().number("retention.bytes"));
        limit(limits, "retentionMs", spec.topic().number("retention.ms"));
        limit(limits, "segmentBytes", spec.topic().number("segment.bytes"));
        ObjectNode disk = run.putObject("disk");
        limit(disk, "maxLogBytes", observed.path("maxLogBytes").asLong(-1));
        limit(disk, "finalLogBytes", observed.path("finalLogBytes").asLong(-1));
        // what the log ever held; with acks=0 an acknowledgement says nothing about that
        disk.put("writtenBytes", observed.path("endSum").asLong() * spec.load().valueBytes());
        run.set("partitions", observed.path("partitions"));
        ObjectNode groups = run.putObject("groups");
        for (GroupAccounts group : accounts.groups()) {
            groups.set(group.group(), group(group));
        }
        if (RunFacts.read(dir).legs() != null
                && !accounts.onward().isEmpty()) { // older evidence does not say how far they went
            run.set("legs", LegDocuments.of(accounts));
        }
        if (observed.has("drain")) { // older evidence does not say
            run.set("drain", observed.get("drain"));
        }
        dumpedLogs().ifPresent(logs -> run.set("dumpedLogs", logs));
        run.set("evidence", evidence());
        ArrayNode objections = run.putArray("evidenceFaults");
        accounts.objections().forEach(objections::add);
        ArrayNode warnings = run.putArray("warnings");
        observed.path("warnings").forEach(warnings::add);
        FaultOutcomes.warnings(faultLines).forEach(warnings::add);
        observed.path("groups").fields().forEachRemaining(group -> endedChannels(group.getKey(), group.getValue())
                .forEach(warnings::add));
        return run;
    }

    private ObjectNode group(GroupAccounts accounts) {
        String name = accounts.group();
        JsonNode seen = observed.path("groups").path(name);
        JsonNode instances = seen.path("instances");
        ObjectNode group = JSON.objectNode();
        group.set("groupId", seen.path("groupId"));
        spec.consumers().values().stream().filter(c -> c.group().equals(name)).forEach(c -> group.put("app", c.app())
                // it is what decides where a group begins that has committed nothing
                .put("autoOffsetReset", c.config().getOrDefault("auto.offset.reset", "earliest")));
        group.put("instances", instances.size());
        group.put("processed", accounts.processed());
        group.put("duplicates", accounts.duplicates());
        group.put("delivered", accounts.delivered());
        group.put("redelivered", accounts.redelivered());
        group.put("outOfOrder", accounts.outOfOrder());
        group.put("misrouted", accounts.misrouted());
        group.put("corrupt", accounts.corrupt());
        group.put("lost", accounts.lost());
        group.put("ackedLost", accounts.ackedLost());
        group.put("lostBytes", accounts.lost() * spec.load().valueBytes());
        group.put("inFlight", accounts.inFlight());
        group.put("unexplained", accounts.unexplained());
        ObjectNode outcomes = group.putObject("outcomes");
        accounts.outcomes().forEach((outcome, count) -> outcomes.put(outcome.code(), count));
        if (!accounts.keptDetails().isEmpty()) {
            ArrayNode notes = group.putArray("keptDetails");
            accounts.keptDetails()
                    .forEach((detail, count) ->
                            notes.addObject().put("detail", detail).put("count", count));
        }
        ArrayNode ranges = group.putArray("lostRanges");
        accounts.lostRanges().stream().limit(MAX_LOST_RANGES).forEach(range -> ranges.add(range(range)));
        group.put("lostRangesOmitted", accounts.lostRangeCount() - ranges.size());
        group.set("lossTimes", lossTimes.of(name));
        group.put("firstLossAt", accounts.firstLossMicros() < 0 ? null : iso(accounts.firstLossMicros()));
        group.set("endToEndLatencyMs", latencies(slowest(instances)));
        limit(group, "maxLag", seen.path("maxLag").asLong(-1));
        if (seen.has("minLead")) {
            group.set("minLead", seen.get("minLead"));
        }
        long gaps = 0;
        for (JsonNode instance : instances) {
            gaps += instance.path("gaps").asLong();
        }
        group.put("gaps", gaps);
        group.set("committed", seen.path("committed"));
        return group;
    }

    /** Members that ended by themselves: fenced by a twin, or on a record that they failed on. */
    private static List<String> endedChannels(String group, JsonNode seen) {
        List<String> ended = new ArrayList<>();
        for (JsonNode instance : seen.path("instances")) {
            String why = instance.path("channelFailure").asText("");
            if (!why.isEmpty()) {
                ended.add("member " + instance.path("instance").asText() + " of " + group + " could not go on reading: "
                        + why.replace('\n', ' '));
            }
        }
        return ended;
    }

    static ObjectNode range(LostRange range) {
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
    private static JsonNode slowest(JsonNode instances) {
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

    /** Empty when nobody had kafka-dump-log look. */
    private Optional<ArrayNode> dumpedLogs() throws IOException {
        List<DumpedLogs.Log> logs = DumpedLogs.read(dir);
        ArrayNode nodes = JSON.arrayNode();
        for (DumpedLogs.Log log : logs) {
            ObjectNode node = nodes.addObject()
                    .put("broker", log.broker())
                    .put("partition", log.partition())
                    .put("inSync", log.inSync())
                    .put("startOffset", log.startOffset())
                    .put("endOffset", log.endOffset())
                    .put("records", log.records());
            if (log.inSync()) {
                String where = log.name() + ", partition " + log.partition() + ":";
                node.put("agrees", accounts.objections().stream().noneMatch(line -> line.startsWith(where)));
            } else {
                node.putNull("agrees"); // nothing follows from a replica that is not in sync
            }
        }
        return logs.isEmpty() ? Optional.empty() : Optional.of(nodes);
    }

    private ArrayNode evidence() throws IOException {
        ArrayNode evidence = JSON.arrayNode();
        String folder = "evidence/" + observed.path("runId").asText() + "/";
        observed.path("streams").fields().forEachRemaining(stream -> evidence.addObject()
                .put("stream", stream.getKey().replace(".csv", ""))
                .put("file", folder + stream.getKey())
                .put("entries", stream.getValue().asLong())
                .put("state", state(stream.getKey())));
        for (Map.Entry<String, Path> file : Seal.files(dir).entrySet()) {
            String path = file.getKey();
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean brokerLog = path.startsWith("brokers/");
            if (name.endsWith(".journal") || brokerLog) {
                evidence.addObject()
                        .put("stream", brokerLog ? "broker log" : name.substring(0, name.indexOf('-')))
                        .put("file", folder + path)
                        .put("bytes", Files.size(file.getValue()))
                        .put("state", state(path));
            }
        }
        return evidence;
    }

    /** The checker's objections begin with the stream that they are about: with its path, or its folder and name. */
    private String state(String path) {
        String[] steps = path.split("/");
        String stream = steps.length < 2 ? path : steps[steps.length - 2] + "/" + steps[steps.length - 1];
        return accounts.objections().stream().anyMatch(line -> line.startsWith(path) || line.startsWith(stream))
                ? "damaged"
                : "whole";
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
