package io.losslab.contract.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "20ms,PT0.02S",
        "0ms,PT0S",
        "1.5s,PT1.5S",
        "0.5ms,PT0.0005S",
        "2m,PT2M",
        "1h,PT1H",
        "250us,PT0.00025S",
        "PT0.02S,PT0.02S",
        "pt1m,PT1M",
        "' 5ms ',PT0.005S"
    })
    void readsWhatPeopleWrite(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "-5ms", "5 ms", "abc", "PT-1S", "1d", "1e3s", "5ms5"})
    void namesWhatItDoesNotUnderstandAndWhatIsAllowed(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a duration such as 20ms, 1.5s, 2m, 1h or PT0.02S");
    }

    @Test
    void whatIsTooLongIsSaidToBe() {
        assertThatThrownBy(() -> DurationText.parse("999999999999h"))
                .hasMessage("'999999999999h' is too long a duration; allowed: up to 2562047h");
    }

    @Test
    void writesWhatItReads() {
        for (String text : List.of("0ms", "0.25ms", "20ms", "1.5s", "7200s")) {
            assertThat(DurationText.of(DurationText.parse(text))).isEqualTo(text);
        }
    }
}
