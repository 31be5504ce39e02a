package io.losslab.lab.check.evidence;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one partition.
 *
 * @param sent one entry a source; of a leg that a group hands on to, the group's journals say it
 * @param witness what a consumer saw that read the whole log uncommitted from its start; null when there was none
 * @param committedWitness the same, read committed, and therefore without aborted records; null when there was none, as
 *     in every run without transactions
 * @param dumped what Kafka's own tool found in the files of the replicas; empty when nobody asked it
 * @param groups reads what one group's instances noted, by the group's name; must give the same answer each time
 * @param holes as in {@link RunEvidence}, of {@code sent}, {@code witness}, {@code committedWitness} and {@code log}
 */
public record PartitionEvidence(
        int partition,
        List<Sent> sent,
        @Nullable Seen witness,
        @Nullable Seen committedWitness,
        PartitionLog log,
        List<Dumped> dumped,
        Function<String, GroupEvidence> groups,
        List<String> holes) {
    /** The same with what the leg's origin intended. */
    public PartitionEvidence intended(List<Sent> by) {
        return new PartitionEvidence(partition, by, witness, committedWitness, log, dumped, groups, holes);
    }
}
