package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.capture.Hole;
import io.losslab.lab.capture.Recorder;
import io.losslab.lab.capture.RunEnd;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountPhaseTest {
    private static final String SPEC = "{'load': {'tps': 100, 'duration': '200ms',"
            + " 'producer': {'fake.stopped': '{\\'state\\': \\'STOPPED\\', \\'achievedTps\\': %d}'}},"
            + " 'drain': {'timeout': '0s'},"
            + " 'consumers': {'f': {'app': 'fast-consumer', 'group': 'g', 'config': {'fake.idle': '{\\'processed\\': 41}'}}}}";

    @TempDir
    private Path dir;

    private final List<String> happened = new ArrayList<>();

    @Test
    void theServicesEndBeforeTheEvidenceDoesAndItIsSealedLast() throws Exception {
        try (PhaseScene scene = afterTheLoad(100)) {
            Path evidence = scene.scope.dir();
            Path observed = evidence.resolve(EvidenceFiles.OBSERVED);
            scene.recorders.add(new Scripted("last", true, List.of(), () -> {
                assertThat(observed).exists();
                assertThat(evidence.resolve(EvidenceFiles.RUN)).doesNotExist();
                assertThat(scene.scope.phases().endedMicros()).isPositive();
            }));
            scene.recorders.add(new Scripted("first", false, List.of(), () -> {
                assertThat(scene.run.services().failure()).isEmpty();
                assertThat(scene.run.services().living("g")).isEmpty();
                assertThat(observed).doesNotExist();
            }));

            scene.run(new AccountPhase(scene.scope.spec()));

            assertThat(happened).containsExactly("first to 70", "last to 70");
            RunFacts facts = RunFacts.read(evidence);
            assertThat(facts.witnessAtEnd()).isTrue();
            assertThat(facts.holes()).isEmpty();
            assertThat(facts.noGroupOffsets()).isNull();
            assertThat(facts.drainDeadlinePassed()).isFalse();
            assertThat(facts.ends()).isEqualTo(Map.of(0, new RunFacts.End(0, 70)));
            JsonNode said = read(observed);
            assertThat(said.path("groups")
                            .path("g")
                            .path("instances")
                            .path(0)
                            .path("processed")
                            .asInt())
                    .isEqualTo(41);
            assertThat(said.path("streams").path("first").asInt()).isEqualTo(3);
            assertThat(said.path("phases"))
                    .extracting(phase -> phase.path("name").asText())
                    .containsExactly("start", "load", "drain", "account");
            assertThat(said.path("warnings")).isEmpty();
        }
    }

    @Test
    void eachHoleIsSaidWhereItBelongs() throws Exception {
        try (PhaseScene scene = afterTheLoad(89)) {
            scene.run.waitedInVain();
            scene.recorders.add(scripted(EvidenceFiles.WITNESS, Hole.Kind.SHORT, "not there"));
            scene.recorders.add(scripted(EvidenceFiles.WITNESS, Hole.Kind.DAMAGED, "witness: damaged"));
            scene.recorders.add(scripted(EvidenceFiles.COMMITTED_WITNESS, Hole.Kind.SHORT, "committed: short"));
            scene.recorders.add(scripted(EvidenceFiles.GROUP_OFFSETS, Hole.Kind.REFUSED, "may not be read"));
            scene.recorders.add(scripted("new.csv", Hole.Kind.REFUSED, "new.csv: refused"));

            scene.run(new AccountPhase(scene.scope.spec()));

            RunFacts facts = RunFacts.read(scene.scope.dir());
            assertThat(facts.witnessAtEnd()).isFalse();
            assertThat(facts.drainDeadlinePassed()).isTrue();
            assertThat(facts.holes()).containsExactly("witness: damaged", "committed: short", "new.csv: refused");
            assertThat(facts.noGroupOffsets()).isEqualTo("may not be read");
            assertThat(facts.noTransactionStates()).isNull();
            assertThat(read(scene.scope.dir().resolve(EvidenceFiles.OBSERVED)).path("warnings"))
                    .extracting(JsonNode::asText)
                    .containsExactly("the load reached 89 of the 100 records/s it aimed at");
        }
    }

    private PhaseScene afterTheLoad(int achieved) throws Exception {
        PhaseScene scene = new PhaseScene(dir, SPEC.formatted(achieved)).started();
        scene.told.endOffset = 70;
        scene.run(new LoadPhase(scene.scope.spec()));
        scene.run(new DrainPhase(scene.scope.spec()));
        return scene;
    }

    private Recorder scripted(String stream, Hole.Kind kind, String text) {
        return new Scripted(stream, false, List.of(new Hole(stream, kind, text)), () -> {});
    }

    private static JsonNode read(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(file));
    }

    private final class Scripted implements Recorder {
        private final String name;
        private final boolean endsBrokers;
        private final List<Hole> holes;
        private final Runnable look;

        Scripted(String name, boolean endsBrokers, List<Hole> holes, Runnable look) {
            this.name = name;
            this.endsBrokers = endsBrokers;
            this.holes = holes;
            this.look = look;
        }

        @Override
        public void start() {}

        @Override
        public List<Hole> finish(RunEnd end) {
            look.run();
            happened.add(name + " to " + end.ends().get(0));
            return holes;
        }

        @Override
        public boolean endsBrokers() {
            return endsBrokers;
        }

        @Override
        public Map<String, Long> lines() {
            return endsBrokers ? Map.of() : Map.of(name, 3L);
        }

        @Override
        public void close() {}
    }
}
