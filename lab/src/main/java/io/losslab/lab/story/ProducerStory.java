package io.losslab.lab.story;

import io.losslab.lab.check.evidence.Transactions;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendFailure;
import io.losslab.ledger.journal.SendLedger;
import java.util.ArrayList;
import java.util.List;

/** When the record was meant to be sent, and what its producer was told. */
public final class ProducerStory {
    /** The status of the load, with its start and rate. */
    private static final String STATUS = "observed.json";

    private ProducerStory() {}

    public static List<Statement> tell(Subject subject) {
        List<Statement> story = new ArrayList<>();
        String producer = "Producer " + subject.id().source().producer();
        String acks = EvidenceFiles.send(subject.id().source(), "acks", subject.partition());
        String failures = EvidenceFiles.send(subject.id().source(), "failures", subject.partition());
        Intent intent = subject.intent();
        if (intent == null) {
            story.add(Statement.timeless(producer + " was to send it; when is not on record.", List.of(acks)));
        } else {
            story.add(Statement.at(
                    intent.atMicros(),
                    String.format(
                            "%s was to send it about now: number %d of a load of %d records/s, asked for at %s.",
                            producer, intent.number(), intent.recordsPerSecond(), Times.of(intent.startedMicros())),
                    STATUS,
                    acks));
        }
        String setting = subject.acks() == null ? "" : "With acks=" + subject.acks() + ", the";
        String told = (setting.isEmpty() ? "The" : setting) + " producer was told ";
        for (Hit ack : subject.acked()) {
            String where = ack.offset() < 0
                    ? "that the send is done, without an offset: no proof of a place in the log."
                    : "that it is stored at offset " + ack.offset() + ".";
            story.add(Statement.at(ack, told + where, acks));
        }
        for (Hit failed : subject.failed()) {
            SendFailure failure = SendFailure.ofCode(failed.detail());
            String meaning = failure.isDefinite()
                    ? ", before the record could be stored anywhere."
                    : ", which leaves open whether it is stored.";
            story.add(Statement.at(failed, told + "that the send failed: " + failure + meaning, failures));
        }
        story.addAll(transaction(subject));
        if (subject.acked().isEmpty() && subject.failed().isEmpty()) {
            story.add(Statement.timeless(
                    subject.sequence() < subject.sent().intended().handedOver()
                            ? "The client took it, and no answer is on record."
                            : "It had its number, and was never handed to the client.",
                    List.of(acks, failures)));
        }
        return story;
    }

    /** How the transaction ended in which it lay, as far as somebody said so. */
    private static List<Statement> transaction(Subject subject) {
        Transactions transactions = subject.sent().transactions();
        if (transactions == null) {
            return List.of();
        }
        RunTable ends = transactions.ends();
        String file = EvidenceFiles.send(subject.id().source(), SendLedger.TRANSACTIONS, subject.partition());
        for (int i = 0; i < ends.size(); i++) {
            if (subject.sequence() < ends.firstSequence(i)) {
                boolean committed = ends.kind(i) == EntryKind.TRANSACTION_COMMITTED;
                return List.of(Statement.at(
                        ends.firstAtMicros(i),
                        "The producer was told that the transaction it lay in was "
                                + (committed ? "committed." : "aborted."),
                        file));
            }
        }
        String open = "The producer has no end of its transaction on record";
        String state =
                switch (transactions.rest()) {
                    case COMMITTED -> "; the coordinator's log says that it was committed.";
                    case ABORTED -> "; the coordinator's log says that it was aborted.";
                    case OPEN -> "; by the coordinator's log it was still open when the run ended.";
                    case NONE -> ", and the coordinator never heard of one.";
                    case UNKNOWN -> ", and the coordinator's log could not be read.";
                };
        boolean known = transactions.rest() != Transactions.Rest.UNKNOWN;
        return List.of(
                Statement.timeless(open + state, known ? List.of(file, EvidenceFiles.TRANSACTIONS) : List.of(file)));
    }
}
