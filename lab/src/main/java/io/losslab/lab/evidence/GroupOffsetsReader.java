package io.losslab.lab.evidence;

import io.losslab.lab.act.ActKind;
import io.losslab.lab.act.FaultEvent;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code group-offsets.csv}, and finds out why commits were removed. */
public final class GroupOffsetsReader {
    /** The coordinator says that it removes an offset a moment before it writes so; a broker's clock is the lab's. */
    private static final long NEAR_MICROS = 5_000_000;

    private final List<FaultLines.Line> faults;
    private final List<BrokerEvents.Expiry> expiries;

    /**
     * @param faults what the lab itself did
     * @param expiries what the brokers' logs say; empty where there are none
     */
    public GroupOffsetsReader(List<FaultLines.Line> faults, List<BrokerEvents.Expiry> expiries) {
        this.faults = faults;
        this.expiries = expiries;
    }

    /**
     * By group id and partition, in the coordinator's order; a group or partition without a commit is absent.
     *
     * @param holes takes what is missing in the stream
     */
    public Map<String, Map<Integer, List<OffsetEvent>>> read(Path evidenceDir, List<String> holes) throws IOException {
        Map<String, Map<Integer, List<OffsetEvent>>> events = new TreeMap<>();
        String hole = EvidenceLines.read(evidenceDir.resolve(EvidenceFiles.GROUP_OFFSETS), 3, (at, fields) -> {
            int partition = Integer.parseInt(fields[1]);
            boolean removed = fields[2].isEmpty();
            events.computeIfAbsent(fields[0], g -> new TreeMap<>())
                    .computeIfAbsent(partition, p -> new ArrayList<>())
                    .add(new OffsetEvent(
                            at,
                            removed ? -1 : Long.parseLong(fields[2]),
                            removed ? removal(at, fields[0], partition) : null));
        });
        if (hole != null) {
            holes.add(hole);
        }
        return events;
    }

    private OffsetEvent.Removal removal(long at, String group, int partition) {
        boolean deleted = faults.stream()
                .anyMatch(f -> f.kind().equals(ActKind.DELETE_OFFSETS.code())
                        && f.step().equals(FaultEvent.Step.INJECTED.name())
                        && f.subject().equals(group)
                        && f.partition() == partition
                        && at >= f.startedMicros() - 1_000 // the coordinator's time has no microseconds
                        && at <= f.doneMicros());
        if (deleted) {
            return OffsetEvent.Removal.DELETED;
        }
        boolean expired = expiries.stream()
                .anyMatch(e -> e.groupId().equals(group)
                        && e.partition() == partition
                        && Math.abs(e.atMicros() - at) <= NEAR_MICROS);
        return expired ? OffsetEvent.Removal.EXPIRED : OffsetEvent.Removal.UNKNOWN;
    }
}
