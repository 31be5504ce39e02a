package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.spec.ExperimentLoader;
import io.losslab.lab.spec.YamlDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunFaultsTest {
    @Test
    void faultsThatOutlastTheLoadAreToldBefore() {
        String yaml = """
                name: mine
                title: My own
                load: {tps: 100, duration: 1s}
                consumers: {a: {app: slow-consumer}}
                faults: [{kind: pause, target: a, at: 3s, for: 5m}]
                """;

        assertThat(RunFaults.outlasting(new ExperimentLoader().load(YamlDocument.parse("mine.yaml", yaml), List.of())))
                .contains("the faults last until 303s after the load's start, 302s longer than the load itself:"
                        + " so does the run");
    }
}
