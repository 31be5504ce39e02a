package io.losslab.lab.check.evidence;

import java.util.List;
import java.util.function.IntFunction;

/**
 * One way of records into a topic: who intended them, the topic, who read along, and the groups that read it.
 *
 * @param partitions number of partitions that the records' identities name: those of the topic that the load went to
 * @param groups their names, in the order of the experiment; none where the topic is kept for a reader to come
 * @param reader reads the evidence of what names one partition; must give the same answer each time. Who intended it is
 *     in there for a {@link Load} only
 */
public record Leg(
        LegOrigin origin, String topic, int partitions, List<String> groups, IntFunction<PartitionEvidence> reader) {}
