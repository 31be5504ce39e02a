package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(of(5, 1, 3).median()).isEqualTo(3);
        assertThat(of(5, 1, 3, 4).median()).isEqualTo(3.5);
        assertThat(of(7).median()).isEqualTo(7);
        assertThat(of(7).isKnown()).isFalse();
        assertThat(Spread.of(List.of())).isEmpty();
    }

    @Test
    void differenceIsWhatIsLargerThanTheSpread() {
        assertThat(of(10, 11, 12).differsFrom(of(20, 21, 22))).isTrue();
        assertThat(of(20, 21, 22).differsFrom(of(10, 11, 12))).isTrue();
        assertThat(of(0, 0, 0).differsFrom(of(1, 1, 1))).isTrue();
    }

    @Test
    void trialsThatFallAmongTheOthersAreNoDifference() {
        assertThat(of(10, 11, 30).differsFrom(of(20, 21, 22))).isFalse();
        assertThat(of(10, 10, 10).differsFrom(of(10, 10, 10))).isFalse();
    }

    @Test
    void mediansNearerThanTheTrialsOfEitherAreNoDifference() {
        assertThat(of(10, 18, 19).differsFrom(of(20, 21, 22)))
                .as("apart, but one trial is further from its own median than the medians from each other")
                .isFalse();
    }

    private static Spread of(double... values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return Spread.of(list).orElseThrow();
    }
}
