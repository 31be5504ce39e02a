package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadRequestTest {
    @Test
    void takesWhatIsGivenAndLeavesTheRestOpen() {
        assertThat(LoadRequest.parse("5000", null, null, null, null, 10_000))
                .isEqualTo(new LoadRequest(5000, null, null, null, null));
        assertThat(LoadRequest.parse("1", "77", "1", "20s", "run-1", 10_000))
                .isEqualTo(new LoadRequest(1, 77, 1, Duration.ofSeconds(20), "run-1"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "0             | - | - | - | - | tps '0' is not a whole number from 1 to 10000 (records per second)",
                "-5            | - | - | - | - | tps '-5' is not a whole number from 1 to 10000",
                "abc           | - | - | - | - | tps 'abc' is not a whole number from 1 to 10000",
                "1000000000000 | - | - | - | - | tps '1000000000000' is not a whole number from 1 to 10000",
                "1.5           | - | - | - | - | tps '1.5' is not a whole number from 1 to 10000",
                "1 | 76        | - | - | - | valueBytes '76' is not a whole number from 77 to 16777216",
                "1 | 99999999  | - | - | - | valueBytes '99999999' is not a whole number from 77 to 16777216",
                "1 | - | 0     | - | - | keys '0' is not a whole number from 1 to 1000000",
                "1 | - | - | 0s    | - | duration '0s' is not more than 0s and at most 168h",
                "1 | - | - | x     | - | duration 'x' is not a duration such as 20ms",
                "1 | - | - | 999h  | - | duration '999h' is not more than 0s and at most 168h",
                "1 | - | - | - | A_b   | run 'A_b' is not a name of 1 to 12 characters of a-z, 0-9 and '-'",
            })
    void namesWhatIsWrongAndWhatIsAllowed(
            String tps, String valueBytes, String keys, String duration, String run, String message) {
        assertThatThrownBy(() -> LoadRequest.parse(tps, valueBytes, keys, duration, run, 10_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
