package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static JsonNode recovery(String json) throws Exception {
        return new ObjectMapper().readTree(json);
    }

    @Test
    void theLongestOfAllIsSaid() throws Exception {
        assertThat(Outage.of(recovery("""
                        [{"elections": [{"afterMs": 2900}], "withoutAckMs": 3100},
                         {"elections": [{"afterMs": 1200}, {"afterMs": 3500}], "withoutAckMs": 6900}]""")))
                .contains("2 faults to brokers; a new leader after 3,500 ms at most; 6,900 ms without an"
                        + " acknowledgement at most");
    }

    @Test
    void whatDidNotHappenIsSaidToo() throws Exception {
        assertThat(Outage.of(recovery("[{\"elections\": []}]")))
                .contains("1 fault to brokers; no election; nothing was acknowledged again");
        assertThat(Outage.of(recovery("[]"))).isEmpty();
    }
}
