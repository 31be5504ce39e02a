package io.losslab.lab.evidence;

import io.losslab.lab.act.FaultEvent;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code faults.csv}: what the lab itself did to the run, and when. */
public final class FaultLines {
    private static final int FIELDS = 9;

    private FaultLines() {}

    /**
     * One line.
     *
     * @param fault number of the fault
     * @param kind as experiment files write it, {@code start} for a consumer's late start
     * @param target as experiment files write it
     * @param step {@code INJECTED}, {@code UNDONE}, {@code FAILED}, {@code REFUSED} or {@code LATE}
     * @param startedMicros when the lab began to do it, microseconds since 1970
     * @param doneMicros when it was done
     * @param subject process, topic or group id
     * @param partition -1 for none
     * @param offset -1 for none
     */
    public record Line(
            int fault,
            String kind,
            String target,
            String step,
            long startedMicros,
            long doneMicros,
            String subject,
            int partition,
            long offset,
            String text) {}

    public static EvidenceStream create(Path evidenceDir) {
        return new EvidenceStream(
                evidenceDir.resolve(EvidenceFiles.FAULTS),
                "fault",
                "kind",
                "target",
                "step",
                "done_micros",
                "subject",
                "partition",
                "offset",
                "text");
    }

    public static void write(EvidenceStream stream, FaultEvent event) {
        stream.line(
                event.startedMicros(),
                event.fault(),
                event.spec().kind().code(),
                event.spec().target().text(),
                event.step(),
                event.doneMicros(),
                event.subject(),
                event.partition(),
                event.offset(),
                event.text());
    }

    /** Empty when the run had none. */
    public static List<Line> read(Path evidenceDir, List<String> holes) throws IOException {
        List<Line> lines = new ArrayList<>();
        if (!Files.exists(evidenceDir.resolve(EvidenceFiles.FAULTS))) {
            return lines;
        }
        String hole = EvidenceLines.read(
                evidenceDir.resolve(EvidenceFiles.FAULTS),
                FIELDS,
                (at, f) -> lines.add(new Line(
                        Integer.parseInt(f[0]),
                        f[1],
                        f[2],
                        f[3],
                        at,
                        Long.parseLong(f[4]),
                        f[5],
                        Integer.parseInt(f[6]),
                        Long.parseLong(f[7]),
                        f[8])));
        if (hole != null) {
            holes.add(hole);
        }
        return lines;
    }
}
