package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private final ArrayNode logs = JsonNodeFactory.instance.arrayNode();

    @Test
    void nothingIsSaidWhereNobodyLooked() {
        assertThat(Replicas.of(logs)).isEmpty();
    }

    @Test
    void replicasThatAgreeAreCounted() {
        log(1, true, true, 1_000);
        log(2, true, true, 1_000);

        assertThat(Replicas.of(logs))
                .hasValue("kafka-dump-log found in 2 replicas (brokers 1, 2) what the witness saw: 2,000 records on"
                        + " disk");
    }

    @Test
    void theOthersAreNamed() {
        log(1, true, true, 1_000);
        log(2, true, false, 990);
        log(3, false, null, 500);
        log(4, false, null, 0);

        assertThat(Replicas.of(logs))
                .hasValue(
                        "kafka-dump-log found in 1 replica (broker 1) what the witness saw: 1,000 records on disk;"
                                + " partition 0 on broker 2 does not; partition 0 on broker 3 was not in sync and not compared");
    }

    private void log(int broker, boolean inSync, Boolean agrees, long records) {
        logs.addObject()
                .put("broker", broker)
                .put("partition", 0)
                .put("inSync", inSync)
                .put("records", records)
                .put("agrees", agrees);
    }
}
