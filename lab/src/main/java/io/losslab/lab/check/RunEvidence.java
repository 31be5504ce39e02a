package io.losslab.lab.check;

import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import java.util.List;
import java.util.Map;

/**
 * All that a run captured, as the checker needs it.
 *
 * @param partitions number of partitions of the topic
 * @param drainDeadlinePassed whether the lab waited for the groups until the deadline; false when it did not wait at all
 * @param logStarts by partition; a partition without an entry never moved
 * @param ends by partition: what the broker said at the end
 * @param witness what the witness saw; null when the run had none
 * @param holes what is missing in the evidence, each in one line that names the stream and the gap
 */
public record RunEvidence(
        int partitions,
        boolean drainDeadlinePassed,
        List<Sent> sent,
        List<Group> groups,
        Consumed witness,
        Map<Integer, LogStarts> logStarts,
        Map<Integer, PartitionEnd> ends,
        List<String> holes) {

    /** What the broker said of a partition at the end of the run. */
    public record PartitionEnd(long logStartOffset, long endOffset) {}

    /** The ledger of one producer instance. */
    public record Sent(Source source, List<SentPartition> partitions) {}

    /**
     * @param reserved sequences 0 to this (exclusive) were intended
     * @param handedOver sequences 0 to this (exclusive) were given to the client
     */
    public record SentPartition(int partition, long reserved, long handedOver, RunTable acks, RunTable failures) {}

    /** The ledgers of one group's instances. */
    public record Group(String name, List<Consumed> instances) {}

    /** The ledger of one consumer instance. */
    public record Consumed(String instance, List<Source> sources, List<ConsumedPartition> partitions) {}

    /** Three journals of one partition, see {@code ConsumeLedger}. */
    public record ConsumedPartition(int partition, RunTable deliveries, RunTable outcomes, RunTable commits) {}
}
