package io.losslab.lab.evidence;

import io.losslab.lab.folder.EvidenceFiles;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the cluster said of the topic at one moment.
 *
 * @param atMicros microseconds since 1970
 * @param committed by group id, by partition: the next offset to read; a partition without a commit is absent
 */
public record ClusterSample(
        long atMicros, Map<Integer, PartitionSample> partitions, Map<String, Map<Integer, Long>> committed) {
    /** Number of columns of {@code partitions.csv} after number and time. */
    public static final int FIELDS = 7;
    /** In the partition column: a round was made. */
    public static final int HEARTBEAT = -1;

    /**
     * @param sizeBytes on disk, leader's replica; -1 when unknown
     */
    public record PartitionSample(
            long logStartOffset, long endOffset, int leader, int leaderEpoch, String isr, long sizeBytes) {}

    public long logStartSum() {
        return partitions.values().stream()
                .mapToLong(PartitionSample::logStartOffset)
                .sum();
    }

    public long endSum() {
        return partitions.values().stream()
                .mapToLong(PartitionSample::endOffset)
                .sum();
    }

    /** Over all partitions; -1 when unknown. */
    public long sizeBytes() {
        boolean unknown = partitions.values().stream().anyMatch(p -> p.sizeBytes() < 0);
        return unknown
                ? -1
                : partitions.values().stream()
                        .mapToLong(PartitionSample::sizeBytes)
                        .sum();
    }

    /** Sum of the group's commits; 0 when it has none yet. */
    public long committedSum(String groupId) {
        return committed.getOrDefault(groupId, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public static EvidenceStream partitionStream(Path evidenceDir) {
        return new EvidenceStream(
                evidenceDir.resolve(EvidenceFiles.PARTITIONS),
                "partition",
                "leader",
                "leader_epoch",
                "isr",
                "log_start",
                "log_end",
                "size_bytes");
    }

    public static EvidenceStream commitStream(Path evidenceDir) {
        return new EvidenceStream(evidenceDir.resolve(EvidenceFiles.COMMITS), "group", "partition", "offset");
    }
}
