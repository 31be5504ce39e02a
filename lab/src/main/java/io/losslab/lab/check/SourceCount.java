package io.losslab.lab.check;

import io.losslab.contract.Outcome;

/** Counts the outcomes of one source's records in one partition. */
final class SourceCount {
    private final SentBooks sent;
    private final OutcomeCount count;

    SourceCount(SentBooks sent, OutcomeCount count) {
        this.sent = sent;
        this.count = count;
    }

    void kept(Outcome outcome, long sequence, long records) {
        kept(outcome, sequence, records, "");
    }

    void kept(Outcome outcome, long sequence, long records, String detail) {
        count.addKept(sent.source(), sent.partition(), sequence, records, outcome, detail);
    }

    void lost(Outcome cause, long sequence, long offset, long records, String detail, long atMicros) {
        count.addLost(
                new LostRange(sent.source(), sent.partition(), sequence, offset, records, cause, detail, atMicros));
    }

    /** Of records that have their outcome already: what became of them on the next leg. */
    void passedOn(Outcome there, long records) {
        count.addPassedOn(there, records);
    }
}
