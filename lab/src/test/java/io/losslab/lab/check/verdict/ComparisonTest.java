package io.losslab.lab.check.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "0, 1, false",
        "> 0, 1, true",
        "> 0, 0, false",
        ">=5, 5, true",
        "< 10, 10, false",
        "<= 10, 10, true",
        "== 3, 3, true",
        "= 3, 4, false"
    })
    void holds(String text, long value, boolean holds) {
        assertThat(Comparison.parse(text).holds(value)).isEqualTo(holds);
    }

    @Test
    void whatIsNoComparisonIsRefused() {
        assertThatThrownBy(() -> Comparison.parse("about 3")).isInstanceOf(IllegalArgumentException.class);
    }
}
