package io.losslab.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table in {@code docs/metrics.md} is what the services expose, no more and no less. */
class MetricsTableIT {
    @TempDir
    Path dir;

    @Test
    void theTableIsWhatTheServicesExpose() {
        String topic = TestBroker.topic(1);
        Map<String, String> exposed = new TreeMap<>();
        for (String module : new String[] {"load-producer", "fast-consumer", "slow-consumer"}) {
            try (AppProcess service =
                    AppProcess.start(Path.of("..").resolve(module), dir, Map.of("losslab.topic", topic))) {
                if (!module.equals("load-producer")) {
                    // a partition's series come with its assignment
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(60))
                            .until(() -> service.metric("losslab_consumer_lag_records") != null);
                }
                exposed.putAll(MetricsTable.exposed(service.get("/q/metrics").body()));
            }
        }
        assertThat(exposed).isEqualTo(MetricsTable.read());
    }
}
