package io.losslab.lab.evidence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.check.evidence.DeadLetters;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the checker must know of a run besides the streams: {@code run.json} of its evidence folder, written last, so
 * that a run without it was not finished.
 *
 * @param brokerLogs whether the brokers' logs were captured; if not, log start offsets are sampled
 * @param groupIds group id by the name that results use
 * @param drainDeadlinePassed whether the lab waited in vain for a group: until the deadline, or until each of its channels
 *     had failed
 * @param ends by partition, what the cluster said at the end
 * @param transactional whether the load was sent in transactions: then there is a second witness that reads committed
 * @param deadLetterTopics in evidence of older versions, by the group's name that results use; null since {@code legs} says it
 * @param noGroupOffsets why {@code group-offsets.csv} is no evidence; null when it is
 * @param compacted whether the topic's cleanup.policy lets the log cleaner remove records
 * @param noTransactionStates why {@code transactions.csv} is no evidence; null when it is, or the load had no transactions
 * @param blocked by partition, what held the last stable offset below the end; a partition where nothing did is absent;
 *     null when that was not asked
 * @param readCommitted groups that read committed, by the names that results use; null when that was not noted
 * @param legs topics that groups hand on to; null in evidence of older versions
 */
@JsonIgnoreProperties({Seal.FILES, Seal.SEAL})
public record RunFacts(
        String runId,
        String topic,
        int partitions,
        boolean brokerLogs,
        Map<String, String> groupIds,
        boolean drainDeadlinePassed,
        boolean witnessAtEnd,
        Map<Integer, End> ends,
        List<String> holes,
        boolean transactional,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> deadLetterTopics,
        @Nullable String noGroupOffsets,
        boolean compacted,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String noTransactionStates,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<Integer, Blocked> blocked,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> readCommitted,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<OnwardTopic> legs) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Log start and end offset. */
    public record End(long logStartOffset, long endOffset) {}

    /**
     * A transaction that was open at the end.
     *
     * @param by who held it open
     */
    public record Blocked(long lastStableOffset, String by) {}

    /**
     * A topic of one partition that a group hands on to.
     *
     * @param kind as {@link io.losslab.lab.check.evidence.PassedOn#kind}
     * @param group by the name that results use
     * @param end null in evidence of older versions
     */
    public record OnwardTopic(
            String kind,
            String group,
            String topic,
            @Nullable End end) {
        /** The same, when that is known. */
        public OnwardTopic endingAt(End known) {
            return new OnwardTopic(kind, group, topic, known);
        }
    }

    /** Of a run of one topic without transactions, that went as it should; what is otherwise is said further on. */
    public static Draft of(String runId, String topic, Map<String, String> groupIds, Map<Integer, End> ends) {
        return new Draft(runId, topic, groupIds, ends);
    }

    /** Facts as they become known. */
    public static final class Draft {
        private final String runId;
        private final String topic;
        private final Map<String, String> groupIds;
        private final Map<Integer, End> ends;
        private int partitions;
        private boolean brokerLogs = true;
        private boolean drainDeadlinePassed;
        private boolean witnessAtEnd = true;
        private List<String> holes = List.of();
        private boolean transactional;
        private @Nullable String noGroupOffsets;
        private boolean compacted;
        private @Nullable String noTransactionStates;
        private @Nullable Map<Integer, Blocked> blocked;
        private @Nullable List<String> readCommitted;
        private List<OnwardTopic> legs = List.of();

        private Draft(String runId, String topic, Map<String, String> groupIds, Map<Integer, End> ends) {
            this.runId = runId;
            this.topic = topic;
            this.groupIds = groupIds;
            this.ends = ends;
            partitions = ends.size();
        }

        /** Where not each of them has an end. */
        public Draft partitions(int number) {
            partitions = number;
            return this;
        }

        public Draft brokerLogs(boolean captured) {
            brokerLogs = captured;
            return this;
        }

        public Draft drainDeadlinePassed(boolean passed) {
            drainDeadlinePassed = passed;
            return this;
        }

        public Draft witnessAtEnd(boolean atEnd) {
            witnessAtEnd = atEnd;
            return this;
        }

        public Draft holes(List<String> found) {
            holes = found;
            return this;
        }

        /**
         * @param why null when {@code group-offsets.csv} is evidence
         */
        public Draft noGroupOffsets(@Nullable String why) {
            noGroupOffsets = why;
            return this;
        }

        public Draft compacted(boolean isCompacted) {
            compacted = isCompacted;
            return this;
        }

        /**
         * The load was sent in transactions.
         *
         * @param noStates why {@code transactions.csv} is no evidence; null when it is
         */
        public Draft transactions(String noStates, Map<Integer, Blocked> openAtEnd, List<String> readingCommitted) {
            transactional = true;
            noTransactionStates = noStates;
            blocked = openAtEnd;
            readCommitted = readingCommitted;
            return this;
        }

        public Draft legs(List<OnwardTopic> topics) {
            legs = topics;
            return this;
        }

        /** See {@link RunFacts#write}. */
        public void write(Path evidenceDir) throws IOException {
            facts().write(evidenceDir);
        }

        public RunFacts facts() {
            return new RunFacts(
                    runId,
                    topic,
                    partitions,
                    brokerLogs,
                    groupIds,
                    drainDeadlinePassed,
                    witnessAtEnd,
                    ends,
                    holes,
                    transactional,
                    null,
                    noGroupOffsets,
                    compacted,
                    noTransactionStates,
                    blocked,
                    readCommitted,
                    legs);
        }
    }

    /** The topics that groups hand on to, also of evidence of older versions. */
    List<OnwardTopic> onward() {
        if (legs != null) {
            return legs;
        }
        return deadLetterTopics == null
                ? List.of()
                : deadLetterTopics.entrySet().stream()
                        .map(dead -> new OnwardTopic(DeadLetters.KIND, dead.getKey(), dead.getValue(), null))
                        .toList();
    }

    /** Seals the folder as well: every other writer must be done. */
    public void write(Path evidenceDir) throws IOException {
        JSON.writeValue(evidenceDir.resolve(EvidenceFiles.RUN).toFile(), this);
        Seal.close(evidenceDir);
    }

    /** As it was written; whether it still is what it was, {@link Seal} says. */
    public static RunFacts read(Path evidenceDir) throws IOException {
        return JSON.readValue(evidenceDir.resolve(EvidenceFiles.RUN).toFile(), RunFacts.class);
    }
}
