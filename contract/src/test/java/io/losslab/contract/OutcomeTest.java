package io.losslab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {
    private static final int WIDEST_LABEL = 26;

    @ParameterizedTest
    @EnumSource
    void everyOutcomeHasItsWords(Outcome outcome) {
        assertThat(outcome.code()).matches("[a-z]+(-[a-z]+)*");
        assertThat(Outcome.of(outcome.code())).contains(outcome);
        assertThat(outcome.label()).isNotBlank().hasSizeLessThanOrEqualTo(WIDEST_LABEL);
        assertThat(List.of(outcome.reason(true), outcome.reason(false)))
                .allSatisfy(reason -> assertThat(reason).matches("[A-Z].*[.]"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatMayBeALossIsSaidToBeOne(Outcome outcome) {
        String sentence = outcome.sentence("a group");

        assertThat(sentence.isEmpty()).isNotEqualTo(outcome.mayBeLoss());
        assertThat(sentence.isEmpty() || sentence.contains("a group"))
                .as(sentence)
                .isTrue();
    }

    @Test
    void codesAndLabelsAreDifferent() {
        assertThat(OutcomeCatalogue.codes()).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::label)).doesNotHaveDuplicates();
    }

    @Test
    void aDefiniteRefusalIsNoLossAndAnythingElseUnacknowledgedIs() {
        assertThat(Outcome.NOT_ACKED.isLost(true)).isFalse();
        assertThat(Outcome.NOT_ACKED.isLost(false)).isTrue();
        assertThat(Outcome.TRUNCATED.isLost(true)).isTrue();
        assertThat(Outcome.ABORTED.isLost(false)).isFalse();
    }

    @Test
    void aBalanceBeginsWithWhatArrivedAndEndsWithWhatIsOnItsWay() {
        assertThat(OutcomeCatalogue.balance())
                .containsExactlyInAnyOrder(Outcome.values())
                .startsWith(Outcome.PROCESSED, Outcome.DEAD_LETTERED)
                .endsWith(Outcome.NOT_SENT, Outcome.ABORTED, Outcome.IN_FLIGHT);
    }

    @Test
    void aCodeOfAnotherVersionIsShownAmongTheLosses() {
        assertThat(OutcomeCatalogue.mayBeLoss("eaten-by-mice")).isTrue();
        assertThat(OutcomeCatalogue.label("eaten-by-mice")).isEqualTo("eaten-by-mice");
        assertThat(OutcomeCatalogue.sentence("eaten-by-mice", "g")).isEqualTo("lost to g (eaten-by-mice)");
        assertThat(OutcomeCatalogue.sentence("retention-deleted", "g"))
                .isEqualTo("deleted by retention before g read them");
    }
}
