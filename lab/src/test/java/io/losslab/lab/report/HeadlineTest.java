package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class HeadlineTest {
    @Test
    void namesTheOneCause() throws Exception {
        assertThat(headline("'g': {'lost': 1, 'outcomes': {'processed': 99, 'truncated': 1}}"))
                .isEqualTo("1 of 100 records was acknowledged, then truncated from the log before g read it.");
    }

    @Test
    void listsSeveralCausesTheMostFrequentFirst() throws Exception {
        assertThat(headline("'g': {'lost': 30, 'outcomes': {'skipped-reset': 10, 'retention-deleted': 20}}"))
                .isEqualTo("30 of 100 records were lost to g: 20 deleted by retention and 10 skipped by offset reset.");
    }

    @Test
    void refusedRecordsAreNotCalledLost() throws Exception {
        assertThat(headline("'g': {'lost': 20, 'outcomes': {'not-acked': 5, 'retention-deleted': 20}}"))
                .isEqualTo("20 of 100 records were deleted by retention before g read them.");
        assertThat(headline("'g': {'lost': 0, 'processed': 95, 'outcomes': {'not-acked': 5, 'processed': 95}}"))
                .isEqualTo("None of 100 records was lost.");
    }

    @Test
    void saysWhatIsStillOpen() throws Exception {
        assertThat(headline("'g': {'lost': 0, 'processed': 60, 'inFlight': 40, 'unexplained': 2}"))
                .isEqualTo(
                        "None of 100 records was lost; 40 were still in flight to g at the end; 2 are unexplained for g.");
    }

    @Test
    void causeOfALaterVersionIsNamedByItsCode() throws Exception {
        assertThat(headline("'g': {'lost': 3, 'outcomes': {'eaten-by-goats': 3}}"))
                .isEqualTo("3 of 100 records were lost to g (eaten-by-goats).");
    }

    @Test
    void comparesVariantsAndTrials() throws Exception {
        String runs =
                "{'runs': [%s, %s, %s]}".formatted(run("acks=0", 1, 5), run("acks=0", 2, 9), run("acks=all", 1, 0));
        assertThat(of(runs)).isEqualTo("g lost up to 9 records with acks=0 and none with acks=all.");
    }

    @Test
    void trialsOfOneVariantNeedNoName() throws Exception {
        assertThat(of("{'runs': [%s, %s]}".formatted(run("default", 1, 5), run("default", 2, 9))))
                .isEqualTo("g lost up to 9 records in a trial.");
    }

    @Test
    void whereNothingWasStoredNobodyIsPraisedForLosingNothing() throws Exception {
        String refused = """
                {'runs': [{'variant': '%s', 'produced': {'intended': 100, 'acked': 0, 'failed': 100, 'witnessed': 0},
                'load': {'failures': {'RECORD_TOO_LARGE': 100}},
                'groups': {'g': {'lost': 0, 'processed': 0, 'outcomes': {'not-acked': 100}}}}%s]}""";

        assertThat(of(refused.formatted("default", "")))
                .isEqualTo("Nothing was stored, so no group had anything to lose: all 100 records were refused"
                        + " (record too large).");
        assertThat(of(refused.formatted("max=1", ", " + run("max=2", 1, 0))))
                .isEqualTo("g lost none in any of 2 runs; nothing was stored with max=1.");
        assertThat(of(refused.replace("'acked': 0, 'failed': 100", "'acked': 0, 'failed': 60")
                        .formatted("default", "")))
                .contains("none of 100 records was acknowledged or seen in the log (record too large)");
    }

    private static String run(String variant, int trial, long lost) {
        return "{'variant': '%s', 'trial': %d, 'groups': {'g': {'lost': %d}}}".formatted(variant, trial, lost);
    }

    private static String headline(String groups) throws Exception {
        return of("{'runs': [{'produced': {'intended': 100}, 'groups': {%s}}]}".formatted(groups));
    }

    private static String of(String result) throws Exception {
        return Headline.of(new ObjectMapper().readTree(result.replace('\'', '"')));
    }
}
