package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import io.losslab.lab.process.LabHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposePlaceTest {
    @TempDir
    Path root;

    private Path workDir;

    @BeforeEach
    void folders() throws IOException {
        Path agent = root.resolve("observability/target/jmx-exporter/jmx_prometheus_javaagent.jar");
        Files.createDirectories(agent.getParent());
        Files.createFile(agent);
        workDir = Files.createDirectory(root.resolve("run"));
    }

    private ComposePlace place(String... docker) {
        return new ComposePlace(new LabHome(root), List.of(docker));
    }

    @Test
    void onlyAsManyBrokersAsTheFilesHave() {
        assertThatThrownBy(() -> place("false").start(new ClusterSpec(2, Map.of()), workDir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("cluster.brokers is 2");
        assertThat(workDir).isEmptyDirectory();
    }

    @Test
    void whatThePlaceDecidesCannotBeSet() {
        assertThatThrownBy(() -> place("false").start(new ClusterSpec(1, Map.of("node.id", "7")), workDir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("node.id");
    }

    @Test
    void dockerThatDoesNotAnswerIsSaidInOneLineWithItsLastWords() {
        assertThatThrownBy(() -> place("/bin/sh", "-c", "echo no daemon here; exit 1")
                        .start(new ClusterSpec(1, Map.of()), workDir))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("no daemon here")
                .hasMessageNotContaining("\n");
    }

    @Test
    void settingsBecomeTheVariablesThatKafkasImageReads() {
        assertThat(ComposePlace.variable("log.retention.check.interval.ms"))
                .isEqualTo("KAFKA_LOG_RETENTION_CHECK_INTERVAL_MS");
        assertThat(ComposePlace.variable("a_b-c.d")).isEqualTo("KAFKA_A__B___C_D");
    }
}
