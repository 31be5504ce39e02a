package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * The checker against an oracle, on random histories; and against evidence that was tampered with, one record at a time.
 * jqwik prints the seed of each property; a failure names the history's own.
 */
class CheckerPropertiesTest {
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void aCleanHistoryRaisesNoAlarm(@ForAll long seed) {
        RandomHistory history = new RandomHistory(seed, false);
        RunAccounts accounts = history.evidence.balance();

        Assume.that(history.records() > 0);
        assertThat(accounts.objections()).isEmpty();
        GroupAccounts group = accounts.groups().get(0);
        assertThat(group.processed()).isEqualTo(history.records());
        assertThat(group.lost() + group.duplicates() + group.outOfOrder() + group.corrupt())
                .isZero();
    }

    @Property(tries = 12_000, shrinking = ShrinkingMode.OFF)
    void everyRecordOfALossyHistoryGetsItsTrueOutcome(@ForAll long seed) {
        RandomHistory history = new RandomHistory(seed, true);
        Assume.that(history.records() > 0);
        RunAccounts accounts = history.evidence.balance();

        assertThatItSays(accounts, history);
    }

    /** A run of entries has two times only: what happened between them must not be taken for later or earlier. */
    @Property(tries = 12_000, shrinking = ShrinkingMode.OFF)
    void joinedEntriesSayTheSame(@ForAll long seed) {
        RandomHistory history = new RandomHistory(seed, true);
        Assume.that(history.records() > 0);
        RunAccounts accounts = AccountsCheck.balance(history.evidence.journaled());

        assertThatItSays(accounts, history);
    }

    private static LegAccounts onward(RunAccounts accounts) {
        return accounts.onward().get(0);
    }

    private static void assertThatItSays(RunAccounts accounts, RandomHistory history) {
        assertThat(accounts.objections()).isEmpty();
        GroupAccounts group = accounts.groups().get(0);
        assertThat(group.outcomes()).isEqualTo(history.outcomes());
        LegAccounts dead = onward(accounts);
        assertThat(dead.produced()).isEqualTo(history.deadLetters().produced());
        assertThat(dead.groups().get(0).outcomes())
                .isEqualTo(history.deadLetters().outcomes());
        assertThat(group.passedOn()).isEqualTo(history.passedOn());
    }

    /** The books of many producers and members are those of one, when what they did is the same. */
    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void ledgersOfManyInstancesMerge(@ForAll long seed) {
        RandomHistory history = new RandomHistory(seed, true);
        Assume.that(history.records() > 0);
        history.evidence.keyPeriod = 0; // keys go with the sequences of one producer
        Assume.that(!history.evidence.compacted);
        Assume.that(history.evidence.rest != Transactions.Rest.UNKNOWN); // readers saw it by the records of others
        RunAccounts together = history.evidence.balance();
        RunAccounts apart = AccountsCheck.balance(SplitHistory.of(history.evidence, new Random(~seed)));

        assertThat(apart.objections()).isEmpty();
        assertThat(apart.groups().get(0).outcomes())
                .isEqualTo(together.groups().get(0).outcomes());
        assertThat(apart.groups().get(0).passedOn())
                .isEqualTo(together.groups().get(0).passedOn());
        assertThat(onward(apart).groups().get(0).outcomes())
                .isEqualTo(onward(together).groups().get(0).outcomes());
        assertThat(onward(apart).produced()).isEqualTo(onward(together).produced());
    }

    /** The histories are no proof of what never happens in them. */
    @Test
    void historiesHaveEveryOutcomeThatTheyKnowOf() {
        Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
        Map<Outcome, Long> onward = new EnumMap<>(Outcome.class);
        long duplicates = 0;
        long unnoted = 0;
        for (long seed = 0; seed < 500; seed++) {
            RandomHistory history = new RandomHistory(seed, true);
            history.outcomes().forEach((outcome, count) -> all.merge(outcome, count, Long::sum));
            history.deadLetters().outcomes().forEach((outcome, count) -> onward.merge(outcome, count, Long::sum));
            ProducedAccounts produced = history.deadLetters().produced();
            duplicates += produced.logDuplicates();
            unnoted += produced.storedNotAcked();
        }

        assertThat(all)
                .containsOnlyKeys(
                        Outcome.PROCESSED,
                        Outcome.NOT_ACKED,
                        Outcome.ACK_WITHOUT_PROOF,
                        Outcome.RETENTION_DELETED,
                        Outcome.RECORDS_DELETED,
                        Outcome.COMPACTED,
                        Outcome.TRUNCATED,
                        Outcome.SILENT_LOG_LOSS,
                        Outcome.ABORTED,
                        Outcome.SKIPPED_RESET,
                        Outcome.SKIPPED_INITIAL,
                        Outcome.SKIPPED_SEEK,
                        Outcome.DEAD_LETTERED,
                        Outcome.DEAD_LETTER_FAILED,
                        Outcome.IGNORED,
                        Outcome.COMMITTED_NOT_PROCESSED,
                        Outcome.IN_FLIGHT,
                        Outcome.UNDRAINED);
        assertThat(onward)
                .containsOnlyKeys(
                        Outcome.NOT_ACKED,
                        Outcome.ACK_WITHOUT_PROOF,
                        Outcome.RETENTION_DELETED,
                        Outcome.RECORDS_DELETED,
                        Outcome.IN_FLIGHT);
        assertThat(duplicates).isPositive();
        assertThat(unnoted).isPositive();
    }

    @Property(tries = 24_000, shrinking = ShrinkingMode.OFF)
    void oneTamperedRecordIsAlwaysNoticed(@ForAll long seed) {
        Random random = new Random(~seed);
        RandomHistory history = new RandomHistory(seed, random.nextInt(4) > 0);
        RunAccounts before = history.evidence.balance();
        String mutation = mutate(history.evidence, random);
        Assume.that(mutation != null);
        RunAccounts after = history.evidence.balance();

        assertThat(after.isValid() && after.equals(before)).as(mutation).isFalse();
    }

    /** Returns what was done; null when there was nothing to do it to. */
    private static String mutate(RunHistory history, Random random) {
        List<RunTable> tables = List.of(
                history.acks,
                history.failures,
                history.deliveries,
                history.outcomes,
                history.witnessed,
                history.deadLetters);
        int which = random.nextInt(tables.size());
        RunTable table = tables.get(which);
        List<Integer> records = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            if (table.firstSequence(i) >= 0
                    && table.kind(i) != EntryKind.ASSIGNED
                    && table.kind(i) != EntryKind.RESET) {
                records.add(i);
            }
        }
        if (records.isEmpty()) {
            return null;
        }
        int at = records.get(random.nextInt(records.size()));
        if (table == history.acks && isAbortedAndUnseen(history, table.firstSequence(at))) {
            return null;
        }
        // nothing else says where in its topic a dead letter was
        int how = random.nextInt(table == history.deadLetters ? 2 : 5);
        String what = List.of("drop", "duplicate", "swap", "shift", "corrupt").get(how) + " entry " + at + " of "
                + List.of("acks", "failures", "deliveries", "outcomes", "witnessed", "dead letters")
                        .get(which);
        boolean done =
                switch (how) {
                    case 0 -> drop(table, at);
                    case 1 -> duplicate(table, at);
                    case 2 -> swap(table, at);
                    case 3 -> shift(history, table, at, random.nextBoolean() ? 1 : -1);
                    default -> corrupt(history, table, at);
                };
        return done ? what : null;
    }

    private static boolean drop(RunTable table, int at) {
        rebuild(table, (i, copy) -> {
            if (i != at) {
                copy.copy(table, i);
            }
        });
        return true;
    }

    private static boolean duplicate(RunTable table, int at) {
        rebuild(table, (i, copy) -> {
            copy.copy(table, i);
            if (i == at) {
                copy.copy(table, i);
            }
        });
        return true;
    }

    /** Two neighbours change places: their sequences, where the offsets stay. */
    private static boolean swap(RunTable table, int at) {
        int next = at + 1;
        if (next >= table.size()
                || table.kind(at) != table.kind(next)
                || table.firstSequence(next) < 0
                || table.firstOffset(at) < 0
                || table.firstOffset(next) < 0
                || table.firstSequence(next) == table.firstSequence(at)) {
            return false;
        }
        long first = table.firstSequence(at);
        long second = table.firstSequence(next);
        rebuild(
                table,
                (i, copy) -> copy.add(
                        table.kind(i),
                        table.detail(i),
                        table.sourceId(i),
                        i == at ? second : i == next ? first : table.firstSequence(i),
                        table.firstOffset(i),
                        table.count(i),
                        table.firstAtMicros(i),
                        table.lastAtMicros(i)));
        return true;
    }

    private static boolean shift(RunHistory history, RunTable table, int at, int by) {
        boolean nowhere = table.firstOffset(at) + by < 0 || table.firstOffset(at) < 0;
        if (nowhere || table == history.witnessed && isAbortedBesideAMarker(history, at, by)) {
            return false;
        }
        rebuild(
                table,
                (i, copy) -> copy.add(
                        table.kind(i),
                        table.detail(i),
                        table.sourceId(i),
                        table.firstSequence(i),
                        table.firstOffset(i) + (i == at ? by : 0),
                        table.count(i),
                        table.firstAtMicros(i),
                        table.lastAtMicros(i)));
        return true;
    }

    /** A record that was processed turns out to be damaged. */
    private static boolean corrupt(RunHistory history, RunTable table, int at) {
        if (table != history.outcomes || table.kind(at) != EntryKind.PROCESSED) {
            return false;
        }
        long offset = table.firstOffset(at);
        nameless(history.deliveries, EntryKind.DELIVERED, EntryKind.DELIVERED_UNIDENTIFIED, offset);
        nameless(history.outcomes, EntryKind.PROCESSED, EntryKind.PROCESSED_CORRUPT, offset);
        return true;
    }

    private static void nameless(RunTable table, EntryKind from, EntryKind to, long offset) {
        rebuild(table, (i, copy) -> {
            if (table.kind(i) == from && table.firstOffset(i) == offset) {
                copy.add(to, 0, -1, -1, offset, 1, table.firstAtMicros(i), table.lastAtMicros(i));
            } else {
                copy.copy(table, i);
            }
        });
    }

    /**
     * An aborted record without an acknowledgement, beside an offset that holds none: it is aborted wherever it was, and
     * nothing else in the evidence depends on where.
     */
    private static boolean isAbortedBesideAMarker(RunHistory history, int at, int by) {
        long sequence = history.witnessed.firstSequence(at);
        long offset = history.witnessed.firstOffset(at) + by;
        return history.transactional
                && !names(history.committedWitnessed, sequence)
                && !names(history.acks, sequence)
                && !holds(history.witnessed, offset);
    }

    /** Of an aborted transaction, and never in the log: it is aborted, whatever its acknowledgement says. */
    private static boolean isAbortedAndUnseen(RunHistory history, long sequence) {
        RunTable ends = history.transactionEnds;
        boolean aborted = history.rest == Transactions.Rest.ABORTED;
        for (int i = ends == null ? -1 : ends.size() - 1; i >= 0; i--) {
            aborted = sequence < ends.firstSequence(i) ? ends.kind(i) == EntryKind.TRANSACTION_ABORTED : aborted;
        }
        return ends != null && aborted && !names(history.witnessed, sequence);
    }

    private static boolean names(RunTable table, long sequence) {
        return IntStream.range(0, table.size()).anyMatch(i -> table.firstSequence(i) == sequence);
    }

    private static boolean holds(RunTable table, long offset) {
        return IntStream.range(0, table.size()).anyMatch(i -> table.firstOffset(i) == offset);
    }

    private interface EachEntry {
        void accept(int entry, RunTable copy);
    }

    private static void rebuild(RunTable table, EachEntry each) {
        RunTable copy = new RunTable();
        for (int i = 0; i < table.size(); i++) {
            each.accept(i, copy);
        }
        table.clear();
        for (int i = 0; i < copy.size(); i++) {
            table.copy(copy, i);
        }
    }
}
