package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.result.ExperimentOutcome;
import io.losslab.lab.result.StoredExperiment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that nobody wanted, in the last phase, and two runs that know nothing of each other. */
class HardEndsIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"slow-consumer", "broker-1"})
    void whatIsKilledWhileTheEvidenceIsGatheredEndsTheRunWithItsName(String process) {
        assertThatThrownBy(() -> run("killed", killing(process)))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining(process);
        assertNothingIsLeft("killed");
        assertThat(dir.resolve("killed/result.json")).doesNotExist();
    }

    @Test
    void twoRunsAtOnceDoNotKnowOfEachOther() throws Exception {
        CompletableFuture<ExperimentOutcome> other =
                CompletableFuture.supplyAsync(() -> run("parent/one", new QuietListener()));
        ExperimentOutcome outcome = run("parent/two", new QuietListener());

        assertThat(outcome.verdict()).isEqualTo(Verdict.EXPECTED);
        assertThat(other.get(3, TimeUnit.MINUTES).verdict()).isEqualTo(Verdict.EXPECTED);
        for (String name : List.of("one", "two")) {
            assertThat(StoredExperiment.judgeAgain(dir.resolve("parent").resolve(name))
                            .again())
                    .isEqualTo(StoredExperiment.Again.SAME);
            assertNothingIsLeft("parent/" + name);
        }
    }

    private static RunListener killing(String process) {
        return new QuietListener() {
            @Override
            public void phase(String name, String what, Duration atMost) {
                if (name.equals("account")) {
                    HOME.registry().entries().stream()
                            .filter(entry ->
                                    entry.ownerPid() == ProcessHandle.current().pid())
                            .flatMap(entry -> entry.processes().stream())
                            .filter(noted -> noted.name().equals(process))
                            .map(noted -> ProcessHandle.of(noted.pid()).orElseThrow())
                            .forEach(killed -> {
                                killed.destroyForcibly();
                                killed.onExit().join();
                            });
                }
            }
        };
    }

    private ExperimentOutcome run(String name, RunListener listener) {
        return new ExperimentRunner(listener)
                .run(new RunRequest(
                        "data-loss",
                        List.of("load.duration=5s"),
                        dir.resolve(name),
                        HOME.root(),
                        "HardEndsIT " + name));
    }

    private void assertNothingIsLeft(String name) {
        assertThat(HOME.registry().entries())
                .extracting(ProcessRegistry.Entry::command)
                .doesNotContain("HardEndsIT " + name);
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(dir.resolve(name).toString())))
                .isEmpty();
    }
}
