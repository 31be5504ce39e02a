package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.result.GroupEntry;
import io.losslab.contract.result.Percentiles;
import io.losslab.contract.result.RangeEntry;
import io.losslab.contract.result.RunEntry;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.LatencyMs;
import io.losslab.contract.status.LoadStatus;
import io.losslab.contract.status.StatusJson;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * @param promise what is promised of the run; null for nothing
     */
    RunEntry build(RunEntry.@Nullable Promise promise) throws IOException {
        List<FaultLines.Line> faultLines = FaultLines.read(dir, new ArrayList<>()); // holes are the checker's business
        List<RunEntry.Phase> phases = new ArrayList<>();
        for (JsonNode phase : observed.path("phases")) {
            phases.add(new RunEntry.Phase(text(phase, "name"), text(phase, "from"), text(phase, "to")));
        }
        Map<String, GroupEntry> groups = new LinkedHashMap<>();
        accounts.groups().forEach(group -> groups.put(group.group(), group(group)));
        return new RunEntry(
                text(observed, "variant"),
                observed.path("trial").asInt(),
                text(observed, "runId"),
                text(observed, "kafkaVersion"),
                observed.path("brokers").asInt(),
                text(observed, "bootstrapServers"),
                text(observed, "topic"),
                varied(),
                spec.topic().replicationFactor(),
                phases.isEmpty() ? null : phases.get(0).from(),
                phases.isEmpty() ? null : phases.get(phases.size() - 1).to(),
                phases,
                produced(accounts.produced()),
                load(),
                FaultSpans.of(faultLines),
                Recovery.of(dir, spec, observed.path("topic").asText()),
                new RunEntry.Limits(
                        known(spec.topic().number("retention.bytes")),
                        known(spec.topic().number("retention.ms")),
                        known(spec.topic().number("segment.bytes"))),
                new RunEntry.Disk(
                        known(observed.path("maxLogBytes").asLong(-1)),
                        known(observed.path("finalLogBytes").asLong(-1)),
                        // what the log ever held; with acks=0 an acknowledgement says nothing about that
                        observed.path("endSum").asLong() * spec.load().valueBytes()),
                observed.get("partitions"),
                groups,
                // older evidence does not say how far they went
                RunFacts.read(dir).legs() == null || accounts.onward().isEmpty() ? null : LegDocuments.of(accounts),
                observed.get("drain"), // older evidence does not say
                dumpedLogs(),
                evidence(),
                accounts.objections(),
                warnings(faultLines),
                promise);
    }

    private Map<String, String> varied() {
        Map<String, String> varied = new LinkedHashMap<>();
        observed.path("varied")
                .fields()
                .forEachRemaining(e ->
                        varied.put(Variant.shortKey(e.getKey()), e.getValue().asText()));
        return varied;
    }

    private static RunEntry.Produced produced(ProducedAccounts produced) {
        return new RunEntry.Produced(
                produced.intended(),
                produced.acked(),
                produced.failed(),
                produced.indeterminate(),
                produced.witnessed(),
                produced.storedNotAcked(),
                produced.logDuplicates());
    }

    private RunEntry.Load load() {
        long target = spec.load().tps();
        LoadStatus producer = StatusJson.read(observed.path("producer"), LoadStatus.class);
        return producer == null
                ? new RunEntry.Load(target, null, Percentiles.UNKNOWN, null, null)
                : new RunEntry.Load(
                        target,
                        producer.achievedTps(),
                        latencies(producer.sendLatencyMs()),
                        producer.settings(),
                        producer.failures());
    }

    private List<String> warnings(List<FaultLines.Line> faultLines) {
        List<String> warnings = new ArrayList<>();
        observed.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        warnings.addAll(FaultOutcomes.warnings(faultLines));
        observed.path("groups")
                .fields()
                .forEachRemaining(group -> warnings.addAll(endedChannels(group.getKey(), group.getValue())));
        return warnings;
    }

    private GroupEntry group(GroupAccounts accounts) {
        String name = accounts.group();
        JsonNode seen = observed.path("groups").path(name);
        List<ConsumerStatus> instances = instances(seen);
        Optional<ExperimentSpec.Consumer> consumer = spec.consumers().values().stream()
                .filter(c -> c.group().equals(name))
                .findFirst();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        accounts.outcomes().forEach((outcome, count) -> outcomes.put(outcome.code(), count));
        List<GroupEntry.KeptDetail> details = new ArrayList<>();
        accounts.keptDetails().forEach((detail, count) -> details.add(new GroupEntry.KeptDetail(detail, count)));
        List<RangeEntry> ranges = accounts.lostRanges().stream()
                .limit(MAX_LOST_RANGES)
                .map(RunDocument::range)
                .toList();
        return new GroupEntry(
                text(seen, "groupId"),
                consumer.map(ExperimentSpec.Consumer::app).orElse(null),
                // it is what decides where a group begins that has committed nothing
                consumer.map(c -> c.config().getOrDefault("auto.offset.reset", "earliest"))
                        .orElse(null),
                instances.size(),
                accounts.processed(),
                accounts.duplicates(),
                accounts.delivered(),
                accounts.redelivered(),
                accounts.outOfOrder(),
                accounts.misrouted(),
                accounts.corrupt(),
                accounts.lost(),
                accounts.ackedLost(),
                accounts.lost() * spec.load().valueBytes(),
                accounts.inFlight(),
                accounts.unexplained(),
                outcomes,
                details,
                ranges,
                accounts.lostRangeCount() - ranges.size(),
                lossTimes.of(name),
                accounts.firstLossMicros() < 0 ? null : iso(accounts.firstLossMicros()),
                latencies(slowest(instances)),
                known(seen.path("maxLag").asLong(-1)),
                seen.has("minLead") ? (Long) seen.get("minLead").asLong() : null,
                instances.stream().mapToLong(ConsumerStatus::gaps).sum(),
                seen.get("committed"));
    }

    /** Members that ended by themselves: fenced by a twin, or on a record that they failed on. */
    private static List<String> endedChannels(String group, JsonNode seen) {
        List<String> ended = new ArrayList<>();
        for (ConsumerStatus instance : instances(seen)) {
            String why = instance.channelFailure();
            if (why != null && !why.isEmpty()) {
                ended.add("member " + instance.instance() + " of " + group + " could not go on reading: "
                        + why.replace('\n', ' '));
            }
        }
        return ended;
    }

    private static List<ConsumerStatus> instances(JsonNode seen) {
        List<ConsumerStatus> instances = new ArrayList<>();
        for (JsonNode instance : seen.path("instances")) {
            ConsumerStatus status = StatusJson.read(instance, ConsumerStatus.class);
            instances.add(status == null ? ConsumerStatus.silent() : status);
        }
        return instances;
    }

    static RangeEntry range(LostRange range) {
        return new RangeEntry(
                range.partition(),
                range.firstOffset(),
                range.lastOffset(),
                range.count(),
                range.cause().code(),
                range.atMicros() < 0 ? null : iso(range.atMicros()),
                range.source().run(),
                range.source().producer(),
                range.firstSequence(),
                range.lastSequence(),
                range.detail().isEmpty() ? null : range.detail());
    }

    /** Histograms of several instances cannot be added up from percentiles: the slowest instance speaks for the group. */
    private static @Nullable LatencyMs slowest(List<ConsumerStatus> instances) {
        LatencyMs slowest = null;
        for (ConsumerStatus instance : instances) {
            LatencyMs latency = instance.endToEndLatencyMs();
            if (slowest == null || latency.p50() > slowest.p50()) {
                slowest = latency;
            }
        }
        return slowest;
    }

    private static Percentiles latencies(@Nullable LatencyMs status) {
        return status == null || status.count() == 0
                ? Percentiles.UNKNOWN
                : new Percentiles(status.p50(), status.p99(), status.p999(), status.max());
    }

    /** Null when nobody had kafka-dump-log look. */
    private @Nullable List<RunEntry.DumpedLog> dumpedLogs() throws IOException {
        List<RunEntry.DumpedLog> logs = new ArrayList<>();
        for (DumpedLogs.Log log : DumpedLogs.read(dir)) {
            String where = log.name() + ", partition " + log.partition() + ":";
            boolean agrees = accounts.objections().stream().noneMatch(line -> line.startsWith(where));
            logs.add(new RunEntry.DumpedLog(
                    log.broker(),
                    log.partition(),
                    log.inSync(),
                    log.startOffset(),
                    log.endOffset(),
                    log.records(),
                    log.inSync() ? (Boolean) agrees : null)); // nothing follows from a replica that is not in sync
        }
        return logs.isEmpty() ? null : logs;
    }

    private List<RunEntry.Stream> evidence() throws IOException {
        List<RunEntry.Stream> evidence = new ArrayList<>();
        String folder = "evidence/" + observed.path("runId").asText() + "/";
        observed.path("streams")
                .fields()
                .forEachRemaining(stream -> evidence.add(new RunEntry.Stream(
                        stream.getKey().replace(".csv", ""),
                        folder + stream.getKey(),
                        stream.getValue().asLong(),
                        null,
                        state(stream.getKey()))));
        for (Map.Entry<String, Path> file : Seal.files(dir).entrySet()) {
            String path = file.getKey();
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean brokerLog = path.startsWith("brokers/");
            if (name.endsWith(".journal") || brokerLog) {
                evidence.add(new RunEntry.Stream(
                        brokerLog ? "broker log" : name.substring(0, name.indexOf('-')),
                        folder + path,
                        null,
                        Files.size(file.getValue()),
                        state(path)));
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

    /** Null for what is negative: unknown, or not set. */
    private static @Nullable Long known(long value) {
        return value < 0 ? null : (Long) value;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }

    private static String iso(long micros) {
        return EpochClock.instant(micros).toString();
    }
}
