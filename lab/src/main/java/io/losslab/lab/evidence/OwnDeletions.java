package io.losslab.lab.evidence;

import io.losslab.lab.act.ActKind;
import io.losslab.lab.act.FaultEvent;
import io.losslab.lab.check.LogStarts.Basis;
import io.losslab.lab.check.LogStarts.Increment;
import io.losslab.lab.check.LogStarts.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The run's own delete-records requests, and what sampled moves of the log start are theirs. A sample does not say why
 * the log start moved; the topic is the run's own, so that it was either such a request or retention.
 */
final class OwnDeletions {
    private final List<FaultLines.Line> requests;

    /**
     * @param faults what the lab itself did
     */
    OwnDeletions(List<FaultLines.Line> faults) {
        requests = faults.stream()
                .filter(f -> f.kind().equals(ActKind.DELETE_RECORDS.code())
                        && f.step().equals(FaultEvent.Step.INJECTED.name())
                        && f.text().equals(FaultEvent.RECORDS_DELETED))
                .sorted(Comparator.comparingLong(FaultLines.Line::offset))
                .toList();
    }

    /**
     * Two samples in a row saw the log start at different offsets.
     *
     * <ul>
     *   <li>To the very offset that a request had asked for, and not before it was asked: the request's.
     *   <li>Past such an offset: the request moved it there, and retention on; which of them took what lies below, nobody
     *       saw.
     *   <li>Anything else is retention's.
     * </ul>
     *
     * @param notBeforeMicros of the earlier sample
     * @param atMicros of the later sample
     * @return one after the other, up to {@code to}
     */
    List<Increment> moved(int partition, long from, long to, long notBeforeMicros, long atMicros) {
        List<Increment> moves = new ArrayList<>();
        Reason last = Reason.SEGMENT_DELETION;
        for (FaultLines.Line request : requests) {
            boolean within = request.partition() == partition && from < request.offset() && request.offset() <= to;
            if (!within || request.startedMicros() > atMicros) {
                continue;
            }
            if (request.offset() == to) {
                last = Reason.DELETE_RECORDS;
            } else {
                long when = Math.min(atMicros, request.doneMicros());
                moves.add(new Increment(when, request.offset(), Reason.DELETE_RECORDS, Basis.REQUESTED));
            }
        }
        moves.add(new Increment(atMicros, to, last, Basis.SAMPLED, notBeforeMicros));
        return moves;
    }
}
