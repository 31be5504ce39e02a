package io.losslab.lab.evidence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
 * @param deadLetterTopics by the group's name that results use; a group that has none is absent
 * @param noGroupOffsets why {@code group-offsets.csv} is no evidence; null when it is
 * @param compacted whether the topic's cleanup.policy lets the log cleaner remove records
 * @param noTransactionStates why {@code transactions.csv} is no evidence; null when it is, or the load had no transactions
 * @param blocked by partition, what held the last stable offset below the end; a partition where nothing did is absent
 * @param readCommitted groups that read committed, by the names that results use
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
        Map<String, String> deadLetterTopics,
        String noGroupOffsets,
        boolean compacted,
        @JsonInclude(JsonInclude.Include.NON_NULL) String noTransactionStates,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<Integer, Blocked> blocked,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<String> readCommitted) {

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

    /** Of a run without transactions. */
    public RunFacts(
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
            Map<String, String> deadLetterTopics,
            String noGroupOffsets,
            boolean compacted) {
        this(
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
                deadLetterTopics,
                noGroupOffsets,
                compacted,
                null,
                null,
                null);
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
