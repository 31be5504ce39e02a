package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.contract.status.LoadStatus;
import io.losslab.lab.LabException;
import io.losslab.lab.capture.Hole;
import io.losslab.lab.capture.Recorder;
import io.losslab.lab.capture.RunEnd;
import io.losslab.lab.place.AnyClusterPlace;
import io.losslab.lab.place.EmbeddedPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPhaseTest {
    private static final String SPEC = "{'load': {'tps': 100, 'duration': '1s'},"
            + " 'consumers': {'f': {'app': 'fast-consumer', 'group': 'g', 'config': {'fake.idle': %s}}}}";

    @TempDir
    private Path dir;

    @Test
    void whatTakesDownEvidenceBeginsBeforeAnyServiceAndAllServe() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, spec("{\\'partitions\\': [{\\'partition\\': 0}]}"))) {
            boolean[] first = new boolean[1];
            scene.recorders.add(new Beginning(
                    () -> first[0] = Files.notExists(scene.scope.dir().resolve("load-producer.log"))));

            scene.run(start(scene));

            assertThat(first[0]).isTrue();
            assertThat(scene.run.monitor().producer().state()).isEqualTo(LoadStatus.State.IDLE);
            assertThat(scene.listener.samples).singleElement().satisfies(sample -> assertThat(sample.phase())
                    .isEqualTo("start"));
        }
    }

    @Test
    void aGroupThatGetsNoPartitionsFailsTheRun() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, spec("{\\'partitions\\': []}"))) {
            assertThatThrownBy(() -> scene.run(start(scene)))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessageStartingWith("group g had only 0 of 1 partitions assigned after 1 s (log: ");
        }
    }

    @Test
    void aServiceThatDiesFailsTheRun() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, spec("EXIT"))) {
            assertThatThrownBy(() -> scene.run(start(scene)))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessageContaining("f-consumer")
                    .hasMessageContaining("exit code 3");
        }
    }

    @Test
    void itSaysWhatIsStarted() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, spec("EXIT"))) {
            assertThat(start(scene).text()).isEqualTo("starting 1 broker and 2 services");
            assertThat(new StartPhase(scene.scope.spec(), new AnyClusterPlace("127.0.0.1:1", null)).text())
                    .isEqualTo("connecting to the cluster and starting 2 services");
        }
    }

    private static Phase start(PhaseScene scene) {
        return new StartPhase(scene.scope.spec(), new EmbeddedPlace(null, null), Duration.ofSeconds(1));
    }

    private static String spec(String idle) {
        return SPEC.formatted("'" + idle + "'");
    }

    private record Beginning(Runnable begins) implements Recorder {
        @Override
        public void start() {
            begins.run();
        }

        @Override
        public List<Hole> finish(RunEnd end) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
