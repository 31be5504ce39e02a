package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpPhaseTest {
    private static final String SPEC =
            "{'load': {'tps': 100, 'warmUp': '200ms', 'duration': '1s', 'producer': {'fake.sending': '%s'}}}";

    @TempDir
    private Path dir;

    @Test
    void itSendsUnderAnotherNameUntilTheProducerIsDone() throws Exception {
        try (PhaseScene scene = scene(
                "{\\'state\\': \\'RUNNING\\'}\\n{\\'state\\': \\'STOPPING\\'}" + "\\n{\\'state\\': \\'STOPPED\\'}")) {
            scene.run(new WarmUpPhase(scene.scope.spec()));

            assertThat(scene.asked("load-producer"))
                    .containsExactly(
                            "GET /start/100?valueBytes=1024&keys=10000&duration=200ms&run=" + PhaseScene.RUN + "-w",
                            "GET /stop");
            assertThat(scene.run.warnings()).isEmpty();
            assertThat(scene.listener.samples).extracting(RunSample::phase).endsWith("warm-up", "warm-up", "warm-up");
        }
    }

    @Test
    void oneThatFailsFailsTheRun() throws Exception {
        try (PhaseScene scene =
                scene("{\\'state\\': \\'RUNNING\\'}\\n{\\'state\\': \\'FAILED\\', \\'failure\\': \\'no room\\'}")) {
            assertThatThrownBy(() -> scene.run(new WarmUpPhase(scene.scope.spec())))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessage("the warm-up failed: no room");
        }
    }

    @Test
    void oneThatDoesNotEndIsStoppedAndSaidToHaveBeen() throws Exception {
        try (PhaseScene scene = scene("{\\'state\\': \\'RUNNING\\'}")) {
            scene.run(new WarmUpPhase(scene.scope.spec(), Duration.ZERO));

            assertThat(scene.run.warnings())
                    .containsExactly("the warm-up did not end by itself within 0 s of its time and was stopped");
            assertThat(scene.asked("load-producer")).endsWith("GET /stop");
        }
    }

    private PhaseScene scene(String sending) throws Exception {
        return new PhaseScene(dir, SPEC.formatted(sending)).started();
    }
}
