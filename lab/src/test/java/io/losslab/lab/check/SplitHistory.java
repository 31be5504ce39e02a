package io.losslab.lab.check;

import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Intentions;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.Load;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The same run, told by several: each record is given to one of three producers, with a dense sequence of its own, and each
 * assignment begins another member of the group.
 */
final class SplitHistory {
    private static final int PRODUCERS = 3;

    private final List<Source> sources =
            List.of(new Source("run", "one"), new Source("run", "two"), new Source("run", "three"));
    private final int[] producer;
    private final long[] sequence;
    private final long[] reserved = new long[PRODUCERS];

    private SplitHistory(int records, Random random) {
        producer = new int[records];
        sequence = new long[records];
        for (int i = 0; i < records; i++) {
            producer[i] = random.nextInt(PRODUCERS);
            sequence[i] = reserved[producer[i]]++;
        }
    }

    static RunEvidence of(RunHistory whole, Random random) {
        return new SplitHistory((int) whole.reserved, random).split(whole.evidence());
    }

    private RunEvidence split(RunEvidence whole) {
        PartitionEvidence partition = whole.reader().apply(0);
        GroupEvidence group = partition.groups().apply(RunHistory.GROUP);
        GroupEvidence members = new GroupEvidence(
                group.name(), members(group.instances().get(0)), group.offsets(), group.readCommitted(), List.of());
        List<Sent> sent = new ArrayList<>();
        Sent one = partition.sent().get(0);
        for (int i = 0; i < PRODUCERS; i++) {
            RunTable acks = of(one.acks(), i);
            RunTable failures = of(one.failures(), i);
            sent.add(new Sent(
                    sources.get(i),
                    Intentions.upTo(reserved[i], reserved[i]),
                    0,
                    one.idempotent(),
                    acks,
                    failures,
                    transactions(one.transactions(), i)));
        }
        PartitionEvidence parts = new PartitionEvidence(
                0,
                sent,
                seen(partition.witness()),
                seen(partition.committedWitness()),
                partition.log(),
                List.of(),
                name -> members,
                List.of());
        List<Leg> legs = new ArrayList<>();
        legs.add(new Leg(new Load(), whole.load().topic(), 1, whole.groups(), p -> parts));
        for (Leg leg : whole.onwardFrom(RunHistory.GROUP)) {
            legs.add(new Leg(
                    leg.origin(),
                    leg.topic(),
                    1,
                    List.of(),
                    p -> onward(leg.reader().apply(p))));
        }
        return new RunEvidence(legs, whole.drainDeadlinePassed(), List.of());
    }

    private PartitionEvidence onward(PartitionEvidence whole) {
        return new PartitionEvidence(
                0, List.of(), seen(whole.witness()), null, whole.log(), List.of(), whole.groups(), List.of());
    }

    /** As if each producer had transactions that end when those of the whole do. */
    private Transactions transactions(Transactions whole, int which) {
        if (whole == null) {
            return null;
        }
        RunTable ends = new RunTable();
        for (int i = 0; i < whole.ends().size(); i++) {
            long end = 0;
            for (int record = 0; record < whole.ends().firstSequence(i); record++) {
                end += producer[record] == which ? 1 : 0;
            }
            long at = whole.ends().firstAtMicros(i);
            ends.add(whole.ends().kind(i), 0, 0, end, -1, 1, at, at);
        }
        return new Transactions(ends, whole.rest());
    }

    private Seen seen(Seen seen) {
        return seen == null ? null : new Seen(sources, renamed(seen.records(), 0, Long.MAX_VALUE, -1));
    }

    /** Entries of one producer; a ledger of sends knows no source. */
    private RunTable of(RunTable table, int which) {
        return renamed(table, 0, Long.MAX_VALUE, which);
    }

    private RunTable renamed(RunTable table, long fromMicros, long toMicros, int onlyProducer) {
        RunTable renamed = new RunTable();
        for (int i = 0; i < table.size(); i++) {
            long at = table.firstAtMicros(i);
            boolean named = table.firstSequence(i) >= 0
                    && table.kind(i) != EntryKind.ASSIGNED
                    && table.kind(i) != EntryKind.RESET;
            int who = named ? producer[(int) table.firstSequence(i)] : -1;
            if (at < fromMicros || at >= toMicros || onlyProducer >= 0 && who != onlyProducer) {
                continue;
            }
            renamed.add(
                    table.kind(i),
                    table.detail(i),
                    onlyProducer >= 0 ? 0 : who,
                    named ? sequence[(int) table.firstSequence(i)] : table.firstSequence(i),
                    table.firstOffset(i),
                    table.count(i),
                    at,
                    table.lastAtMicros(i));
        }
        return renamed;
    }

    private List<Instance> members(Instance whole) {
        RunTable deliveries = whole.deliveries();
        List<Long> begins = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            if (deliveries.kind(i) == EntryKind.ASSIGNED) {
                begins.add(deliveries.firstAtMicros(i));
            }
        }
        List<Instance> members = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            long from = begins.get(i);
            long to = i + 1 < begins.size() ? begins.get(i + 1) : Long.MAX_VALUE;
            members.add(new Instance(
                    "i" + i,
                    sources,
                    whole.positionsJournaled(),
                    renamed(deliveries, from, to, -1),
                    renamed(whole.outcomes(), from, to, -1),
                    renamed(whole.commits(), from, to, -1),
                    new RunTable()));
        }
        return members;
    }
}
