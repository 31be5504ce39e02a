package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of an experiment. Of one whose evidence cannot be read there are only its name and what is wrong with it.
 *
 * @param trial from 1
 * @param varied by short name of what is varied
 * @param startedAt ISO-8601, as {@code endedAt}
 * @param faults spans of what was done to it
 * @param recovery what followed each fault to brokers
 * @param limits of the topic
 * @param partitions at the end
 * @param groups by name
 * @param legs behind that of the load, where there are any
 * @param drain by group, how the wait for it ended
 * @param dumpedLogs what kafka-dump-log found, where it was asked to look
 * @param evidenceFaults why the evidence does not hold, a line each
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunEntry(
        @Nullable String variant,
        @Nullable Integer trial,
        @Nullable String runId,
        @Nullable String kafkaVersion,
        @Nullable Integer brokers,
        @Nullable String bootstrapServers,
        @Nullable String topic,
        @Nullable Map<String, @Nullable String> varied,
        @Nullable Integer replicationFactor,
        @Nullable String startedAt,
        @Nullable String endedAt,
        @Nullable List<Phase> phases,
        @Nullable Produced produced,
        @Nullable Load load,
        @Nullable JsonNode faults,
        @Nullable JsonNode recovery,
        @Nullable Limits limits,
        @Nullable Disk disk,
        @Nullable JsonNode partitions,
        @Nullable Map<String, @Nullable GroupEntry> groups,
        @Nullable List<LegEntry> legs,
        @Nullable JsonNode drain,
        @Nullable List<DumpedLog> dumpedLogs,
        @Nullable List<Stream> evidence,
        @Nullable List<String> evidenceFaults,
        @Nullable List<String> warnings,
        @Nullable Promise promise) {

    /** Of which nothing is known. */
    public static final RunEntry NOTHING = new RunEntry(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null);

    /** Of a run whose evidence cannot be read. */
    public static RunEntry unreadable(String variant, int trial, String runId, List<String> evidenceFaults) {
        return new RunEntry(
                variant,
                trial,
                runId,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                evidenceFaults,
                null,
                null);
    }

    /** @param from ISO-8601, as {@code to} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Phase(
            @Nullable String name,
            @Nullable String from,
            @Nullable String to) {}

    /**
     * Records, by what the producer knows of them.
     *
     * @param failed certainly not stored
     * @param indeterminate neither acknowledged nor certainly not stored
     * @param witnessed seen in the log
     * @param storedNotAcked seen in the log, and never acknowledged
     * @param logDuplicates copies beyond the first
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Produced(
            @Nullable Long intended,
            @Nullable Long acked,
            @Nullable Long failed,
            @Nullable Long indeterminate,
            @Nullable Long witnessed,
            @Nullable Long storedNotAcked,
            @Nullable Long logDuplicates) {
        public static final Produced UNKNOWN = new Produced(null, null, null, null, null, null, null);
    }

    /**
     * @param achievedTps acknowledged records per second of sending
     * @param settings of the client
     * @param failures how many by kind
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Load(
            @Nullable Long targetTps,
            @Nullable Double achievedTps,
            @Nullable Percentiles sendLatencyMs,
            @Nullable Map<String, String> settings,
            @Nullable Map<String, @Nullable Long> failures) {}

    /** Null where the topic does not set it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Limits(
            @Nullable Long retentionBytes,
            @Nullable Long retentionMs,
            @Nullable Long segmentBytes) {}

    /** Of one replica of the topic; null where it was never known. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Disk(
            @Nullable Long maxLogBytes,
            @Nullable Long finalLogBytes,
            @Nullable Long writtenBytes) {
        public static final Disk UNKNOWN = new Disk(null, null, null);
    }

    /** @param agrees with the witness; null where nothing follows from it, since it is not in sync */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DumpedLog(
            @Nullable Integer broker,
            @Nullable Integer partition,
            @Nullable Boolean inSync,
            @Nullable Long startOffset,
            @Nullable Long endOffset,
            @Nullable Long records,
            @Nullable Boolean agrees) {}

    /**
     * @param file below the folder of the result
     * @param state {@code whole} or {@code damaged}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Stream(
            @Nullable String stream,
            @Nullable String file,
            @Nullable Long entries,
            @Nullable Long bytes,
            @Nullable String state) {}

    /** @param held whether all was, that was expected of the run */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Promise(@Nullable String says, @Nullable Boolean held) {}
}
