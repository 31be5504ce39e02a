package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainPhaseTest {
    private static final String SPEC = "{'load': {'tps': 100, 'duration': '1s'}, 'drain': {%s},"
            + " 'consumers': {'s': {'app': 'slow-consumer', 'group': 'g', 'config': {'fake.idle':"
            + " '{\\'state\\': \\'RUNNING\\', \\'partitions\\': [{\\'partition\\': 0, \\'position\\': 100,"
            + " \\'inHand\\': %d}]}'}}}}";

    @TempDir
    private Path dir;

    @Test
    void itIsOverWhenTheGroupsAreThere() throws Exception {
        try (PhaseScene scene = scene("'timeout': '60s', 'delay': '5ms'", 0)) {
            scene.run(new DrainPhase(scene.scope.spec()));

            assertThat(scene.run.hasWaitedInVain()).isFalse();
            assertThat(scene.run.warnings()).isEmpty();
            assertThat(scene.asked("s-consumer")).containsExactly("PUT /delay/5ms");
            assertThat(scene.run
                            .monitor()
                            .drain()
                            .json()
                            .path("g")
                            .path("state")
                            .asText())
                    .isEqualTo("caught-up");
            assertThat(new DrainPhase(scene.scope.spec()).text())
                    .isEqualTo("letting the groups catch up; slow consumers now take 5ms");
        }
    }

    @Test
    void oneThatIsNotThereInTimeWasWaitedForInVain() throws Exception {
        try (PhaseScene scene = scene("'timeout': '1s'", 7)) {
            scene.run(new DrainPhase(scene.scope.spec()));

            assertThat(scene.run.hasWaitedInVain()).isTrue();
            assertThat(scene.run.warnings())
                    .containsExactly(
                            "group g was not at the end when the drain deadline of 1s passed:" + " 7 records in hand");
            assertThat(scene.asked("s-consumer")).isEmpty();
        }
    }

    @Test
    void withoutATimeNobodyIsWaitedFor() throws Exception {
        try (PhaseScene scene = scene("'timeout': '0s'", 7)) {
            scene.run(new DrainPhase(scene.scope.spec()));

            assertThat(scene.run.hasWaitedInVain()).isFalse();
            assertThat(scene.run.warnings()).isEmpty();
            assertThat(scene.run
                            .monitor()
                            .drain()
                            .json()
                            .path("g")
                            .path("state")
                            .asText())
                    .isEqualTo("not-waited");
        }
    }

    private PhaseScene scene(String drain, int inHand) throws Exception {
        PhaseScene scene = new PhaseScene(dir, SPEC.formatted(drain, inHand)).started();
        scene.told.endOffset = 100;
        return scene;
    }
}
