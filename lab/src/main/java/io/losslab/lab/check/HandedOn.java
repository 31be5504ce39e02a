package io.losslab.lab.check;

import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Intentions;
import io.losslab.lab.check.evidence.PassedOn;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The intentions of a leg that a group hands on to, from the journals of its members. What was handed on more than once,
 * by members that came after each other, is intended once. A member that is killed between the write and its note leaves
 * a record in the topic that is not on record as handed on; it can only be one that the group was given.
 */
final class HandedOn {
    private static final Predicate<EntryKind> GIVEN =
            kind -> kind == EntryKind.DELIVERED || kind == EntryKind.DELIVERED_MISROUTED;

    private final PassedOn origin;
    private final GroupEvidence group;

    private HandedOn(PassedOn origin, GroupEvidence group) {
        this.origin = origin;
        this.group = group;
    }

    static List<Sent> of(PassedOn origin, GroupEvidence group) {
        HandedOn handedOn = new HandedOn(origin, group);
        Set<Source> sources = new LinkedHashSet<>();
        group.instances().forEach(instance -> sources.addAll(instance.sources()));
        List<Sent> sent = new ArrayList<>();
        sources.forEach(source -> sent.add(handedOn.by(source)));
        return sent;
    }

    private Sent by(Source source) {
        Coverage.Builder given = new Coverage.Builder();
        Coverage.Builder handed = new Coverage.Builder();
        Coverage.Builder tried = new Coverage.Builder();
        for (Instance instance : group.instances()) {
            List<Source> sources = instance.sources();
            Statements.add(given, instance.deliveries(), sources, source, GIVEN);
            Statements.add(given, instance.misrouted(), sources, source, GIVEN);
            Statements.add(handed, instance.outcomes(), sources, source, kind -> kind == origin.handedOn());
            Statements.add(
                    tried,
                    instance.outcomes(),
                    sources,
                    source,
                    kind -> kind == origin.handedOn() || kind == origin.refused());
        }
        Coverage arriving = handed.build();
        Coverage intended = tried.build();
        RunTable acks = new RunTable();
        for (int run = 0; run < arriving.size(); run++) {
            add(acks, EntryKind.ACKED, arriving.start(run), arriving.end(run), arriving.atMicros(run));
        }
        Intentions intentions = new Intentions(intended, given.build(), intended.end());
        return new Sent(source, intentions, 0, false, acks, without(intended, arriving), null);
    }

    /** What was tried and never came through. */
    private static RunTable without(Coverage intended, Coverage arriving) {
        RunTable failures = new RunTable();
        Coverage.Cursor in = arriving.cursor();
        for (int run = 0; run < intended.size(); run++) {
            long at = intended.start(run);
            while (at < intended.end(run)) {
                in.moveTo(at);
                long next = Math.min(intended.end(run), in.nextChange(at));
                if (!in.covers(at)) {
                    add(failures, EntryKind.FAILED, at, next, intended.atMicros(run));
                }
                at = next;
            }
        }
        return failures;
    }

    /** The journals name no offset in the leg's topic, and no code of a failure. */
    private static void add(RunTable table, EntryKind kind, long from, long to, long atMicros) {
        table.add(kind, 0, 0, from, -1, to - from, atMicros, atMicros);
    }
}
