package io.losslab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "20ms, PT0.02S", "1.5s, PT1.5S", "0.25ms, PT0.00025S", "2m, PT2M", "1h, PT1H"})
    void durations(String text, Duration expected) {
        assertThat(Quantity.duration(text)).isEqualTo(expected);
        assertThat(Quantity.duration(Quantity.text(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "10MiB, 10485760", "10MB, 10000000", "1GiB, 1073741824", "3KiB, 3072", "7B, 7"})
    void sizes(String text, long expected) {
        assertThat(Quantity.bytes(text)).isEqualTo(expected);
    }

    @Test
    void unknownUnitsAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Quantity.duration("5 sec")).hasMessageContaining("ms, s, m or h");
        assertThatThrownBy(() -> Quantity.bytes("10Mib")).hasMessageContaining("KiB, MiB, GiB");
        assertThatThrownBy(() -> Quantity.bytes("999999999999999GiB")).hasMessageContaining("too large");
    }
}
