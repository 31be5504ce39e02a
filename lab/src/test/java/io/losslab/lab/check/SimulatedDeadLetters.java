package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.journal.EntryKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A simulated dead-letter topic: writes that are lost, stored twice, stored although they were said to have failed, or
 * stored without a word of it; records of nobody's; retention, also before the witness comes by. It keeps what truly
 * became of each dead letter.
 */
final class SimulatedDeadLetters {
    private final RunHistory evidence;
    private final Random random;
    private final Set<Integer> handedOn = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();
    private final Map<Integer, Integer> lastSeenAt = new HashMap<>();
    private final Map<Integer, Outcome> deletedBy = new HashMap<>(); // by offset
    private int end;
    private int start;
    private int duplicates;

    SimulatedDeadLetters(RunHistory evidence, Random random) {
        this.evidence = evidence;
        this.random = random;
        evidence.hasDeadLetters = true;
    }

    /** The application was told that it is stored. */
    void handedOn(int sequence, long clock) {
        handedOn.add(sequence);
        int roll = random.nextInt(6);
        if (roll == 0) {
            return; // it went with its leader, and nobody saw it
        }
        if (roll == 1) {
            unseen(clock);
            return;
        }
        write(sequence, clock);
        if (roll == 2) {
            write(sequence, clock);
        }
    }

    /** The application was told that it is not. */
    void refused(int sequence, long clock) {
        refused.add(sequence);
        if (random.nextInt(3) == 0) {
            write(sequence, clock);
        }
    }

    /** The member died between the write and its note. */
    void unnoted(int sequence, long clock) {
        if (random.nextInt(4) == 0) {
            write(sequence, clock);
        }
    }

    /** What goes on there without the group. */
    void step(long clock) {
        if (end > start && random.nextInt(6) == 0) {
            delete(start + 1 + random.nextInt(end - start), random.nextBoolean(), clock);
        }
        if (random.nextInt(8) == 0) {
            evidence.deadLetters.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, end++, 1, clock, clock);
        }
        evidence.deadEnd = end;
    }

    /** Retention is there before the witness. */
    private void unseen(long clock) {
        end++;
        delete(end, true, clock);
    }

    private void write(int sequence, long clock) {
        duplicates += lastSeenAt.containsKey(sequence) ? 1 : 0;
        lastSeenAt.put(sequence, end);
        evidence.deadLetters.add(EntryKind.DELIVERED, 0, 0, sequence, end++, 1, clock, clock);
        evidence.deadEnd = end;
    }

    private void delete(int to, boolean retention, long clock) {
        for (int offset = start; offset < to; offset++) {
            deletedBy.put(offset, retention ? Outcome.RETENTION_DELETED : Outcome.RECORDS_DELETED);
        }
        start = to;
        LogStarts.Reason reason = retention ? LogStarts.Reason.SEGMENT_DELETION : LogStarts.Reason.DELETE_RECORDS;
        evidence.deadIncrements.add(new LogStarts.Increment(clock, to, reason, LogStarts.Basis.BROKER_LOG));
        evidence.deadEnd = end;
    }

    /**
     * What is not found in the topic is no dead letter, whatever the group says.
     *
     * @param truth by sequence, for the group
     */
    void correct(List<Outcome> truth) {
        for (int sequence = 0; sequence < truth.size(); sequence++) {
            if (truth.get(sequence) == Outcome.DEAD_LETTERED && !lastSeenAt.containsKey(sequence)) {
                truth.set(sequence, Outcome.DEAD_LETTER_FAILED);
            }
        }
    }

    /** Of the group's dead letters: what became of them here. */
    Map<Outcome, Long> passedOn(List<Outcome> truth) {
        Map<Outcome, Long> passedOn = new EnumMap<>(Outcome.class);
        for (int sequence = 0; sequence < truth.size(); sequence++) {
            if (truth.get(sequence) == Outcome.DEAD_LETTERED) {
                passedOn.merge(of(sequence), 1L, Long::sum);
            }
        }
        return passedOn;
    }

    /** Of one that was handed on, or should have been. */
    Outcome of(int sequence) {
        Integer offset = lastSeenAt.get(sequence);
        if (offset != null) {
            return deletedBy.getOrDefault(offset, Outcome.IN_FLIGHT);
        }
        return handedOn.contains(sequence) ? Outcome.ACK_WITHOUT_PROOF : Outcome.NOT_ACKED;
    }

    /** What truly became of them on this leg, by outcome. */
    Map<Outcome, Long> outcomes() {
        Set<Integer> intended = new HashSet<>(handedOn);
        intended.addAll(refused);
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        intended.forEach(sequence -> outcomes.merge(of(sequence), 1L, Long::sum));
        return outcomes;
    }

    /** Sums of what was meant to be stored there, and was. */
    ProducedAccounts produced() {
        long failed = refused.stream()
                .filter(sequence -> !handedOn.contains(sequence))
                .count();
        long notAcked = lastSeenAt.keySet().stream()
                .filter(sequence -> !handedOn.contains(sequence))
                .count();
        return new ProducedAccounts(
                handedOn.size() + failed, handedOn.size(), failed, 0, lastSeenAt.size(), notAcked, duplicates);
    }
}
