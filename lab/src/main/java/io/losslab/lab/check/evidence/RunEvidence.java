package io.losslab.lab.check.evidence;

import java.util.List;
import java.util.function.IntFunction;

/**
 * All that a run captured. The streams of a partition are read when they are asked for, and may be asked for again.
 *
 * @param partitions number of partitions of the topic
 * @param drainDeadlinePassed whether the lab waited for the groups until the deadline and some were not at the end;
 *     false also when it did not wait at all
 * @param groups their names, in the order of the experiment
 * @param reader reads the evidence of one partition; must give the same answer each time
 * @param holes what is missing in evidence that belongs to no single partition, each in one line that begins with the
 *     stream and names the gap
 */
public record RunEvidence(
        int partitions,
        boolean drainDeadlinePassed,
        List<String> groups,
        IntFunction<PartitionEvidence> reader,
        List<String> holes) {}
