package io.losslab.lab.check;

import io.losslab.lab.check.RunEvidence.Consumed;
import io.losslab.lab.check.RunEvidence.ConsumedPartition;
import io.losslab.lab.check.RunEvidence.Group;
import io.losslab.lab.check.RunEvidence.PartitionEnd;
import io.losslab.lab.check.RunEvidence.Sent;
import io.losslab.lab.check.RunEvidence.SentPartition;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Balances the books of a run. Works on runs of records, never on single ones: the cost grows with the number of
 * exceptions, not with the number of records.
 */
public final class AccountsCheck {
    /** More than this many lines of one kind tell a reader nothing new. */
    private static final int MAX_FAULTS = 20;

    private static final Predicate<EntryKind> ANY = kind -> true;

    private final RunEvidence evidence;
    private final Faults faults = new Faults(MAX_FAULTS);

    private AccountsCheck(RunEvidence evidence) {
        this.evidence = evidence;
    }

    public static RunAccounts balance(RunEvidence evidence) {
        return new AccountsCheck(evidence).balance();
    }

    private RunAccounts balance() {
        evidence.holes().forEach(faults::add);
        long intended = 0;
        long acked = 0;
        long failed = 0;
        List<SentBooks> books = new ArrayList<>();
        for (Sent sent : evidence.sent()) {
            for (SentPartition partition : sent.partitions()) {
                SentBooks b = sentBooks(sent.source(), partition);
                books.add(b);
                intended += b.reserved();
                acked += b.acks().total();
                failed += b.failures().total();
            }
        }
        if (evidence.sent().isEmpty()) {
            faults.add("send ledger: none was found");
        }
        checkEnds(books);
        checkWitness(books);
        List<GroupAccounts> groups = new ArrayList<>();
        for (Group group : evidence.groups()) {
            groups.add(groupAccounts(group, books, intended));
        }
        ProducedAccounts produced = new ProducedAccounts(intended, acked, failed, intended - acked - failed);
        if (produced.indeterminate() < 0) {
            faults.add("send ledger: more outcomes than intents");
        }
        return new RunAccounts(produced, groups, faults.lines());
    }

    private SentBooks sentBooks(Source source, SentPartition partition) {
        Coverage acks = bySequence(partition.acks(), 0);
        Coverage failures = bySequence(partition.failures(), 0);
        String where = "send ledger of " + source + ", partition " + partition.partition();
        if (acks.end() > partition.reserved() || failures.end() > partition.reserved()) {
            faults.add(where + ": an outcome of a sequence that was never intended");
        }
        if (partition.handedOver() > partition.reserved()) {
            faults.add(where + ": more records handed over than intended");
        }
        if (acks.repeated() + failures.repeated() > 0) {
            faults.add(where + ": a record with two outcomes");
        }
        Coverage witnessed = evidence.witness() == null
                ? new Coverage.Builder().build()
                : ofSource(
                        List.of(evidence.witness()), source, partition.partition(), ConsumedPartition::deliveries, ANY);
        return new SentBooks(
                source, partition.partition(), partition.reserved(), partition.handedOver(), acks, failures, witnessed);
    }

    /** The broker's own end offset must lie beyond everything it acknowledged, unless something was cut off. */
    private void checkEnds(List<SentBooks> books) {
        for (SentBooks b : books) {
            if (b.reserved() > 0 && !evidence.ends().containsKey(b.partition())) {
                faults.add("end offsets: none of partition " + b.partition());
            }
        }
        evidence.logStarts().forEach((partition, logStarts) -> {
            PartitionEnd end = evidence.ends().get(partition);
            if (end != null && logStarts.last() > end.logStartOffset()) {
                faults.add("log start offsets: partition " + partition + " was at " + logStarts.last()
                        + ", and at the end only at " + end.logStartOffset());
            }
            if (end != null && logStarts.last() < end.logStartOffset()) {
                faults.add("log start offsets: partition " + partition + " ended at " + end.logStartOffset()
                        + ", the last increment on record is to " + logStarts.last());
            }
        });
    }

    /**
     * What was acknowledged at an offset that the log still holds, the witness must have seen there. It follows the whole
     * log, so if it has not, either it or the log has a hole: neither is evidence.
     */
    private void checkWitness(List<SentBooks> books) {
        if (evidence.witness() == null) {
            return;
        }
        for (SentBooks b : books) {
            PartitionEnd end = evidence.ends().get(b.partition());
            if (end == null) {
                continue;
            }
            Coverage.Cursor seen = b.witnessed().cursor();
            Coverage.Cursor acked = b.acks().cursor();
            for (int run = 0; run < b.acks().size(); run++) {
                long at = b.acks().start(run);
                while (at < b.acks().end(run)) {
                    acked.moveTo(at);
                    seen.moveTo(at);
                    long next = Math.min(b.acks().end(run), seen.nextChange(at));
                    long offset = acked.partner(at);
                    long lastOffset = offset + next - 1 - at;
                    String where = b.source() + ", partition " + b.partition() + ": sequence ";
                    if (offset >= 0 && !seen.covers(at) && lastOffset >= end.logStartOffset()) {
                        faults.add("witness: " + where + at + " to " + (next - 1) + " (acknowledged at offset " + offset
                                + " on) was never seen, though the log starts at " + end.logStartOffset());
                        break;
                    }
                    if (offset >= 0
                            && seen.covers(at)
                            && seen.partner(at) != offset
                            && b.witnessed().conflicting() == 0) {
                        faults.add("witness: " + where + at + " was acknowledged at offset " + offset + " and seen at "
                                + seen.partner(at));
                        break;
                    }
                    at = next;
                }
            }
        }
    }

    private GroupAccounts groupAccounts(Group group, List<SentBooks> books, long intended) {
        OutcomeCount count = new OutcomeCount();
        long duplicates = 0;
        long outOfOrder = 0;
        long corrupt = 0;
        Outcome rest = evidence.drainDeadlinePassed() ? Outcome.UNDRAINED : Outcome.IN_FLIGHT;
        for (int partition = 0; partition < evidence.partitions(); partition++) {
            int p = partition;
            List<SentBooks> here =
                    books.stream().filter(b -> b.partition() == p).toList();
            if (here.isEmpty()) {
                continue;
            }
            Coverage delivered = deliveredOffsets(group, partition);
            long committed = committed(group, partition);
            Coverage byOffset = processedByOffset(group, partition);
            corrupt += byOffset.total();
            PartitionEnd end = evidence.ends().getOrDefault(partition, new PartitionEnd(0, 0));
            LogStarts logStarts = evidence.logStarts().getOrDefault(partition, new LogStarts(List.of()));
            OffsetFates fates = new OffsetFates(delivered, logStarts, end.logStartOffset(), rest);
            for (SentBooks b : here) {
                Coverage given = ofSource(group.instances(), b.source(), partition, ConsumedPartition::deliveries, ANY);
                Coverage outcomes =
                        ofSource(group.instances(), b.source(), partition, ConsumedPartition::outcomes, ANY);
                Coverage processed = ofSource(
                        group.instances(),
                        b.source(),
                        partition,
                        ConsumedPartition::outcomes,
                        EntryKind.PROCESSED::equals);
                duplicates += processed.repeated();
                outOfOrder += OrderCheck.outOfOrder(group.instances(), b.source(), partition);
                checkGroup(group, b, given, outcomes);
                new PartitionSweep(
                                b,
                                new GroupBooks(
                                        group.name(), processed, outcomes, given, delivered, byOffset, committed),
                                fates,
                                rest,
                                count,
                                faults)
                        .run();
            }
        }
        long explained = count.total();
        long unexplained = intended - explained;
        if (unexplained != 0) {
            faults.add("group " + group.name() + ": " + unexplained + " records have no outcome");
        }
        return new GroupAccounts(
                group.name(),
                intended,
                count.outcomes(),
                duplicates,
                outOfOrder,
                corrupt,
                count.lost(),
                count.of(Outcome.IN_FLIGHT),
                unexplained,
                count.lostRanges(),
                count.firstLossMicros());
    }

    private void checkGroup(Group group, SentBooks b, Coverage given, Coverage outcomes) {
        String where = "group " + group.name() + ", " + b.source() + ", partition " + b.partition();
        if (given.end() > b.reserved() || outcomes.end() > b.reserved()) {
            faults.add(where + ": was given a sequence that was never intended");
        }
        Coverage.Cursor g = given.cursor();
        for (int run = 0; run < outcomes.size(); run++) {
            long at = outcomes.start(run);
            while (at < outcomes.end(run)) {
                g.moveTo(at);
                if (!g.covers(at)) {
                    faults.add(where + ": an outcome of sequence " + at + ", which no poll delivered");
                    return;
                }
                at = g.nextChange(at);
            }
        }
        Coverage.Cursor acked = b.acks().cursor();
        for (int run = 0; run < given.size(); run++) {
            long at = given.start(run);
            Coverage.Cursor here = given.cursor();
            here.moveTo(at);
            while (at < given.end(run)) {
                acked.moveTo(at);
                long ackedAt = acked.partner(at);
                here.moveTo(at);
                if (ackedAt >= 0 && here.partner(at) != ackedAt && given.conflicting() == 0) {
                    faults.add(where + ": sequence " + at + " was acknowledged at offset " + ackedAt
                            + " and delivered from offset " + here.partner(at));
                    return;
                }
                at = Math.min(given.end(run), acked.nextChange(at));
            }
        }
    }

    private static Coverage deliveredOffsets(Group group, int partition) {
        Coverage.Builder builder = new Coverage.Builder();
        each(group.instances(), partition, (consumed, journal) -> {
            RunTable table = journal.deliveries();
            for (int i = 0; i < table.size(); i++) {
                EntryKind kind = table.kind(i);
                if (kind == EntryKind.DELIVERED || kind == EntryKind.DELIVERED_UNIDENTIFIED) {
                    builder.add(table.firstOffset(i), table.endOffset(i), Coverage.NONE, 0, table.firstAtMicros(i));
                }
            }
        });
        return builder.build();
    }

    private static long committed(Group group, int partition) {
        long[] committed = {-1};
        each(group.instances(), partition, (consumed, journal) -> {
            RunTable table = journal.commits();
            for (int i = 0; i < table.size(); i++) {
                committed[0] = Math.max(committed[0], table.firstOffset(i));
            }
        });
        return committed[0];
    }

    /** Offsets that the group dealt with although no identity could be read or trusted there. */
    private static Coverage processedByOffset(Group group, int partition) {
        Coverage.Builder builder = new Coverage.Builder();
        each(group.instances(), partition, (consumed, journal) -> {
            RunTable table = journal.outcomes();
            for (int i = 0; i < table.size(); i++) {
                if (table.kind(i) == EntryKind.PROCESSED_CORRUPT) {
                    builder.add(table.firstOffset(i), table.endOffset(i), Coverage.NONE, 0, table.firstAtMicros(i));
                }
            }
        });
        return builder.build();
    }

    private static Coverage bySequence(RunTable table, int sourceId) {
        Coverage.Builder builder = new Coverage.Builder();
        for (int i = 0; i < table.size(); i++) {
            if (table.sourceId(i) == sourceId) {
                builder.add(
                        table.firstSequence(i),
                        table.endSequence(i),
                        table.firstOffset(i),
                        table.kind(i) == EntryKind.FAILED ? table.detail(i) : 0,
                        table.firstAtMicros(i));
            }
        }
        return builder.build();
    }

    /** What one stream states of one source, by sequence; the tag is the kind. */
    private static Coverage ofSource(
            List<Consumed> instances,
            Source source,
            int partition,
            Function<ConsumedPartition, RunTable> stream,
            Predicate<EntryKind> kinds) {
        Coverage.Builder builder = new Coverage.Builder();
        each(instances, partition, (consumed, journal) -> {
            int id = consumed.sources().indexOf(source);
            RunTable table = stream.apply(journal);
            for (int i = 0; i < table.size(); i++) {
                boolean ofThisSource = id >= 0 && table.sourceId(i) == id && table.firstSequence(i) >= 0;
                if (ofThisSource && kinds.test(table.kind(i))) {
                    builder.add(
                            table.firstSequence(i),
                            table.endSequence(i),
                            table.firstOffset(i),
                            table.kind(i).ordinal(),
                            table.firstAtMicros(i));
                }
            }
        });
        return builder.build();
    }

    private interface EachPartition {
        void accept(Consumed consumed, ConsumedPartition journal);
    }

    private static void each(List<Consumed> instances, int partition, EachPartition action) {
        for (Consumed consumed : instances) {
            for (ConsumedPartition journal : consumed.partitions()) {
                if (journal.partition() == partition) {
                    action.accept(consumed, journal);
                }
            }
        }
    }

    /** What is known of one source in one partition before any group is looked at. */
    record SentBooks(
            Source source,
            int partition,
            long reserved,
            long handedOver,
            Coverage acks,
            Coverage failures,
            Coverage witnessed) {}

    /**
     * What one group knows of one source in one partition.
     *
     * @param given by sequence: what polls delivered
     * @param outcomes by sequence: what the application reported, of any kind; the tag is the kind
     * @param deliveredOffsets every offset that was delivered, of any source
     * @param corruptOffsets offsets dealt with as damaged
     * @param committed the highest confirmed commit; -1 when none
     */
    record GroupBooks(
            String group,
            Coverage processed,
            Coverage outcomes,
            Coverage given,
            Coverage deliveredOffsets,
            Coverage corruptOffsets,
            long committed) {}

    /** Lines, up to a limit; what comes after is counted. */
    static final class Faults {
        private final int limit;
        private final List<String> lines = new ArrayList<>();
        private int dropped;

        Faults(int limit) {
            this.limit = limit;
        }

        void add(String line) {
            if (lines.contains(line)) {
                return;
            }
            if (lines.size() < limit) {
                lines.add(line);
            } else {
                dropped++;
            }
        }

        List<String> lines() {
            if (dropped == 0) {
                return List.copyOf(lines);
            }
            List<String> all = new ArrayList<>(lines);
            all.add("and " + dropped + " more of this kind");
            return List.copyOf(all);
        }
    }
}
