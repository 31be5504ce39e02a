package io.losslab.lab.experiment.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.LabException;
import io.losslab.lab.cluster.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The logs of a run's topic as Kafka's own {@code kafka-dump-log} finds them on the disks of the brokers, when the run is
 * over: a ledger for each broker and {@code logs.json}, all in the folder {@code dumped}.
 */
public final class DumpedLogs {
    static final String FOLDER = "dumped";

    private static final String FILE = "logs.json";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * The replica of a partition that one broker has.
     *
     * @param inSync whether it was in sync at the end
     * @param startOffset of the first segment; 0 when there was none
     * @param endOffset one past the last batch; 0 when there was no segment
     */
    public record Log(int broker, int partition, boolean inSync, long startOffset, long endOffset, long records) {
        /** How holes and faults name it. */
        public String name() {
            return folder(broker);
        }
    }

    private DumpedLogs() {}

    static String folder(int broker) {
        return FOLDER + "/broker-" + broker;
    }

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
        List<Log> logs = new ArrayList<>();
        for (BrokerProcess broker : brokers) {
            logs.addAll(dump(evidenceDir, topic, broker, end, holes));
        }
        JSON.writeValue(evidenceDir.resolve(FOLDER).resolve(FILE).toFile(), logs);
    }

    private static List<Log> dump(
            Path evidenceDir, String topic, BrokerProcess broker, ClusterSample end, List<String> holes)
            throws IOException {
        List<Log> logs = new ArrayList<>();
        String name = folder(broker.id());
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
                logs.add(new Log(
                        broker.id(), partition, inSync, found.startOffset(), found.endOffset(), found.records()));
            }
        }
        return logs;
    }

    /** What was found; empty when nobody had Kafka's tool look. */
    public static List<Log> read(Path evidenceDir) throws IOException {
        Path file = evidenceDir.resolve(FOLDER).resolve(FILE);
        return Files.isRegularFile(file) ? List.of(JSON.readValue(file.toFile(), Log[].class)) : List.of();
    }
}
