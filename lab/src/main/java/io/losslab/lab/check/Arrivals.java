package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.identity.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Listens to the books of a leg for what it says of the records of one partition, and keeps that of those found there. */
final class Arrivals implements LossListener {
    private final String reader;
    private final Map<Source, Coverage.Builder> said = new HashMap<>();

    /**
     * @param reader of the leg's groups, the one that records are handed on for
     */
    Arrivals(String reader) {
        this.reader = reader;
    }

    @Override
    public void lost(String group, LostRange range) {
        add(group, range.source(), range.firstSequence(), range.count(), range.cause());
    }

    @Override
    public void kept(String group, Source source, int partition, long first, long count, Outcome outcome, String more) {
        add(group, source, first, count, outcome);
    }

    private void add(String group, Source source, long first, long count, Outcome outcome) {
        if (group.equals(reader)) {
            said.computeIfAbsent(source, s -> new Coverage.Builder())
                    .add(first, first + count, Coverage.NONE, outcome.ordinal(), -1);
        }
    }

    /**
     * By source and sequence; tag: ordinal of the outcome. The next partition begins with nothing.
     *
     * @param books what the witness of the leg saw
     */
    Map<Source, Coverage> found(List<SentBooks> books) {
        Map<Source, Coverage> found = new HashMap<>();
        for (SentBooks sent : books) {
            Coverage.Builder builder = said.get(sent.source());
            if (builder != null) {
                found.put(sent.source(), within(builder.build(), sent.witnessed()));
            }
        }
        said.clear();
        return found;
    }

    private static Coverage within(Coverage said, Coverage witnessed) {
        Coverage.Builder both = new Coverage.Builder();
        Coverage.Cursor in = witnessed.cursor();
        for (int run = 0; run < said.size(); run++) {
            long at = said.start(run);
            while (at < said.end(run)) {
                in.moveTo(at);
                long next = Math.min(said.end(run), in.nextChange(at));
                if (in.covers(at)) {
                    both.add(at, next, Coverage.NONE, said.tag(run), -1);
                }
                at = next;
            }
        }
        return both.build();
    }
}
