package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a group's committed offset of a partition went, and which change of it passed an offset for good. What counts is the
 * commit in force at the end, the one that a next member would get: a commit may be taken back, and what it had passed is
 * then to be given again.
 */
final class CommitWay {
    /** Tags of {@link #passed}. */
    static final int BY_A_MEMBER = 0;

    static final int BY_NO_MEMBER = 1;

    private static final long UNKNOWN = -2;

    /** A commit that was written as its member was killed is in no ledger; nobody else can commit while it counts as one. */
    private static final long LAST_WORDS_MICROS = 2_000_000;

    /** The coordinator's times have milliseconds. */
    private static final long CLOCK_MICROS = 1_000;

    /**
     * @param offset -1 when the commit was removed
     */
    record Change(long atMicros, long offset, boolean byMember) {}

    private final List<Instance> instances;
    private final List<Change> changes = new ArrayList<>();

    private CommitWay(List<Instance> instances) {
        this.instances = instances;
    }

    /**
     * @param offsets the group's commits as the coordinator has them; null when not known: then from what members did, and
     *     from what they found
     */
    static CommitWay of(List<Instance> instances, @Nullable List<OffsetEvent> offsets) {
        CommitWay way = new CommitWay(instances);
        if (offsets == null) {
            way.asMembersSaw();
        } else {
            way.asTheCoordinatorHasIt(offsets);
        }
        return way;
    }

    private void asTheCoordinatorHasIt(List<OffsetEvent> offsets) {
        boolean[] byMember = new boolean[offsets.size()];
        Map<Long, List<Integer>> byOffset = new HashMap<>();
        for (int i = 0; i < byMember.length; i++) {
            byMember[i] = wasMemberAt(offsets.get(i).atMicros());
            byOffset.computeIfAbsent(offsets.get(i).offset(), o -> new ArrayList<>())
                    .add(i);
        }
        for (Instance instance : instances) {
            RunTable commits = instance.commits();
            for (int i = 0; i < commits.size(); i++) {
                int event = -1;
                for (int candidate : byOffset.getOrDefault(commits.firstOffset(i), List.of())) {
                    boolean before = offsets.get(candidate).atMicros() <= commits.firstAtMicros(i) + CLOCK_MICROS;
                    event = before || event < 0 ? candidate : event;
                }
                if (event >= 0) {
                    byMember[event] = true;
                }
            }
        }
        for (int i = 0; i < byMember.length; i++) {
            changes.add(new Change(offsets.get(i).atMicros(), offsets.get(i).offset(), byMember[i]));
        }
    }

    /** Whether a member had the partition then, or had just been killed. */
    private boolean wasMemberAt(long micros) {
        for (Instance instance : instances) {
            RunTable deliveries = instance.deliveries();
            long from = Long.MAX_VALUE;
            for (int i = 0; i < deliveries.size(); i++) {
                EntryKind kind = deliveries.kind(i);
                if (kind == EntryKind.ASSIGNED) {
                    from = deliveries.firstAtMicros(i);
                }
                boolean last = i + 1 == deliveries.size();
                boolean orderly = kind == EntryKind.REVOKED || kind == EntryKind.LOST;
                long to = deliveries.lastAtMicros(i) + (last && !orderly ? LAST_WORDS_MICROS : 0);
                if (from <= micros && micros <= to) {
                    return true;
                }
                from = orderly ? Long.MAX_VALUE : from;
            }
        }
        return false;
    }

    private void asMembersSaw() {
        for (Instance instance : instances) {
            RunTable commits = instance.commits();
            for (int i = 0; i < commits.size(); i++) {
                changes.add(new Change(commits.firstAtMicros(i), commits.firstOffset(i), true));
            }
        }
        List<Change> found = new ArrayList<>();
        for (Instance instance : instances) {
            RunTable deliveries = instance.deliveries();
            for (int i = 0; i < deliveries.size(); i++) {
                boolean assigned = deliveries.kind(i) == EntryKind.ASSIGNED;
                long committed = assigned ? deliveries.firstSequence(i) : UNKNOWN;
                if (committed >= 0 && changes.stream().noneMatch(made -> made.offset() == committed)) {
                    found.add(new Change(deliveries.firstAtMicros(i), committed, false));
                }
            }
        }
        changes.addAll(found);
        changes.sort(Comparator.comparingLong(Change::atMicros));
    }

    /** The last change; null when there was none. */
    @Nullable
    Change last() {
        return changes.isEmpty() ? null : changes.get(changes.size() - 1);
    }

    /** The last change that set the commit to this offset, not after that time; null when none did. */
    @Nullable
    Change to(long offset, long atMicros) {
        Change found = null;
        for (Change change : changes) {
            if (change.offset() == offset && change.atMicros() <= atMicros) {
                found = change;
            }
        }
        return found;
    }

    /** The last commit, not after that time, that was not above this offset; 0 when there was none. */
    long lastUpTo(long offset, long atMicros) {
        long last = 0;
        for (Change change : changes) {
            if (change.atMicros() <= atMicros && change.offset() >= 0 && change.offset() <= offset) {
                last = change.offset();
            }
        }
        return last;
    }

    /**
     * The offsets that the commit in force has passed; tag: whether the change that passed them for the last time was a
     * member's commit; time: when it was made.
     *
     * @param logEnd an operator's commit beyond it passes nothing, and what was in force before is in force no more: it is
     *     out of range, and the reset policy decides
     */
    Coverage passed(long logEnd) {
        Coverage.Builder passed = new Coverage.Builder();
        List<Change> within = changes.stream()
                .map(change -> change.byMember() || change.offset() <= logEnd
                        ? change
                        : new Change(change.atMicros(), -1, false))
                .toList();
        // from the last change back: each has passed for good what no later one took back and none before had passed
        long kept = Long.MAX_VALUE;
        for (int i = within.size() - 1; i >= 0 && kept > 0; i--) {
            Change change = within.get(i);
            kept = Math.min(kept, change.offset());
            long before = i == 0 ? 0 : Math.max(0, within.get(i - 1).offset());
            if (before < kept) {
                int by = change.byMember() ? BY_A_MEMBER : BY_NO_MEMBER;
                passed.add(before, kept, Coverage.NONE, by, change.atMicros());
            }
        }
        return passed.build();
    }
}
