package io.losslab.lab.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of Kafka 4.3.1's own log. */
class BrokerEventsTest {
    @TempDir
    Path dir;

    private BrokerEvents read(String log) throws IOException {
        Files.writeString(dir.resolve("broker-1.log"), log);
        return BrokerEvents.read(dir, "load-events");
    }

    @Test
    void leaderEpochsAreFound() throws IOException {
        BrokerEvents events = read("""
                2026-11-21T14:33:11.655Z INFO  [kafka-1-metadata-loader-event-handler] state.change.logger: [Broker id=1] Leader load-events-0 with topic id Some(7ezibw4BRTibA2st1kcMkg) starts at leader epoch 0 from offset 0 with partition epoch 0, high watermark 0, ISR [1], adding replicas [] and removing replicas [] . Previous leader None and previous leader epoch was -1.
                2026-11-21T14:33:11.825Z INFO  [kafka-1-metadata-loader-event-handler] state.change.logger: [Broker id=1] Leader __consumer_offsets-0 with topic id Some(M-uNnFq9QcGdyeEcNWqC1A) starts at leader epoch 0 from offset 0 with partition epoch 0, high watermark 0, ISR [1], adding replicas [] and removing replicas [] . Previous leader None and previous leader epoch was -1.
                """);

        assertThat(events.epochs(0))
                .containsExactly(new PartitionLog.LeaderEpoch(at("2026-11-21T14:33:11.655Z"), 0, 1, 0, false));
    }

    @Test
    void aCutIsFoundAndABrokerThatComesBackBeginsNoEpoch() throws IOException {
        BrokerEvents events = read("""
                2026-11-21T14:51:50.864Z INFO  [kafka-3-metadata-loader-event-handler] state.change.logger: [Broker id=3] Leader load-events-0 with topic id Some(N0mkboi1RbyAbqbxI1aZiQ) starts at leader epoch 0 from offset 0 with partition epoch 0, high watermark 0, ISR [3,1,2], adding replicas [] and removing replicas [] . Previous leader None and previous leader epoch was -1.
                2026-11-21T14:51:50.967Z INFO  [ReplicaFetcherThread-0-3] org.apache.kafka.storage.internals.log.UnifiedLog: [UnifiedLog partition=load-events-0, dir=/tmp/kafka-logs] Truncating to 0 has no effect as the largest offset in the log is -1
                2026-11-21T14:52:12.594Z INFO  [kafka-3-metadata-loader-event-handler] state.change.logger: [Broker id=3] Leader load-events-0 with topic id Some(N0mkboi1RbyAbqbxI1aZiQ) starts at leader epoch 0 from offset 5018 with partition epoch 0, high watermark 2707, ISR [3,1,2], adding replicas [] and removing replicas [] . Previous leader None and previous leader epoch was -1.
                2026-11-21T14:52:13.256Z INFO  [ReplicaFetcherThread-0-1] org.apache.kafka.storage.internals.log.UnifiedLog: [UnifiedLog partition=load-events-0, dir=/tmp/kafka-logs] Truncating to offset 3038
                """);

        assertThat(events.truncations(0))
                .containsExactly(new PartitionLog.Truncation(
                        at("2026-11-21T14:52:13.256Z"), 1, 3038, "cut to the leader's log"));
        assertThat(events.epochs(0))
                .containsExactly(new PartitionLog.LeaderEpoch(at("2026-11-21T14:51:50.864Z"), 0, 1, 0, false));
    }

    @Test
    void aPassOfTheCleanerHasTheTimeOfItsMessagesFirstLine() throws IOException {
        BrokerEvents events = read("""
                2026-11-21T14:33:11.655Z INFO  [kafka-1-metadata-loader-event-handler] state.change.logger: [Broker id=1] Leader load-events-0 with topic id Some(oUKG3z9_TpaHnDquCY13lw) starts at leader epoch 0 from offset 0 with partition epoch 0, high watermark 0, ISR [1], adding replicas [] and removing replicas [] . Previous leader None and previous leader epoch was -1.
                2026-11-21T14:42:38.696Z INFO  [kafka-log-cleaner-thread-0] org.apache.kafka.storage.internals.log.LogCleaner$CleanerThread: [kafka-log-cleaner-thread-0]:\s
                \tLog cleaner thread 0 cleaned log load-events-0 (dirty section = [0, 893])
                \t0.9 MB of log processed in 0.7 seconds (1.2 MB/sec).
                """);

        assertThat(events.cleanings(0)).containsExactly(new PartitionLog.Cleaning(at("2026-11-21T14:42:38.696Z"), 893));
    }

    @Test
    void aTombstoneIsExplainedByTheCoordinatorsLog() throws IOException {
        BrokerEvents events = read(
                "2026-11-21T14:43:40.359Z DEBUG [group-coordinator-event-processor-2] org.apache.kafka.coordinator.group.OffsetMetadataManager: [GroupCoordinator id=1 topic=__consumer_offsets partition=0] [GroupId batch-group] Expired offset for partition=load-events-0\n");
        long expired = at("2026-11-21T14:43:40.360Z");
        long unexplained = at("2026-11-21T14:50:00.000Z");
        long deleted = at("2026-11-21T14:55:00.000Z");
        try (EvidenceStream stream =
                new EvidenceStream(dir.resolve(EvidenceFiles.GROUP_OFFSETS), "group", "partition", "offset")) {
            stream.line(1_000, "batch-group", 0, 1030);
            stream.line(expired, "batch-group", 0, "");
            stream.line(unexplained, "batch-group", 0, "");
            stream.line(deleted, "batch-group", 0, "");
        }
        List<FaultLines.Line> faults = List.of(new FaultLines.Line(
                0, "delete-offsets", "batch", "INJECTED", deleted - 500, deleted + 500, "batch-group", 0, -1, "x"));
        List<String> holes = new ArrayList<>();

        assertThat(new GroupOffsetsReader(faults, events.expiries())
                        .read(dir, holes)
                        .get("batch-group")
                        .get(0))
                .containsExactly(
                        new OffsetEvent(1_000, 1030, null),
                        new OffsetEvent(expired, -1, OffsetEvent.Removal.EXPIRED),
                        new OffsetEvent(unexplained, -1, OffsetEvent.Removal.UNKNOWN),
                        new OffsetEvent(deleted, -1, OffsetEvent.Removal.DELETED));
        assertThat(holes).isEmpty();
    }

    private static long at(String instant) {
        return EpochClock.micros(Instant.parse(instant));
    }
}
