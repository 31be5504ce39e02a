package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, times and names as the page says them. */
class PageWordsTest {
    private static PageScripts page;

    @BeforeAll
    static void start() {
        page = PageScripts.of("words");
    }

    @AfterAll
    static void stop() {
        page.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "count(0); 0",
                "count(1234567); 1,234,567",
                "count(-1234); -1,234",
                "count(undefined); null",
                "count(null); null",
                "count('12'); null",
                "count(NaN); null",
                "rate(4992.83); 4,992.8/s",
                "rate(5000); 5,000/s",
                "rate(null); null",
                "text(0); 0",
                "text(''); null",
                "text(null); null",
                "millis(0); 0 ms",
                "millis(3.456); 3.5 ms",
                "millis(99.96); 100 ms",
                "millis(123.4); 123 ms",
                "millis(9999); 9,999 ms",
                "millis(10000); 10 s",
                "millis(12345); 12.3 s",
                "millis(null); null",
                "seconds(1.23456); 1.23 s",
                "duration(300); 300 ms",
                "duration(1500); 1.5 s",
                "duration(1550); 1,550 ms",
                "duration(90000); 1.5 min",
                "duration(604800000); 7 d",
                "duration(0); 0 ms",
                "duration(null); null",
                "bytes(0); 0 B",
                "bytes(1023); 1,023 B",
                "bytes(1024); 1 KiB",
                "bytes(1536); 1.5 KiB",
                "bytes(10485760); 10 MiB",
                "bytes(1099511627776 * 5000); 5,000 TiB",
                "bytes(-2048); -2 KiB",
                "bytes(undefined); null",
                "short(9999); 9,999",
                "short(12345); 12.3k",
                "short(1234567); 1.2M",
                "short(-2500000000); -2.5G",
                "niceTop(0); 1",
                "niceTop(7); 8",
                "niceTop(1234); 1500",
                "niceTop(0.4); 0.4",
                "moment('2026-11-26T15:04:05.678Z'); 2026-11-26 15:04:05 UTC",
                "moment('2026-11-26T15:04:05.678+01:00'); 2026-11-26 14:04:05 UTC",
                "moment('yesterday'); null",
                "moment(undefined); null",
                "offset(-1); none",
                "offset(0); 0",
                "offset(87837); 87,837",
                "rangeCount({count: 3, firstOffset: 10, lastOffset: 99}); 3",
                "rangeCount({firstOffset: 10, lastOffset: 99}); 90",
                "share(1, 3); 33.3%",
                "share(0, 3); 0%",
                "share(1, 0); null",
                "share(undefined, 3); null",
            })
    void says(String call, String words) {
        assertThat(page.said("Words." + call)).isEqualTo(words);
    }

    @Test
    void secondsCountFromTheLoadAndAreNotKnownWithoutIt() {
        page.run(
                "var run = {phases: [{name: 'start', from: '2026-01-01T00:00:00Z'}, {name: 'load', from: '2026-01-01T00:00:10Z'}]}");

        assertThat(page.said("Words.sinceLoad(run, '2026-01-01T00:00:15.04Z')")).isEqualTo("5.0 s");
        assertThat(page.said("Words.sinceLoad(run, '2026-01-01T00:00:08Z')")).isEqualTo("-2.0 s");
        assertThat(page.said("Words.sinceLoad({}, '2026-01-01T00:00:15Z')")).isEqualTo("null");
        assertThat(page.said("Words.sinceLoad(run, 'soon')")).isEqualTo("null");
    }

    @Test
    void aRunIsCalledByItsVariantAndByItsTrialWhereThereAreSeveral() {
        assertThat(page.said("Words.runName({variant: 'acks=1', trial: 2}, 0, false)"))
                .isEqualTo("acks=1, trial 2");
        assertThat(page.said("Words.runName({variant: 'acks=1', trial: 1}, 0, true)"))
                .isEqualTo("acks=1");
        assertThat(page.said("Words.runName({variant: 'default', trial: 1}, 4, true)"))
                .isEqualTo("run\u00a05");
    }

    @Test
    void settingsAreListedByTheirPath() {
        assertThat(page.said("JSON.stringify(Words.flat({a: {b: 1, c: []}, d: null, e: ['x', {}], f: ''}, ''))"))
                .isEqualTo(
                        "[[\"a.b\",\"1\"],[\"a.c\",\"[]\"],[\"d\",\"null\"],[\"e.0\",\"x\"],[\"e.1\",\"{}\"],[\"f\",\"\"]]");
    }

    @Test
    void aCodeOfAnotherVersionIsALossWithItsCodeForAName() {
        page.run("var outcomes = Words.catalogue([{code: 'processed', label: 'done', kind: 'KEPT'},"
                + " {code: 'gone', label: 'all gone', kind: 'LOST'},"
                + " {code: 'not-acked', label: 'refused', kind: 'LOST_UNLESS_REFUSED'}])");

        assertThat(page.said("['processed', 'gone', 'not-acked', 'mice'].map(outcomes.isLoss)"))
                .isEqualTo("false,true,false,true");
        assertThat(page.said("['gone', 'mice'].map(outcomes.labelOf)")).isEqualTo("all gone,mice");
        assertThat(page.said("['gone', 'not-acked'].map(outcomes.mayBeRefused)"))
                .isEqualTo("false,true");
        assertThat(page.said("outcomes.codes")).isEqualTo("processed,gone,not-acked");
    }
}
