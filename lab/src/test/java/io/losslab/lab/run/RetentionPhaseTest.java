package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionPhaseTest {
    private static final String SPEC = "{'load': {'tps': 100, 'duration': '1s'},"
            + " 'topic': {'config': {'retention.bytes': '1000', 'segment.bytes': '100'}}}";

    @TempDir
    private Path dir;

    @Test
    void whereNothingIsOverTheLimitNobodyWaits() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, SPEC).started()) {
            scene.told.sizeBytes = 999;
            scene.run(phase(scene, Optional.of(Duration.ofHours(1))));

            assertThat(scene.run.warnings()).isEmpty();
        }
    }

    @Test
    void elseTheNextCheckIsWaitedFor() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, SPEC).started()) {
            scene.told.sizeBytes = 1_000;
            RetentionPhase phase = phase(scene, Optional.of(Duration.ofMillis(700)));
            long before = System.nanoTime();
            scene.run(phase);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(1_100));
            assertThat(phase.text()).isEqualTo("waiting for the brokers' next retention check (one every 700ms)");
            assertThat(phase.atMost()).isEqualTo(Duration.ofMillis(1_200));
        }
    }

    @Test
    void brokersThatDoNotTellAreTakenToCheckAsKafkaDoes() throws Exception {
        try (PhaseScene scene = new PhaseScene(dir, SPEC).started()) {
            RetentionPhase phase = phase(scene, Optional.empty());
            scene.run(phase);

            assertThat(phase.atMost()).isEqualTo(Duration.ofMinutes(5).plusMillis(500));
            assertThat(scene.run.warnings())
                    .singleElement()
                    .asString()
                    .endsWith("Kafka's default of 5 min was assumed");
        }
    }

    private static RetentionPhase phase(PhaseScene scene, Optional<Duration> interval) {
        return new RetentionPhase(scene.scope.spec().topic(), () -> interval);
    }
}
