package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked example of docs/checker.md and its picture. */
class CheckerPageExampleTest {
    private static final int DELIVERY_TIMEOUT = 5; // a SendFailure code

    private static RunHistory example() {
        RunHistory history = RunHistory.sent(21);
        history.reserved = 23;
        history.handedOver = 23;
        history.failures.add(EntryKind.FAILED, DELIVERY_TIMEOUT, 0, 21, -1, 2, 900, 900);
        // member A is given 0 to 5, is done with 0 to 3, commits 4, and is killed
        history.delivered(0, 6, 250).processed(0, 4).committed(4);
        // retention; member B begins at the commit, and is sent to the log start
        history.retentionTo(10, 500).assigned(4, 4, 600).reset(ResetTrigger.OUT_OF_RANGE, 4, 10, 610);
        history.read(10, 14, 620).event(EntryKind.REVOKED, -1, 14, 630);
        // an operator sets the commit to 17; member C begins there; nobody comes for the last two
        history.offsets = List.of(new OffsetEvent(400, 4, null), new OffsetEvent(700, 17, null));
        return history.assigned(17, 17, 800).read(17, 19, 810);
    }

    @Test
    void eachStretchHasTheOutcomeOfThePicture() {
        List<String> stretches = new ArrayList<>();
        RunAccounts accounts = AccountsCheck.balance(example().evidence(), new LossListener() {
            @Override
            public void lost(String group, LostRange lost) {
                stretches.add(lost.firstSequence() + "-" + lost.lastSequence() + " "
                        + lost.cause().code() + (lost.detail().isEmpty() ? "" : ": " + lost.detail()));
            }

            @Override
            public void kept(
                    String group,
                    Source source,
                    int partition,
                    long first,
                    long count,
                    Outcome outcome,
                    String detail) {
                stretches.add(first + "-" + (first + count - 1) + " " + outcome.code());
            }
        });

        assertThat(accounts.objections()).isEmpty();
        assertThat(stretches)
                .containsExactlyInAnyOrder(
                        "0-3 processed",
                        "4-5 retention-deleted: a member had it in hand and did not finish it",
                        "6-9 retention-deleted",
                        "10-13 processed",
                        "14-16 skipped-seek: committed by no member",
                        "17-18 processed",
                        "19-20 undrained",
                        "21-22 not-acked: DELIVERY_TIMEOUT");
    }

    @Test
    void theBooksBalance() {
        GroupAccounts group = example().group();

        assertThat(group.outcomes())
                .containsOnly(
                        entry(Outcome.PROCESSED, 10L),
                        entry(Outcome.RETENTION_DELETED, 6L),
                        entry(Outcome.SKIPPED_SEEK, 3L),
                        entry(Outcome.UNDRAINED, 2L),
                        entry(Outcome.NOT_ACKED, 2L));
        assertThat(group.unexplained()).isZero();
        assertThat(group.lost()).isEqualTo(13);
    }
}
