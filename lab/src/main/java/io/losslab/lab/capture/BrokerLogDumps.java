package io.losslab.lab.capture;

import io.losslab.lab.LabException;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.DumpedLogs;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.place.BrokerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Has Kafka's own {@code kafka-dump-log} look into the logs of a run's topic on the disks of the brokers. */
public final class BrokerLogDumps {
    private BrokerLogDumps() {}

    /**
     * To be called when nobody needs the brokers any more: those that run are ended by SIGKILL first, so that no segment
     * goes while it is read. What the system has taken from them is in their files.
     *
     * @param end the last sample
     * @param holes takes what Kafka's tool could not read or found damaged in replicas in sync
     * @throws LabException.Environment when this thread is interrupted
     */
    public static void write(
            Path evidenceDir, String topic, List<BrokerProcess> brokers, ClusterSample end, List<String> holes)
            throws IOException {
        brokers.forEach(BrokerProcess::kill);
        List<DumpedLogs.Log> logs = new ArrayList<>();
        for (BrokerProcess broker : brokers) {
            logs.addAll(dump(evidenceDir, topic, broker, end, holes));
        }
        DumpedLogs.store(evidenceDir, logs);
    }

    private static List<DumpedLogs.Log> dump(
            Path evidenceDir, String topic, BrokerProcess broker, ClusterSample end, List<String> holes)
            throws IOException {
        List<DumpedLogs.Log> logs = new ArrayList<>();
        String name = EvidenceFiles.dumpedBy(broker.id());
        String failure = null;
        try (LogDump dump = new LogDump(evidenceDir.resolve(name), name, topic)) {
            try {
                broker.dumpLogs(topic, dump);
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
                    holes.addAll(found.holes());
                }
                if (inSync && failure != null) {
                    holes.add(name + ", partition " + partition + ": " + failure);
                }
                logs.add(new DumpedLogs.Log(
                        broker.id(), partition, inSync, found.startOffset(), found.endOffset(), found.records()));
            }
        }
        return logs;
    }
}
