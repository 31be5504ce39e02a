package io.losslab.lab.place;

import java.util.Map;
import java.util.function.Consumer;

/** The disks of a cluster's brokers and controllers, by their node ids. Thread-safe. */
public interface DiskControl {
    /** As if it were full: no file of the node's grows any more that is not small. */
    void fill(int node);

    /** There is room again. */
    void empty(int node);

    /** As if it were gone: files that are open can be used, none is found by its name any more. */
    void detach(int node);

    /** It is back, with all that it had. */
    void attach(int node);

    /** While the node is down: its data is gone, as after a change of the disk; the new one is formatted. */
    void replace(int node);

    /**
     * While the node is down: what it does not know to be flushed is gone, as after a power loss.
     *
     * @return by partition of the topic, where its log ends now, as far as something was cut off it
     */
    Map<Integer, Long> cutUnflushed(int node, String topic);

    /**
     * While the node is down: what {@code kafka-dump-log --print-data-log} says of its replicas of a topic's partitions, all
     * segments of each in order; nothing when it has none.
     *
     * @param lines takes each line as it comes
     * @throws io.losslab.lab.LabException.Environment when the tool fails, or when this thread is interrupted
     */
    void dump(int node, String topic, Consumer<String> lines);
}
