package io.losslab.lab.evidence;

import io.losslab.lab.check.evidence.Transactions;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.account.RunTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the transaction coordinator's own log says of the transactions that a producer did not see end: it was killed, or
 * cut off.
 */
final class TransactionStates {
    /** The coordinator's times have milliseconds. */
    private static final long CLOCK_MICROS = 1_000;

    private record State(String transactionalId, String name, long startedMicros) {}

    private final List<State> states;

    private TransactionStates(List<State> states) {
        this.states = states;
    }

    /**
     * @param holes takes what is missing in the stream
     * @return null when the run has none
     */
    static @Nullable TransactionStates read(Path evidenceDir, List<String> holes) throws IOException {
        Path file = evidenceDir.resolve(EvidenceFiles.TRANSACTIONS);
        if (!Files.exists(file)) {
            return null;
        }
        List<State> states = new ArrayList<>();
        String hole = EvidenceLines.read(
                file,
                4,
                (at, fields) -> states.add(
                        new State(fields[0], fields[2], fields[3].isEmpty() ? -1 : Long.parseLong(fields[3]))));
        if (hole != null) {
            holes.add(hole);
        }
        return new TransactionStates(states);
    }

    /**
     * How the transaction ended that a producer began after those that it knows the end of.
     *
     * @param told the ends that it was told, of one partition each: a transaction that is not in one may be in another
     * @param beforeMicros when another producer took its transactional id; {@link Long#MAX_VALUE} when none did
     */
    Transactions.Rest rest(String transactionalId, Iterable<RunTable> told, long beforeMicros) {
        long lastEnd = -1;
        for (RunTable ends : told) {
            if (ends.size() > 0) {
                lastEnd = Math.max(lastEnd, ends.firstAtMicros(ends.size() - 1));
            }
        }
        Transactions.Rest rest = Transactions.Rest.NONE;
        long started = -1;
        for (State state : states) {
            if (!state.transactionalId().equals(transactionalId)) {
                continue;
            }
            if (state.startedMicros() >= beforeMicros) {
                break;
            }
            boolean later = state.startedMicros() >= 0 && state.startedMicros() + CLOCK_MICROS > lastEnd;
            if (!later && state.startedMicros() >= 0 || started >= 0 && state.startedMicros() > started) {
                continue; // one before, or of the producer that came after it
            }
            if (later) {
                started = started < 0 ? state.startedMicros() : started;
            }
            rest = started < 0 ? rest : STATES.getOrDefault(state.name(), rest);
        }
        return rest;
    }

    private static final Map<String, Transactions.Rest> STATES = Map.of(
            "Ongoing", Transactions.Rest.OPEN,
            "PrepareCommit", Transactions.Rest.COMMITTED,
            "CompleteCommit", Transactions.Rest.COMMITTED,
            "PrepareAbort", Transactions.Rest.ABORTED,
            "PrepareEpochFence", Transactions.Rest.ABORTED,
            "CompleteAbort", Transactions.Rest.ABORTED);
}
