package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the position of one reader, a group or the witness, went through a partition: over all its members, with every
 * jump and what caused it.
 *
 * <p>A group may pass an offset more than once: what was delivered to a member that died is to be delivered again. The
 * last pass decides, since it was the last chance.
 */
final class Positions {
    private static final long NONE = -1;
    private static final long UNKNOWN = -2;

    /** One stretch of one member's ownership of the partition. */
    private record Session(Instance instance, int from, int to, long atMicros) {}

    private final LogStarts logStarts;
    private final PartitionLog log;
    private final List<Instance> instances;
    private final @Nullable List<OffsetEvent> offsets;
    private final CommitWay commits;
    private final long highestEnd;
    private final List<PositionPass> passes = new ArrayList<>();
    /** The member that is followed began beyond the log's end. */
    private boolean beyond;

    private Positions(
            PartitionLog log,
            List<Instance> instances,
            @Nullable List<OffsetEvent> offsets,
            CommitWay commits,
            long highestEnd) {
        this.highestEnd = highestEnd;
        this.log = log;
        logStarts = log.starts();
        this.instances = instances;
        this.offsets = offsets;
        this.commits = commits;
    }

    /**
     * @param offsets the group's commits as the coordinator has them; null when not known
     * @param commits the same, with who made them
     * @param highestEnd the furthest that the log is known to have reached
     */
    static Positions ofGroup(
            PartitionLog log,
            List<Instance> instances,
            @Nullable List<OffsetEvent> offsets,
            CommitWay commits,
            long highestEnd) {
        Positions positions = new Positions(log, instances, offsets, commits, highestEnd);
        List<Session> sessions = new ArrayList<>();
        instances.forEach(instance -> sessions(instance, sessions));
        sessions.sort(Comparator.comparingLong(Session::atMicros));
        for (Session session : sessions) {
            positions.follow(session);
        }
        positions.movedMeanwhile(
                sessions.isEmpty() ? -1 : sessions.get(sessions.size() - 1).atMicros());
        return positions;
    }

    /** Of a reader without a group, that started at the beginning of the log. */
    static Positions ofReader(PartitionLog log, Seen seen) {
        Positions positions = new Positions(log, List.of(), null, CommitWay.of(List.of(), null), 0);
        RunTable table = seen.records();
        for (int i = 0; i < table.size(); i++) {
            if (Statements.MET.test(table.kind(i))) {
                positions.delivered(table.firstOffset(i), table.endOffset(i), table.firstAtMicros(i));
            }
        }
        return positions;
    }

    /**
     * Somebody moved the group after its last member had gone, as is only possible then: there is where the next would
     * begin.
     *
     * @param lastMicros when the last member took over
     */
    private void movedMeanwhile(long lastMicros) {
        if (offsets == null || offsets.isEmpty() || lastMicros < 0) {
            return;
        }
        CommitWay.Change last = Objects.requireNonNull(commits.last());
        boolean within = last.offset() >= 0 && last.offset() <= highestEnd;
        if (last.atMicros() > lastMicros && within && !last.byMember()) {
            assigned(last.offset(), last.offset(), last.atMicros());
        }
    }

    private static void sessions(Instance instance, List<Session> into) {
        RunTable table = instance.deliveries();
        int from = 0;
        for (int i = 1; i <= table.size(); i++) {
            if (i == table.size() || table.kind(i) == EntryKind.ASSIGNED) {
                into.add(new Session(instance, from, i, table.firstAtMicros(from)));
                from = i;
            }
        }
    }

    /** Where the reader stands. */
    long position() {
        return passes.isEmpty() ? 0 : passes.get(passes.size() - 1).position();
    }

    private PositionPass pass(long low) {
        if (passes.isEmpty() || low < position()) {
            passes.add(new PositionPass(logStarts, passes.isEmpty() ? 0 : low));
        }
        return passes.get(passes.size() - 1);
    }

    private void delivered(long from, long to, long atMicros) {
        pass(from).delivered(from, to, atMicros);
    }

    private void follow(Session session) {
        RunTable table = session.instance().deliveries();
        for (int i = session.from(); i < session.to(); i++) {
            long at = table.firstAtMicros(i);
            long position = table.firstOffset(i);
            switch (table.kind(i)) {
                case ASSIGNED -> {
                    beyond = isBeyondTheEnd(table, i, session.to());
                    if (!beyond) {
                        assigned(table.firstSequence(i), position, at);
                    }
                }
                case RESET -> reset(table, i);
                case SOUGHT -> pass(position).jump(position, at, Fate.Kind.SKIPPED_SEEK, "by the application");
                case REVOKED, LOST -> {
                    if (position >= 0) {
                        pass(position()).jump(position, at, Fate.Kind.PASSED, "");
                    }
                }
                default -> delivered(position, table.endOffset(i), at);
            }
        }
    }

    /** The member found its first position out of range, and was sent back: it was not at any record. */
    private boolean isBeyondTheEnd(RunTable table, int assigned, int end) {
        int next = assigned + 1;
        long position = table.firstOffset(assigned);
        CommitWay.Change made = commits.to(position, table.firstAtMicros(assigned));
        if (position > highestEnd && made != null && !made.byMember()) {
            return true;
        }
        return next < end
                && table.kind(next) == EntryKind.RESET
                && ResetTrigger.ofCode(table.detail(next)) == ResetTrigger.OUT_OF_RANGE
                && table.firstSequence(next) == table.firstOffset(assigned)
                && table.firstOffset(next) < table.firstOffset(assigned);
    }

    private void reset(RunTable table, int i) {
        long at = table.firstAtMicros(i);
        long to = table.firstOffset(i);
        switch (ResetTrigger.ofCode(table.detail(i))) {
            case OUT_OF_RANGE, TRUNCATION -> {
                if (beyond) {
                    passes.add(new PositionPass(logStarts, 0)); // no commit has passed anything any more
                }
                pass(to).jump(to, at, Fate.Kind.SKIPPED_RESET, "");
                beyond = false;
            }
            case NO_COMMITTED_OFFSET -> withoutCommit(to, at);
            default -> pass(to).jump(to, at, Fate.Kind.UNKNOWN, "");
        }
    }

    private void assigned(long committed, long position, long at) {
        if (position < 0) {
            return; // the first delivery shows where it began
        }
        long commit = committed == UNKNOWN ? lastCommit(at) : committed;
        if (commit == NONE) {
            if (position() > 0 && !hadCommit(at)) {
                passes.add(new PositionPass(logStarts, 0)); // whatever was in hand is to be read again, from the start
            }
            withoutCommit(position, at);
        } else if (position <= position()) {
            pass(position);
        } else if (commit >= position) {
            inherited(position, at);
        } else if (commit == UNKNOWN) {
            pass(position()).jump(position, at, Fate.Kind.UNKNOWN, "");
        } else {
            inherited(Math.max(commit, position()), at);
            pass(position()).jump(position, at, Fate.Kind.SKIPPED_RESET, "");
        }
    }

    private long lastCommit(long at) {
        if (offsets == null) {
            return UNKNOWN;
        }
        long last = NONE;
        for (OffsetEvent event : offsets) {
            if (event.atMicros() <= at) {
                last = event.offset();
            }
        }
        return last;
    }

    private void inherited(long to, long at) {
        CommitWay.Change change = commits.to(to, at);
        if (change == null) {
            pass(position()).jump(to, at, Fate.Kind.UNKNOWN, "");
        } else if (change.byMember()) {
            pass(position()).jump(to, at, Fate.Kind.INHERITED, "");
        } else {
            String detail = offsets == null ? "inferred: no member committed it" : "committed by no member";
            pass(position()).jump(to, at, Fate.Kind.SKIPPED_SEEK, detail);
        }
    }

    /**
     * The group goes on there, where otherwise it would have gone on at the last commit within the log: what a member had in
     * hand then was to be delivered again.
     */
    private void instead(long to, long at, Fate.Kind why, String detail) {
        pass(Math.min(to, Math.min(commits.lastUpTo(highestEnd, at), position())))
                .jump(to, at, why, detail);
    }

    /** The reset policy decided, because the group had no committed offset, or had none any more. */
    private void withoutCommit(long to, long at) {
        boolean committed = hadCommit(at);
        OffsetEvent.Removal removal = lastRemoval(at);
        if (!committed) {
            pass(to).jump(to, at, Fate.Kind.SKIPPED_INITIAL, "");
        } else if (offsets == null) {
            instead(to, at, Fate.Kind.SKIPPED_OFFSETS_EXPIRED, "inferred: the commits were gone");
        } else if (removal == OffsetEvent.Removal.DELETED) {
            instead(to, at, Fate.Kind.SKIPPED_SEEK, "the committed offset was deleted");
        } else if (removal != null) {
            String detail =
                    removal == OffsetEvent.Removal.EXPIRED ? "" : "inferred: the coordinator removed the commit";
            instead(to, at, Fate.Kind.SKIPPED_OFFSETS_EXPIRED, detail);
        } else {
            pass(to).jump(to, at, Fate.Kind.UNKNOWN, "");
        }
    }

    private boolean hadCommit(long at) {
        boolean known =
                offsets != null && offsets.stream().anyMatch(event -> event.offset() >= 0 && event.atMicros() <= at);
        return known
                || instances.stream()
                        .map(Instance::commits)
                        .anyMatch(commits -> commits.size() > 0 && commits.firstAtMicros(0) < at);
    }

    /** Null when the group has a commit, or never had one. */
    private OffsetEvent.@Nullable Removal lastRemoval(long at) {
        OffsetEvent.Removal removal = null;
        for (OffsetEvent event : offsets == null ? List.<OffsetEvent>of() : offsets) {
            if (event.atMicros() <= at) {
                removal = event.removal();
            }
        }
        return removal;
    }

    /** The fate of an offset; never null. */
    Fate of(long offset) {
        for (int i = passes.size() - 1; i >= 0; i--) {
            PositionPass pass = passes.get(i);
            if (pass.low() <= offset) {
                long until = i + 1 < passes.size() ? lowestAfter(i) : Long.MAX_VALUE;
                if (offset < pass.position()) {
                    Fate fate = pass.of(offset);
                    return until < fate.to()
                            ? new Fate(fate.from(), until, fate.kind(), fate.atMicros(), fate.detail())
                            : fate;
                }
                return ahead(offset);
            }
        }
        return ahead(offset);
    }

    private long lowestAfter(int pass) {
        long lowest = Long.MAX_VALUE;
        for (int i = pass + 1; i < passes.size(); i++) {
            lowest = Math.min(lowest, passes.get(i).low());
        }
        return lowest;
    }

    /** Past the final position: deleted all the same, or still to be read. */
    private Fate ahead(long offset) {
        return offset < log.startOffset()
                ? deletedAtEnd(offset)
                : new Fate(offset, Long.MAX_VALUE, Fate.Kind.AHEAD, -1, "");
    }

    /** How an offset below the log start went that the log had at the end. */
    Fate deletedAtEnd(long offset) {
        LogStarts.Way way = logStarts.end();
        LogStarts.Increment taking = way.taking(offset);
        return taking == null
                ? new Fate(offset, log.startOffset(), Fate.Kind.UNKNOWN, -1, "")
                : PositionPass.deletion(offset, way.takenTo(offset), taking);
    }
}
