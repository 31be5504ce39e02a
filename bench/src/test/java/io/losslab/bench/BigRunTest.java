package io.losslab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.evidence.EvidenceReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmark measures is right before it is fast. */
class BigRunTest {
    @TempDir
    Path dir;

    private Map<String, LostSum> found(BigRun run) throws Exception {
        run.write();
        Map<String, LostSum> found = new LinkedHashMap<>();
        RunAccounts accounts = AccountsCheck.balance(
                EvidenceReader.read(dir),
                (group, range) -> found.computeIfAbsent(group, LostSum::new).add(range));
        assertThat(accounts.objections()).isEmpty();
        assertThat(accounts.groups()).allSatisfy(group -> {
            assertThat(group.unexplained()).isZero();
            assertThat(group.processed() + found.get(group.group()).records()).isEqualTo(run.records());
        });
        return found;
    }

    @Test
    void everyLostRecordIsFoundWithItsCause() throws Exception {
        BigRun run = new BigRun(dir, 300_000, 3, 0.01, 42);

        assertThat(found(run).values()).containsExactlyInAnyOrderElementsOf(run.truth());
    }

    @Test
    void anotherRunOfTheSameSizeHasAnotherSum() throws Exception {
        BigRun run = new BigRun(dir, 300_000, 3, 0.01, 42);
        BigRun other = new BigRun(dir.resolve("other"), 300_000, 3, 0.01, 43);
        other.write();

        assertThat(found(run).values()).doesNotContainAnyElementsOf(other.truth());
    }
}
