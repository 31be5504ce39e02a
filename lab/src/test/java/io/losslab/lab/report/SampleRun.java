package io.losslab.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A result folder as a run would leave it, from a small model of a log with retention and a slow group. The numbers are
 * made up but consistent with each other: outcomes sum to what was intended, ranges to what was lost.
 */
final class SampleRun {
    static final String FAST = "fast-consumer-group";
    static final String SLOW = "slow-consumer-group";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final String ONE_LEADER = "0=1/0/1/1/-";
    private static final long RECORD_BYTES = 1_100;
    private static final long SEGMENT_BYTES = 1 << 20;
    private static final int TPS = 5_000;
    private static final int STEP_MS = 250;
    private static final int START_MS = 4_000;
    private static final int LOAD_MS = 20_000;
    private static final int DRAIN_MS = 3_000;

    private final ObjectNode result = JSON.objectNode();
    private final StringBuilder timeline = new StringBuilder("variant,trial,runId,at,elapsedMs,phase,producedTotal,"
            + "producedPerSecond,logStartOffset,logEndOffset,logSizeBytes,sendP50Ms,sendP99Ms,sendMaxMs,replication");

    private SampleRun(String experiment, String title, String verdict) {
        for (String group : List.of(FAST, SLOW)) {
            for (String column : List.of(
                    "processedTotal",
                    "processedPerSecond",
                    "committed",
                    "lag",
                    "lead",
                    "lost",
                    "delayMs",
                    "latencyP50Ms",
                    "latencyP99Ms",
                    "latencyMaxMs")) {
                timeline.append(',').append(group).append(':').append(column);
            }
        }
        timeline.append('\n');
        result.put("experiment", experiment)
                .put("title", title)
                .put("description", "One group processes at once, the other waits 5 ms per record.")
                .put("verdict", verdict)
                .put("command", "./losslab run " + experiment)
                .put("startedAt", START.toString())
                .put("endedAt", START.plusSeconds(32).toString())
                .put("losslabVersion", "0.1.0-SNAPSHOT");
        result.putObject("environment")
                .put("java", "17.0.17")
                .put("os", "Linux 6.1 amd64")
                .put("cores", 2)
                .put("memoryBytes", 25_769_803_776L)
                .put("place", "embedded");
        ObjectNode spec = result.putObject("spec");
        spec.put("name", experiment);
        spec.putObject("cluster").put("brokers", 1);
        spec.putObject("topic").put("partitions", 1).putObject("config").put("retention.bytes", "10MiB");
        spec.putObject("load").put("tps", TPS).put("valueBytes", 1024).put("duration", "20s");
        spec.putArray("faults");
        result.putArray("expectations");
        result.putArray("runs");
    }

    static SampleRun dataLoss() {
        SampleRun sample = new SampleRun("data-loss", "A slow consumer loses what retention deletes first", "EXPECTED");
        sample.run("default", 1, 10 << 20);
        sample.expect("slow-consumer-group lost > 0", true);
        sample.expect("slow-consumer-group: every loss is retention-deleted", true);
        sample.expect("fast-consumer-group lost = 0", true);
        return sample;
    }

    static SampleRun noLossWithComparison() {
        SampleRun sample = new SampleRun("no-loss", "The same load with room for all of it", "EXPECTED");
        sample.run("default", 1, 1 << 30);
        sample.expect("slow-consumer-group lost = 0", true);
        ObjectNode other = dataLoss().firstRun();
        sample.result
                .putObject("comparison")
                .put("experiment", "data-loss")
                .put("resultDir", "/home/user/results/data-loss-20261121-095900")
                .set("run", other);
        return sample;
    }

    static SampleRun threeVariants() {
        SampleRun sample = new SampleRun("retention", "How much retention is enough", "UNEXPECTED");
        sample.run("topic.config.retention.bytes=5MiB", 1, 5 << 20);
        sample.run("topic.config.retention.bytes=10MiB", 1, 10 << 20);
        sample.run("topic.config.retention.bytes=200MiB", 1, 200 << 20);
        sample.expect("slow-consumer-group lost > 0", false);
        sample.expect("fast-consumer-group lost = 0", true);
        return sample;
    }

    static SampleRun invalidEvidence() {
        SampleRun sample = dataLoss();
        sample.result.put("verdict", "INVALID_EVIDENCE");
        ObjectNode run = sample.firstRun();
        ObjectNode witness = (ObjectNode) run.path("evidence").get(0);
        witness.put("entries", 61_220);
        run.putArray("evidenceFaults").add("witness: heartbeats 41 to 57 are missing");
        run.withArray("warnings").add("The witness stopped for 4.1 s: its evidence has a hole.");
        return sample;
    }

    /** Every string that a result may hold, set to what a page or a terminal could trip over. */
    static SampleRun hostile(String poison) {
        SampleRun sample = new SampleRun(poison, poison, "EXPECTED");
        sample.run(poison, 1, 10 << 20);
        sample.expect(poison, true);
        sample.result.put("command", poison).put("description", poison);
        ((ObjectNode) sample.result.path("spec")).put(poison, poison);
        ((ObjectNode) sample.result.path("environment")).put("os", poison);
        ObjectNode run = sample.firstRun();
        run.put("topic", poison);
        run.withArray("warnings").add(poison);
        ObjectNode groups = (ObjectNode) run.path("groups");
        ObjectNode slow = (ObjectNode) groups.remove(SLOW);
        ((ObjectNode) slow.path("outcomes")).put(poison, 7);
        ((ObjectNode) slow.path("lostRanges").get(0)).put("cause", poison);
        groups.set(poison, slow);
        return sample;
    }

    /**
     * Fault by settings, two trials each. What the last combination of each fault lost is allowed; with acks=1 a kill
     * breaks its promise, which the last trial shows.
     */
    static SampleRun matrix() {
        SampleRun sample = new SampleRun("matrix", "Every fault with every setting", "UNEXPECTED");
        for (int trial = 1; trial <= 2; trial++) {
            for (String fault : List.of("none", "kill")) {
                for (String acks : List.of("0", "1", "all")) {
                    boolean lossy = fault.equals("kill") && !acks.equals("all");
                    boolean broken = lossy && acks.equals("1") && trial == 2;
                    sample.run("acks=" + acks + ",fault=" + fault, trial, lossy ? 10 << 20 : 1 << 30);
                    ObjectNode run = (ObjectNode) sample.result
                            .path("runs")
                            .get(sample.result.path("runs").size() - 1);
                    run.putObject("varied").put("acks", acks).put("fault", fault);
                    run.putObject("promise")
                            .put("says", lossy ? "What was acknowledged may go with its leader." : "Nothing is lost.")
                            .put("held", !broken);
                    sample.expect("[acks=%s,fault=%s #%d] %s: lost = 0".formatted(acks, fault, trial, FAST), !broken);
                }
            }
        }
        sample.result
                .putArray("leftOut")
                .addObject()
                .put("variant", "acks=all,fault=power-loss")
                .put("reason", "idempotence needs acks=all");
        return sample;
    }

    /** Three brokers whose leaders are killed one after the other, over and over; the runs of each variant interleaved. */
    static SampleRun ofManyKills(int variants, int trials, int kills) {
        SampleRun sample = new SampleRun("broker-failure", "Leaders are killed, and nothing is lost", "EXPECTED");
        for (int trial = 1; trial <= trials; trial++) {
            for (int variant = 0; variant < variants; variant++) {
                sample.run("acks=all,linger.ms=" + variant, trial, 10 << 20);
                int number = sample.result.path("runs").size();
                sample.kills((ObjectNode) sample.result.path("runs").get(number - 1), kills);
            }
        }
        return sample;
    }

    /** Goes on after the run's samples. */
    private void kills(ObjectNode run, int kills) {
        Instant from = Instant.parse(run.path("endedAt").asText());
        int cycle = 6_000;
        ArrayNode faults = run.putArray("faults");
        ArrayNode recovery = run.putArray("recovery");
        for (int ms = 0; ms < kills * cycle; ms += STEP_MS) {
            int leader = ms / cycle % 3 + 1;
            int next = leader % 3 + 1;
            String state =
                    switch (ms % cycle) {
                        case 0 -> states(leader + "/" + ms / cycle + "/1+2+3/1+2+3/-");
                        case 1_000 -> states("-//1+2+3/" + next + "/-");
                        case 2_000 -> states(next + "/" + (ms / cycle + 1) + "/1+2+3/" + next + "/" + (next % 3 + 1));
                        default -> "";
                    };
            if (ms % cycle == 500) {
                faults.addObject()
                        .put("fault", 0)
                        .put("kind", "kill")
                        .put("target", "leader of partition 0")
                        .put("subject", "broker-" + leader)
                        .put("from", from.plusMillis(ms).toString())
                        .put("text", "killed")
                        .put("to", from.plusMillis(ms + 3_000).toString())
                        .put("undone", "started again");
                ObjectNode recovered = recovery.addObject()
                        .put("fault", 0)
                        .put("kind", "kill")
                        .put("subject", "broker-" + leader)
                        .put("at", from.plusMillis(ms).toString())
                        .put("withoutAckMs", 2_000 + ms / cycle);
                recovered
                        .putArray("elections")
                        .addObject()
                        .put("partition", 0)
                        .put("leader", next)
                        .put("epoch", ms / cycle + 1)
                        .put("afterMs", 1_500 + ms / cycle)
                        .put("unclean", false);
            }
            String numbers = ",123456,4999.5,12345,123456,11534336,1.5,%d.25,%d.5,".formatted(ms % 97, ms % 977);
            timeline.append(quoted(run.path("variant").asText()))
                    .append(',')
                    .append(run.path("trial").asInt())
                    .append(',')
                    .append(run.path("runId").asText())
                    .append(',')
                    .append(from.plusMillis(ms))
                    .append(',')
                    .append(ms)
                    .append(",load")
                    .append(numbers)
                    .append(state)
                    .append(",123456,4987.1,123450,6,12345,0,,2.5,17.25,49.125".repeat(2))
                    .append('\n');
        }
    }

    private static String states(String ofEach) {
        return "0=" + ofEach + " 1=" + ofEach + " 2=" + ofEach;
    }

    SampleRun remove(String field) {
        result.remove(field);
        return this;
    }

    ObjectNode result() {
        return result;
    }

    ObjectNode firstRun() {
        return (ObjectNode) result.path("runs").get(0);
    }

    ObjectNode group(String name) {
        return (ObjectNode) firstRun().path("groups").path(name);
    }

    Path writeTo(Path dir) throws IOException {
        Files.createDirectories(dir);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(dir.resolve("result.json").toFile(), result);
        Files.writeString(dir.resolve("timeline.csv"), timeline);
        return dir;
    }

    private void expect(String text, boolean held) {
        result.withArray("expectations").addObject().put("text", text).put("held", held);
    }

    private void run(String variant, int trial, long retentionBytes) {
        Instant start = START.plusSeconds(60L * result.path("runs").size());
        String runId = "r" + (result.path("runs").size() + 1) + "k3v9x2";
        long end = 0;
        long logStart = 0;
        long slowTo = 0;
        long slowProcessed = 0;
        long lost = 0;
        long maxLog = 0;
        long maxLag = 0;
        long minLead = Long.MAX_VALUE;
        ArrayNode ranges = JSON.arrayNode();
        int total = START_MS + LOAD_MS + DRAIN_MS;
        for (int ms = 0; ms <= total; ms += STEP_MS) {
            boolean loading = ms > START_MS && ms <= START_MS + LOAD_MS;
            boolean draining = ms > START_MS + LOAD_MS;
            long produced = loading ? TPS * STEP_MS / 1000 : 0;
            end += produced;
            long inLog = (end - logStart) * RECORD_BYTES;
            if (ms % 1000 == 0) {
                while (inLog - retentionBytes >= SEGMENT_BYTES) {
                    logStart += SEGMENT_BYTES / RECORD_BYTES;
                    inLog = (end - logStart) * RECORD_BYTES;
                }
            }
            long lead = slowTo - logStart;
            minLead = Math.min(minLead, lead);
            if (lead < 0) {
                long gap = -lead;
                ranges.addObject()
                        .put("partition", 0)
                        .put("firstOffset", slowTo)
                        .put("lastOffset", logStart - 1)
                        .put("count", gap)
                        .put("cause", "retention-deleted")
                        .put("at", start.plusMillis(ms).toString());
                lost += gap;
                slowTo = logStart;
            }
            long step = Math.min(end - slowTo, draining ? 10_000 : 50);
            slowTo += step;
            slowProcessed += step;
            maxLog = Math.max(maxLog, inLog);
            maxLag = Math.max(maxLag, end - slowTo);
            String phase = loading ? "load" : draining ? "drain" : "start";
            List<Object> row = new ArrayList<>(List.of(
                    quoted(variant),
                    trial,
                    runId,
                    start.plusMillis(ms),
                    ms,
                    phase,
                    end,
                    produced * 4,
                    logStart,
                    end,
                    inLog));
            row.addAll(
                    loading
                            ? List.of(
                                    1.2, 8.4, ms % 1_000 == 0 ? 31.7 : 12.5, ms == START_MS + STEP_MS ? ONE_LEADER : "")
                            : List.of("", "", "", ""));
            row.addAll(List.of(end, produced * 4, end, 0, end - logStart, 0, "", 2.4, 14.9, 40.2));
            row.addAll(List.of(
                    slowProcessed,
                    step * 4,
                    slowTo,
                    end - slowTo,
                    lead,
                    ms < 1_000 ? "" : lost,
                    draining ? "0" : "5",
                    1_830.5,
                    11_204.2,
                    12_433));
            timeline.append(String.join(",", row.stream().map(Object::toString).toList()))
                    .append('\n');
        }

        ObjectNode run = result.withArray("runs").addObject();
        run.put("variant", variant)
                .put("trial", trial)
                .put("runId", runId)
                .put("kafkaVersion", "4.3.1")
                .put("brokers", 1)
                .put("bootstrapServers", "127.0.0.1:34567")
                .put("topic", "load-events")
                .put("replicationFactor", 1)
                .put("startedAt", start.toString())
                .put("endedAt", start.plusMillis(total).toString());
        run.putObject("produced")
                .put("intended", end)
                .put("acked", end)
                .put("failed", 0)
                .put("indeterminate", 0);
        run.putObject("load")
                .put("targetTps", TPS)
                .put("achievedTps", 4_999.8)
                .set("sendLatencyMs", latency(1.2, 8.4, 31.7, 54.2));
        ArrayNode phases = run.putArray("phases");
        phase(phases, "start", start, 0, START_MS);
        phase(phases, "load", start, START_MS, START_MS + LOAD_MS);
        phase(phases, "drain", start, START_MS + LOAD_MS, total);
        phase(phases, "account", start, total, total + 400);
        run.putArray("faults");
        run.putObject("limits")
                .put("retentionBytes", retentionBytes)
                .put("retentionMs", 604_800_000L)
                .put("segmentBytes", SEGMENT_BYTES);
        run.putObject("disk")
                .put("maxLogBytes", maxLog)
                .put("finalLogBytes", (end - logStart) * RECORD_BYTES)
                .put("writtenBytes", end * RECORD_BYTES);
        run.putArray("partitions")
                .addObject()
                .put("partition", 0)
                .put("logStartOffset", logStart)
                .put("endOffset", end)
                .put("witnessedFrom", 0)
                .put("witnessedTo", end);
        ArrayNode evidence = run.putArray("evidence");
        evidence.addObject()
                .put("stream", "witness")
                .put("file", "evidence/witness.journal")
                .put("entries", end)
                .put("state", "whole");
        evidence.addObject()
                .put("stream", "log-starts")
                .put("file", "evidence/log-starts.csv")
                .put("entries", 108)
                .put("state", "whole");
        evidence.addObject()
                .put("stream", "broker-log")
                .put("file", "evidence/broker-0.log")
                .put("entries", 2_210)
                .put("state", "whole");
        run.putArray("warnings");
        ObjectNode groups = run.putObject("groups");
        ObjectNode fast = group(groups, FAST, "fast-consumer", end, 0, JSON.arrayNode());
        fast.put("maxLag", 340).put("minLead", 0).set("endToEndLatencyMs", latency(2.4, 14.9, 40.2, 61.3));
        ObjectNode slow = group(groups, SLOW, "slow-consumer", slowProcessed, lost, ranges);
        ArrayNode times = slow.putArray("lossTimes");
        ranges.forEach(range -> times.addObject()
                .put("cause", range.path("cause").asText())
                .put("at", range.path("at").asText())
                .put("count", range.path("count").asLong()));
        slow.put("maxLag", maxLag)
                .put("minLead", minLead)
                .set("endToEndLatencyMs", latency(1_830.5, 11_204.2, 12_010, 12_433));
    }

    private static ObjectNode group(
            ObjectNode groups, String name, String app, long processed, long lost, ArrayNode ranges) {
        ObjectNode group = groups.putObject(name);
        group.put("groupId", name).put("app", app).put("instances", 1).put("processed", processed);
        for (String none : List.of("duplicates", "outOfOrder", "corrupt", "inFlight", "unexplained")) {
            group.put(none, 0);
        }
        group.put("lost", lost).put("lostBytes", lost * 1024).put("gaps", ranges.size());
        ObjectNode outcomes = group.putObject("outcomes").put("processed", processed);
        if (lost > 0) {
            outcomes.put("retention-deleted", lost);
            group.put("firstLossAt", ranges.get(0).path("at").asText());
        }
        group.set("lostRanges", ranges);
        return group;
    }

    private static void phase(ArrayNode phases, String name, Instant start, int from, int to) {
        phases.addObject()
                .put("name", name)
                .put("from", start.plus(Duration.ofMillis(from)).toString())
                .put("to", start.plus(Duration.ofMillis(to)).toString());
    }

    private static ObjectNode latency(double p50, double p99, double p999, double max) {
        return JSON.objectNode()
                .put("p50", p50)
                .put("p99", p99)
                .put("p999", p999)
                .put("max", max)
                .put("count", 100_000);
    }

    private static String quoted(String cell) {
        return String.format(Locale.ROOT, "\"%s\"", cell.replace("\"", "\"\""));
    }
}
