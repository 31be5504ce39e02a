package io.losslab.lab.check.evidence;

/**
 * What {@code kafka-dump-log} found in one replica's files after the run.
 *
 * @param inSync whether the replica was in sync at the end: only then does it have to be like the others
 * @param startOffset of the first batch; 0 when there was none
 * @param endOffset one past the last batch; 0 when there was none
 * @param records {@code DELIVERED} and {@code DELIVERED_UNIDENTIFIED}, in the order of the log
 */
public record Dumped(int broker, boolean inSync, long startOffset, long endOffset, Seen records) {
    /** How objections name it. */
    public String name() {
        return "dumped/broker-" + broker;
    }
}
