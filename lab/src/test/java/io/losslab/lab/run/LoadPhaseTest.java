package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.contract.status.LoadStatus;
import io.losslab.lab.LabException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadPhaseTest {
    private static final String SPEC =
            "{'load': {'tps': 100, 'duration': '200ms', 'producer': {'fake.sending': '%s'%s}}}";

    @TempDir
    private Path dir;

    @Test
    void itIsOverWhenTheProducerIsDone() throws Exception {
        try (PhaseScene scene = scene("{\\'state\\': \\'RUNNING\\'}\\n{\\'state\\': \\'STOPPED\\'}", "")) {
            scene.run(new LoadPhase(scene.scope.spec()));

            assertThat(scene.asked("load-producer"))
                    .containsExactly(
                            "GET /start/100?valueBytes=1024&keys=10000&duration=200ms&run=" + PhaseScene.RUN,
                            "GET /stop");
            assertThat(scene.run.producer().achievedTps()).isEqualTo(100);
            assertThat(scene.run.warnings()).isEmpty();
            assertThat(scene.scope.dir().resolve("faults.csv")).content().contains("\nend,");
        }
    }

    @Test
    void oneThatCannotGoOnFailsTheRun() throws Exception {
        try (PhaseScene scene = scene("{\\'state\\': \\'FAILED\\', \\'failure\\': \\'no room\\'}", "")) {
            assertThatThrownBy(() -> scene.run(new LoadPhase(scene.scope.spec())))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessage("the load failed: no room");
        }
    }

    @Test
    void oneThatTurnsOutToHaveFailedWhenItIsStoppedFailsTheRun() throws Exception {
        try (PhaseScene scene =
                scene("{\\'state\\': \\'STOPPED\\'}", ", 'fake.stopped': '{\\'state\\': \\'FAILED\\'}'")) {
            assertThatThrownBy(() -> scene.run(new LoadPhase(scene.scope.spec())))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessage("the load failed: load-producer gives no reason");
        }
    }

    @Test
    void oneThatDoesNotEndIsStoppedAndSaidToHaveBeen() throws Exception {
        try (PhaseScene scene = scene("{\\'state\\': \\'RUNNING\\'}", "")) {
            scene.run(new LoadPhase(scene.scope.spec(), Duration.ZERO));

            assertThat(scene.run.warnings())
                    .containsExactly("the load did not end by itself within 0 s of its time and was stopped");
            assertThat(scene.run.producer().state()).isEqualTo(LoadStatus.State.STOPPED);
        }
    }

    @Test
    void aProducerThatDiesIsNamed() throws Exception {
        try (PhaseScene scene = scene("{\\'state\\': \\'RUNNING\\'}\\nEXIT", "")) {
            assertThatThrownBy(() -> scene.run(new LoadPhase(scene.scope.spec())))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessageContaining("load-producer")
                    .hasMessageContaining("exit code 3");
        }
    }

    private PhaseScene scene(String sending, String more) throws Exception {
        return new PhaseScene(dir, SPEC.formatted(sending, more)).started();
    }
}
