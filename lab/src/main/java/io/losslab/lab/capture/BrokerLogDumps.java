package io.losslab.lab.capture;

import io.losslab.lab.LabException;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.DumpedLogs;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.place.BrokerNode;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.DiskControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Has Kafka's own {@code kafka-dump-log} look into the logs of a run's topic on the disks of the brokers, when nobody needs
 * them any more: those that run are ended by SIGKILL first, so that no segment goes while it is read. What the system has
 * taken from them is in their files.
 */
public final class BrokerLogDumps implements Recorder {
    private final Path evidenceDir;
    private final String topic;
    private final List<? extends BrokerNode> brokers;
    private final DiskControl disks;
    private final IntConsumer begins;

    /**
     * @param cluster one whose brokers can be ended and whose disks can be read
     * @param begins is told that it begins, and for how many brokers: it takes a while
     */
    public BrokerLogDumps(Path evidenceDir, String topic, Cluster cluster, IntConsumer begins) {
        this.evidenceDir = evidenceDir;
        this.topic = topic;
        brokers = cluster.brokers().orElseThrow().brokers();
        disks = cluster.disks().orElseThrow();
        this.begins = begins;
    }

    @Override
    public void start() {}

    @Override
    public boolean endsBrokers() {
        return true;
    }

    /**
     * Its holes are what Kafka's tool could not read or found damaged in replicas in sync.
     *
     * @throws LabException.Environment when this thread is interrupted
     */
    @Override
    public List<Hole> finish(RunEnd end) throws IOException {
        begins.accept(brokers.size());
        brokers.forEach(BrokerNode::kill);
        List<Hole> holes = new ArrayList<>();
        List<DumpedLogs.Log> logs = new ArrayList<>();
        for (BrokerNode broker : brokers) {
            logs.addAll(dump(broker, end.sample(), holes));
        }
        DumpedLogs.store(evidenceDir, logs);
        return holes;
    }

    private List<DumpedLogs.Log> dump(BrokerNode broker, ClusterSample end, List<Hole> holes) throws IOException {
        List<DumpedLogs.Log> logs = new ArrayList<>();
        String name = EvidenceFiles.dumpedBy(broker.id());
        String failure = null;
        try (LogDump dump = new LogDump(evidenceDir.resolve(name), name, topic)) {
            try {
                disks.dump(broker.id(), topic, dump);
            } catch (LabException.Environment | IllegalArgumentException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failure = e.getMessage();
            }
            for (Map.Entry<Integer, ClusterSample.PartitionSample> one :
                    end.partitions().entrySet()) {
                int partition = one.getKey();
                LogDump.Replica found = dump.of(partition);
                boolean inSync = Arrays.asList(one.getValue().isr().split(" ")).contains(Integer.toString(broker.id()));
                if (inSync) {
                    found.holes().forEach(text -> holes.add(new Hole(name, Hole.Kind.DAMAGED, text)));
                }
                if (inSync && failure != null) {
                    holes.add(new Hole(name, Hole.Kind.DAMAGED, name + ", partition " + partition + ": " + failure));
                }
                logs.add(new DumpedLogs.Log(
                        broker.id(), partition, inSync, found.startOffset(), found.endOffset(), found.records()));
            }
        }
        return logs;
    }

    @Override
    public void close() {}
}
