package io.losslab.lab.check;

import io.losslab.lab.check.AccountsCheck.Faults;
import io.losslab.lab.check.AccountsCheck.GroupBooks;
import io.losslab.lab.check.AccountsCheck.SentBooks;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendFailure;

/**
 * Walks over the sequences of one source in one partition, from one change of any answer to the next, and gives each
 * stretch between two changes its outcome for one group. The order of the questions is the decision procedure; the first
 * that answers wins.
 */
final class PartitionSweep {
    private static final EntryKind[] KINDS = EntryKind.values();

    private final SentBooks sent;
    private final GroupBooks group;
    private final OffsetFates fates;
    private final Outcome rest;
    private final OutcomeCount count;
    private final Faults faults;

    private final Coverage.Cursor acks;
    private final Coverage.Cursor failures;
    private final Coverage.Cursor witnessed;
    private final Coverage.Cursor processed;
    private final Coverage.Cursor outcomes;
    private final Coverage.Cursor given;

    PartitionSweep(
            SentBooks sent, GroupBooks group, OffsetFates fates, Outcome rest, OutcomeCount count, Faults faults) {
        this.sent = sent;
        this.group = group;
        this.fates = fates;
        this.rest = rest;
        this.count = count;
        this.faults = faults;
        acks = sent.acks().cursor();
        failures = sent.failures().cursor();
        witnessed = sent.witnessed().cursor();
        processed = group.processed().cursor();
        outcomes = group.outcomes().cursor();
        given = group.given().cursor();
    }

    void run() {
        long at = 0;
        while (at < sent.reserved()) {
            long end = Math.min(sent.reserved(), nextChange(at));
            decide(at, end);
            at = end;
        }
    }

    private long nextChange(long at) {
        long next = at < sent.handedOver() ? sent.handedOver() : Long.MAX_VALUE;
        for (Coverage.Cursor cursor : new Coverage.Cursor[] {acks, failures, witnessed, processed, outcomes, given}) {
            cursor.moveTo(at);
            next = Math.min(next, cursor.nextChange(at));
        }
        return next;
    }

    private void decide(long from, long to) {
        if (processed.covers(from)) {
            count.add(Outcome.PROCESSED, to - from);
        } else if (from >= sent.handedOver() && !witnessed.covers(from) && !given.covers(from)) {
            count.add(Outcome.NOT_SENT, to - from);
        } else {
            long offset = copyOf(from);
            if (offset < 0) {
                noCopy(from, to);
            } else {
                byOffset(from, to, offset);
            }
        }
    }

    /** Where a copy is known to have been; -1 when none was ever seen. */
    private long copyOf(long sequence) {
        long acked = acks.partner(sequence);
        if (acked >= 0) {
            return acked;
        }
        long seen = witnessed.partner(sequence);
        return seen >= 0 ? seen : given.partner(sequence);
    }

    private void noCopy(long from, long to) {
        if (failures.covers(from)) {
            SendFailure failure = SendFailure.ofCode(failures.tag());
            lost(Outcome.NOT_ACKED, from, -1, to - from, failure.name(), failure.isDefinite(), failures.atMicros());
        } else if (acks.covers(from)) {
            lost(Outcome.ACK_WITHOUT_PROOF, from, -1, to - from, "", false, acks.atMicros());
        } else {
            lost(Outcome.NOT_ACKED, from, -1, to - from, "no answer", false, -1);
        }
    }

    private void byOffset(long from, long to, long offset) {
        if (given.covers(from)) {
            delivered(from, to, offset);
            return;
        }
        while (from < to) {
            long end = to - from + offset;
            Coverage.Cursor unread = group.deliveredOffsets().at(offset);
            if (unread.covers(offset)) {
                // Something was delivered from this offset under another identity, or under none.
                long next = Math.min(end, unread.nextChange(offset));
                delivered(from, from + next - offset, offset);
                from += next - offset;
                offset = next;
                continue;
            }
            OffsetFates.Fate fate = fates.of(offset);
            long next = fate == null ? end : Math.min(end, fate.to());
            notDelivered(from, offset, next - offset, fate);
            from += next - offset;
            offset = next;
        }
    }

    private void notDelivered(long sequence, long offset, long records, OffsetFates.Fate fate) {
        if (fate == null || fate.outcome() == null) {
            faults.add("group " + group.group() + ", partition " + sent.partition() + ": the position passed offset "
                    + offset + " (" + records + " records) and no evidence says why");
        } else if (fate.outcome() == Outcome.IN_FLIGHT) {
            count.add(Outcome.IN_FLIGHT, records);
        } else {
            String detail = fate.basis() == LogStarts.Basis.SAMPLED ? "sampled" : "";
            lost(fate.outcome(), sequence, offset, records, detail, false, fate.atMicros());
        }
    }

    private void delivered(long from, long to, long offset) {
        while (from < to) {
            Coverage.Cursor corrupt = group.corruptOffsets().at(offset);
            long next = Math.min(to, from + distance(corrupt.nextChange(offset), offset));
            if (corrupt.covers(offset)) {
                count.add(Outcome.PROCESSED, next - from);
            } else {
                deliveredNotProcessed(from, next, offset);
            }
            offset += next - from;
            from = next;
        }
    }

    private static long distance(long to, long from) {
        return to == Long.MAX_VALUE ? Long.MAX_VALUE / 2 : to - from;
    }

    private void deliveredNotProcessed(long from, long to, long offset) {
        if (outcomes.covers(from)) {
            Outcome outcome = outcomeOf(KINDS[outcomes.tag()]);
            if (outcome == Outcome.DEAD_LETTERED) {
                count.add(outcome, to - from);
                return;
            }
            if (outcome != null) {
                lost(outcome, from, offset, to - from, "", false, outcomes.atMicros());
                return;
            }
        }
        long committed = Math.max(offset, Math.min(group.committed(), offset + (to - from)));
        if (committed > offset) {
            lost(Outcome.COMMITTED_NOT_PROCESSED, from, offset, committed - offset, "", false, -1);
        }
        long left = offset + (to - from) - committed;
        if (left > 0 && rest == Outcome.IN_FLIGHT) {
            count.add(Outcome.IN_FLIGHT, left);
        } else if (left > 0) {
            lost(rest, from + (committed - offset), committed, left, "delivered", false, -1);
        }
    }

    private static Outcome outcomeOf(EntryKind kind) {
        return switch (kind) {
            case IGNORED -> Outcome.IGNORED;
            case DEAD_LETTERED -> Outcome.DEAD_LETTERED;
            case DEAD_LETTER_FAILED -> Outcome.DEAD_LETTER_FAILED;
            default -> null;
        };
    }

    private void lost(
            Outcome cause, long sequence, long offset, long records, String detail, boolean definite, long atMicros) {
        if (cause.isLost(definite)) {
            count.addLost(
                    new LostRange(sent.source(), sent.partition(), sequence, offset, records, cause, detail, atMicros));
        } else {
            count.add(cause, records);
        }
    }
}
