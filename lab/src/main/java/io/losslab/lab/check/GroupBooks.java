package io.losslab.lab.check;

import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one group knows of one partition, checked against what is known without it. */
final class GroupBooks {
    /**
     * What one group knows of one source; all by sequence.
     *
     * @param given partner: the offset delivered from
     * @param processed partner: the offset
     * @param ends ways other than processing that the application was done with a record; tag: ordinal of the kind
     */
    record BySource(Coverage given, Coverage processed, Coverage ends) {}

    private static final Predicate<EntryKind> PROCESSED =
            kind -> kind == EntryKind.PROCESSED || kind == EntryKind.PROCESSED_MISROUTED;
    private static final Predicate<EntryKind> GIVEN =
            kind -> kind == EntryKind.DELIVERED || kind == EntryKind.DELIVERED_MISROUTED;

    private final PartitionBooks partition;
    private final GroupEvidence group;
    private final List<Onward> onward;
    private final Positions positions;
    private final Objections objections;
    private final Coverage unidentified;
    private final Coverage corrupt;
    private final Coverage passedByCommit;
    private final boolean positionsJournaled;

    /**
     * @param onward the legs that the group hands on to
     */
    GroupBooks(PartitionBooks partition, GroupEvidence group, List<Onward> onward, Objections objections) {
        this.partition = partition;
        this.group = group;
        this.onward = onward;
        this.objections = objections;
        group.holes().forEach(objections::hole);
        for (Instance instance : group.instances()) {
            String stream = "consume ledger of " + group.name() + " " + instance.name();
            partition.checkSources(stream, instance.sources(), instance.deliveries());
            partition.checkSources(stream, instance.sources(), instance.outcomes());
            partition.checkSources(stream, instance.sources(), instance.misrouted());
        }
        CommitWay commits = CommitWay.of(group.instances(), group.offsets());
        positions = Positions.ofGroup(
                partition.evidence().log(), group.instances(), group.offsets(), commits, partition.highestEnd());
        unidentified = Statements.offsets(group.instances(), EntryKind.DELIVERED_UNIDENTIFIED, true);
        corrupt = Statements.offsets(group.instances(), EntryKind.PROCESSED_CORRUPT, false);
        positionsJournaled = group.instances().stream().allMatch(Instance::positionsJournaled);
        passedByCommit = commits.passed(partition.highestEnd());
        checkCommits();
    }

    String name() {
        return group.name();
    }

    List<Instance> instances() {
        return group.instances();
    }

    Positions positions() {
        return positions;
    }

    /** Offsets delivered without a readable identity. */
    Coverage unidentified() {
        return unidentified;
    }

    /** Offsets that were dealt with although the record's checksum did not hold. */
    Coverage corrupt() {
        return corrupt;
    }

    /** Offsets that the commit in force at the end has passed; see {@link CommitWay}. */
    Coverage passedByCommit() {
        return passedByCommit;
    }

    /** Whether the last stable offset is the end of what its members can be given. */
    boolean readsCommitted() {
        return group.readCommitted();
    }

    /** Whether a jump of the position would be on record with its trigger. */
    boolean positionsJournaled() {
        return positionsJournaled;
    }

    long misrouted() {
        long misrouted = 0;
        for (Instance instance : group.instances()) {
            RunTable table = instance.misrouted();
            for (int i = 0; i < table.size(); i++) {
                misrouted += table.kind(i) == EntryKind.DELIVERED_MISROUTED ? table.count(i) : 0;
            }
        }
        return misrouted;
    }

    /** The leg on which a record goes on that the application was done with in this way; null when none is known. */
    @Nullable
    Onward onward(EntryKind end) {
        for (Onward leg : onward) {
            if (leg.origin().handedOn() == end) {
                return leg;
            }
        }
        return null;
    }

    /** What a member says it committed, the coordinator must have. */
    private void checkCommits() {
        if (group.offsets() == null) {
            return;
        }
        Set<Long> known = new HashSet<>();
        group.offsets().forEach(event -> known.add(event.offset()));
        for (Instance instance : group.instances()) {
            for (int i = 0; i < instance.commits().size(); i++) {
                long offset = instance.commits().firstOffset(i);
                if (!known.contains(offset)) {
                    objections.add("group offsets of " + group.name() + ", partition " + partition.partition()
                            + ": the commit of " + offset + " is missing, which " + instance.name() + " made");
                }
            }
        }
    }

    BySource of(SentBooks sent) {
        Coverage.Builder given = new Coverage.Builder();
        Coverage.Builder processed = new Coverage.Builder();
        Coverage.Builder ends = new Coverage.Builder();
        Source source = sent.source();
        for (Instance instance : group.instances()) {
            List<Source> sources = instance.sources();
            Statements.add(given, instance.deliveries(), sources, source, GIVEN);
            Statements.add(given, instance.misrouted(), sources, source, GIVEN);
            Statements.add(processed, instance.outcomes(), sources, source, PROCESSED);
            Statements.add(processed, instance.misrouted(), sources, source, PROCESSED);
            Statements.add(ends, instance.outcomes(), sources, source, Endings::isEnd);
        }
        BySource books = new BySource(given.build(), processed.build(), ends.build());
        check(sent, books);
        return books;
    }

    private void check(SentBooks sent, BySource books) {
        String where = "group " + group.name() + ", " + sent.where() + ": ";
        if (books.given().end() > sent.reserved()) {
            objections.add(where + "was given sequence " + (books.given().end() - 1) + ", which was never intended");
        }
        for (Coverage outcomes : List.of(books.processed(), books.ends())) {
            long missing = SequenceCheck.firstMissing(outcomes, books.given());
            if (missing >= 0) {
                objections.add(where + "an outcome of sequence " + missing + ", which no poll delivered");
            }
        }
        boolean oneCopy = sent.witnessed().conflicting() == 0;
        if (oneCopy && misrouted() == 0) {
            SequenceCheck.Difference moved = (sequence, one, other) -> {
                if (!partition.truncations().mayHaveMoved(one, other, sequence, sent)) {
                    objections.add(
                            where + "sequence " + sequence + " is said to be at offset " + one + " and at " + other);
                }
            };
            if (books.processed().conflicting() + books.ends().conflicting() > 0) {
                objections.add(where + "outcomes of a record at several offsets, and the witness saw it at one");
            }
            if (books.given().conflicting() > 0) {
                objections.add(where + "records were given from several offsets, and the witness saw them at one");
            }
            SequenceCheck.samePartners(sent.acks(), books.given(), moved);
            SequenceCheck.samePartners(sent.witnessed(), books.given(), moved);
            SequenceCheck.samePartners(books.processed(), books.given(), moved);
            SequenceCheck.samePartners(books.ends(), books.given(), moved);
        }
        checkUnseen(sent, books, where);
    }

    /** What the group was given and is still in the log, or was when the witness came by, the witness must have seen. */
    private void checkUnseen(SentBooks sent, BySource books, String where) {
        if (partition.evidence().witness() == null) {
            return;
        }
        Coverage.Cursor seen = sent.witnessed().cursor();
        Coverage.Cursor given = books.given().cursor();
        for (int run = 0; run < books.given().size(); run++) {
            long at = books.given().start(run);
            while (at < books.given().end(run)) {
                seen.moveTo(at);
                given.moveTo(at);
                long next = Math.min(books.given().end(run), seen.nextChange(at));
                long offset = given.partner(at);
                boolean here = given.tag() == EntryKind.DELIVERED.ordinal(); // not misrouted
                if (here && !seen.covers(at) && partition.witness().missed(offset, next - at)) {
                    objections.add("witness: " + sent.where() + ": sequence " + at + " was never seen, but " + where
                            + "was given it from offset " + offset);
                    return;
                }
                at = next;
            }
        }
    }
}
