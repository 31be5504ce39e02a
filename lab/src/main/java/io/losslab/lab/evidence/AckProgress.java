package io.losslab.lab.evidence;

import io.losslab.lab.folder.EvidenceFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code progress.csv}: how many records were acknowledged, as often as the lab looks at the producer. The ledger knows
 * each acknowledgement but not its time, where one follows the other without a gap.
 */
public final class AckProgress implements Closeable {

    private final EvidenceStream stream;
    private long written = -1;

    public AckProgress(Path evidenceDir) {
        stream = new EvidenceStream(evidenceDir.resolve(EvidenceFiles.PROGRESS), "acked");
    }

    /**
     * @param acked so far; since the run's start, or since that of a producer that took another's place
     */
    public record Look(long atMicros, long acked) {}

    public void note(long atMicros, long acked) {
        if (acked >= 0 && acked != written) {
            written = acked;
            stream.line(atMicros, acked);
        }
    }

    /** Empty when the run has no such stream, or it is not whole: what it is good for can then not be told. */
    public static List<Look> read(Path evidenceDir) throws IOException {
        List<Look> looks = new ArrayList<>();
        Path file = evidenceDir.resolve(EvidenceFiles.PROGRESS);
        boolean whole = Files.exists(file)
                && EvidenceLines.read(file, 1, (at, fields) -> looks.add(new Look(at, Long.parseLong(fields[0]))))
                        == null;
        return whole ? looks : List.of();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
