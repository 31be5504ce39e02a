package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.DeadLetters;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The leg behind a group: what it handed on, what its topic has of it, and both ends put together. */
class LegsTest {
    /** Ten records, of which the group processes six and hands four on. */
    private static RunHistory fourHandedOn() {
        RunHistory history = RunHistory.sent(10).delivered(0, 10, 250).processed(0, 6);
        history.hasDeadLetters = true;
        return history.outcome(EntryKind.DEAD_LETTERED, 6, 10);
    }

    private static void found(RunHistory history, long sequence, long offset, long count) {
        history.deadLetters.add(EntryKind.DELIVERED, 0, 0, sequence, offset, count, 350, 350);
        history.deadEnd = Math.max(history.deadEnd, offset + count);
    }

    private static LegAccounts onward(RunHistory history) {
        RunAccounts accounts = history.balance();
        assertThat(accounts.objections()).isEmpty();
        return accounts.onward().get(0);
    }

    @Test
    void whatIsHandedOnIsIntendedThereAndKeptForAReaderToCome() {
        RunHistory history = fourHandedOn();
        found(history, 6, 0, 4);
        LegAccounts dead = onward(history);

        assertThat(dead.origin()).isEqualTo(new DeadLetters(RunHistory.GROUP));
        assertThat(dead.produced()).isEqualTo(new ProducedAccounts(4, 4, 0, 0, 4, 0, 0));
        assertThat(dead.groups()).singleElement().satisfies(reader -> {
            assertThat(reader.outcomes()).containsOnly(Map.entry(Outcome.IN_FLIGHT, 4L));
            assertThat(reader.lost()).isZero();
        });
        assertThat(history.group().passedOn()).containsOnly(Map.entry(Outcome.IN_FLIGHT, 4L));
    }

    @Test
    void whatRetentionTakesThereIsLostThereAndADeadLetterHere() {
        RunHistory history = fourHandedOn();
        found(history, 6, 0, 4);
        history.deadIncrements.add(
                new LogStarts.Increment(900, 3, LogStarts.Reason.SEGMENT_DELETION, LogStarts.Basis.BROKER_LOG));

        GroupAccounts reader = onward(history).groups().get(0);
        assertThat(reader.lostByCause()).containsOnly(Map.entry(Outcome.RETENTION_DELETED, 3L));
        assertThat(reader.lostRanges()).singleElement().satisfies(range -> {
            assertThat(range.firstSequence()).isEqualTo(6);
            assertThat(range.firstOffset()).isZero();
            assertThat(range.atMicros()).isEqualTo(900);
        });
        assertThat(history.group().outcomes()).containsEntry(Outcome.DEAD_LETTERED, 4L);
        assertThat(history.group().lost()).isZero();
        assertThat(history.group().passedOn())
                .containsOnly(Map.entry(Outcome.RETENTION_DELETED, 3L), Map.entry(Outcome.IN_FLIGHT, 1L));
    }

    @Test
    void whatIsNotFoundThereHasNoProof() {
        RunHistory history = fourHandedOn();
        found(history, 6, 0, 3);

        assertThat(onward(history).groups().get(0).outcomes())
                .containsOnly(Map.entry(Outcome.IN_FLIGHT, 3L), Map.entry(Outcome.ACK_WITHOUT_PROOF, 1L));
        assertThat(history.group().outcomes()).containsEntry(Outcome.DEAD_LETTER_FAILED, 1L);
        assertThat(history.group().passedOn()).containsOnly(Map.entry(Outcome.IN_FLIGHT, 3L));
    }

    @Test
    void whatIsStoredTwiceIsOneDeadLetter() {
        RunHistory history = fourHandedOn();
        found(history, 6, 0, 4);
        found(history, 6, 4, 1);
        LegAccounts dead = onward(history);

        assertThat(dead.produced()).isEqualTo(new ProducedAccounts(4, 4, 0, 0, 4, 0, 1));
        assertThat(history.group().outcomes()).containsEntry(Outcome.DEAD_LETTERED, 4L);
    }

    @Test
    void whatWasRefusedAndIsThereAllTheSameIsNoDeadLetter() {
        RunHistory history = RunHistory.sent(10).delivered(0, 10, 250).processed(0, 8);
        history.hasDeadLetters = true;
        history.outcome(EntryKind.DEAD_LETTER_FAILED, 8, 10);
        found(history, 8, 0, 1);

        assertThat(onward(history).produced()).isEqualTo(new ProducedAccounts(2, 0, 2, 0, 1, 1, 0));
        assertThat(onward(history).groups().get(0).outcomes())
                .containsOnly(Map.entry(Outcome.IN_FLIGHT, 1L), Map.entry(Outcome.NOT_ACKED, 1L));
        assertThat(history.group().outcomes()).containsEntry(Outcome.DEAD_LETTER_FAILED, 2L);
    }

    /** A member was killed between the write and its note, and the next one processed the record. */
    @Test
    void whatIsThereWithoutAWordOfItIsCountedAsNotAcknowledged() {
        RunHistory history = RunHistory.sent(10).read(0, 10, 250);
        history.hasDeadLetters = true;
        found(history, 4, 0, 1);

        assertThat(onward(history).produced()).isEqualTo(new ProducedAccounts(0, 0, 0, 0, 1, 1, 0));
        assertThat(history.group().processed()).isEqualTo(10);
    }

    @Test
    void whatTheGroupWasNeverGivenIsObjectedTo() {
        RunHistory history = RunHistory.sent(10).read(0, 6, 250);
        history.hasDeadLetters = true;
        found(history, 7, 0, 1);

        assertThat(history.balance().objections())
                .containsExactly("dead-letters/group: witness: run/prod, partition 0: sequence 7 was never intended");
    }

    @Test
    void recordsOfNobodysAreNoObjectionAndStrangersAre() {
        RunHistory history = fourHandedOn();
        found(history, 6, 0, 4);
        history.deadLetters.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, 4, 1, 360, 360);
        history.deadEnd = 5;
        assertThat(history.balance().objections()).isEmpty();

        history.deadSources.add(new Source("run", "stranger"));
        history.deadLetters.add(EntryKind.DELIVERED, 0, 1, 0, 5, 1, 370, 370);
        history.deadEnd = 6;
        assertThat(history.balance().objections())
                .containsExactly("dead-letters/group: witness, partition 0: records of run/stranger, which group was"
                        + " never given");
    }
}
