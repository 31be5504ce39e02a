package io.losslab.lab.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.LogStarts.Basis;
import io.losslab.lab.check.LogStarts.Increment;
import io.losslab.lab.check.LogStarts.Reason;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.check.RunAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDeletionsTest {
    private static final String DELETED = "records deleted";

    private static FaultLines.Line request(String kind, String step, long at, int partition, long offset, String text) {
        return new FaultLines.Line(
                0, kind, "all partitions", step, at, at + 50, "load-events", partition, offset, text);
    }

    private static OwnDeletions asked(long at, long offset) {
        return new OwnDeletions(List.of(request("delete-records", "INJECTED", at, 0, offset, DELETED)));
    }

    private static Increment retention(long at, long offset) {
        return new Increment(at, offset, Reason.SEGMENT_DELETION, Basis.SAMPLED);
    }

    @Test
    void aMoveToTheVeryOffsetThatTheRunAskedForIsTheRequests() {
        assertThat(asked(1_000, 40).moved(0, 0, 40, 1_200, 1_200))
                .containsExactly(new Increment(1_200, 40, Reason.DELETE_RECORDS, Basis.SAMPLED));
    }

    @Test
    void aMoveToThatOffsetBeforeItWasAskedForIsRetentions() {
        assertThat(asked(1_000, 40).moved(0, 0, 40, 999, 999)).containsExactly(retention(999, 40));
    }

    @Test
    void anyOtherMoveIsRetentions() {
        assertThat(asked(1_000, 40).moved(0, 0, 39, 1_200, 1_200)).containsExactly(retention(1_200, 39));
        assertThat(asked(1_000, 40).moved(0, 40, 80, 1_200, 1_200)).containsExactly(retention(1_200, 80));
        assertThat(asked(1_000, 40).moved(1, 0, 40, 1_200, 1_200)).containsExactly(retention(1_200, 40));
        assertThat(new OwnDeletions(List.of()).moved(0, 0, 40, 1_200, 1_200)).containsExactly(retention(1_200, 40));
    }

    @Test
    void whereBothMovedItBetweenTwoSamplesItIsSaidThatRetentionMayHaveBeenFirst() {
        assertThat(asked(1_000, 40).moved(0, 0, 60, 1_200, 1_200))
                .containsExactly(
                        new Increment(1_050, 40, Reason.DELETE_RECORDS, Basis.REQUESTED), retention(1_200, 60));
    }

    @Test
    void aRequestThatMovedNothingOrFailedIsNone() {
        for (FaultLines.Line none : List.of(
                request("delete-records", "INJECTED", 1_000, 0, 40, "asked for 30; the log began later already"),
                request("delete-records", "FAILED", 1_000, 0, 40, DELETED),
                request("reset-offsets", "INJECTED", 1_000, 0, 40, DELETED))) {
            assertThat(new OwnDeletions(List.of(none)).moved(0, 0, 40, 1_200, 1_200))
                    .containsExactly(retention(1_200, 40));
        }
    }

    @Test
    void onAClusterWhoseLogsCannotBeReadTheRunsOwnDeletionIsNotPutDownToRetention(@TempDir Path dir)
            throws IOException {
        assertThat(lost(dir.resolve("without"), -1, 0))
                .extracting(LostRange::cause, LostRange::count, LostRange::detail)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Outcome.RETENTION_DELETED, 40L, "sampled"));
        assertThat(lost(dir.resolve("with"), StoredRun.DELETED, StoredRun.AT + 150))
                .extracting(LostRange::cause, LostRange::count, LostRange::detail)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Outcome.RECORDS_DELETED, 40L, "sampled"));
        assertThat(lost(dir.resolve("late"), StoredRun.DELETED, StoredRun.AT + 201))
                .extracting(LostRange::cause)
                .containsExactly(Outcome.RETENTION_DELETED);
        assertThat(lost(dir.resolve("both"), 30, StoredRun.AT + 150))
                .extracting(LostRange::cause, LostRange::count, LostRange::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Outcome.RECORDS_DELETED, 30L, "sampled; retention may have been first"),
                        org.assertj.core.groups.Tuple.tuple(Outcome.RETENTION_DELETED, 10L, "sampled"));
    }

    /** The lost ranges of {@link StoredRun}, of whose topic the run itself asked records to be deleted. */
    private static List<LostRange> lost(Path dir, long offset, long at) throws IOException {
        StoredRun.writeStreams(dir);
        if (offset >= 0) {
            try (EvidenceStream faults = FaultLines.create(dir)) {
                faults.line(
                        at,
                        0,
                        "delete-records",
                        "all partitions",
                        "INJECTED",
                        at + 10,
                        "load-events",
                        0,
                        offset,
                        DELETED);
            }
        }
        StoredRun.seal(dir, false);
        RunAccounts accounts = AccountsCheck.balance(EvidenceReader.read(dir));
        assertThat(accounts.objections()).isEmpty();
        GroupAccounts group = accounts.groups().get(0);
        return group.lostRanges();
    }
}
