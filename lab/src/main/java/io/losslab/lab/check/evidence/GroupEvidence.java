package io.losslab.lab.check.evidence;

import java.util.List;

/**
 * What is known of one group in one partition.
 *
 * @param instances every process that was a member, in the order they started
 * @param offsets the group's committed offsets as the group coordinator's own log has them, in its order; null when that
 *     could not be read, as on a cluster that is not the lab's
 * @param deadLetters what was found in the group's dead-letter topic, by the partition and sequence that the dead
 *     letters name; the offsets are those of the dead-letter topic. Null when the group has none
 * @param readCommitted whether its members read committed: then nothing is given to them of a transaction that is open
 * @param holes as in {@link RunEvidence}
 */
public record GroupEvidence(
        String name,
        List<Instance> instances,
        List<OffsetEvent> offsets,
        Seen deadLetters,
        boolean readCommitted,
        List<String> holes) {}
