package io.losslab.lab.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The logs of a run's topic as Kafka's own {@code kafka-dump-log} finds them on the disks of the brokers, when the run is
 * over: a ledger for each broker and {@code logs.json}, all in the folder {@code dumped}.
 */
public final class DumpedLogs {

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
        /** How holes and objections name it. */
        public String name() {
            return EvidenceFiles.dumpedBy(broker);
        }
    }

    private DumpedLogs() {}

    public static void store(Path evidenceDir, List<Log> logs) throws IOException {
        JSON.writeValue(evidenceDir.resolve(EvidenceFiles.DUMPED).resolve(FILE).toFile(), logs);
    }

    /** What was found; empty when nobody had Kafka's tool look. */
    public static List<Log> read(Path evidenceDir) throws IOException {
        Path file = evidenceDir.resolve(EvidenceFiles.DUMPED).resolve(FILE);
        return Files.isRegularFile(file) ? List.of(JSON.readValue(file.toFile(), Log[].class)) : List.of();
    }
}
