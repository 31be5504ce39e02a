package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** On a clock of its own: the rate that comes of timers that ring late, and the time that a single record gets. */
class DelayScheduleTest {
    private static final long MS = 1_000_000;

    private final DelaySchedule schedule = new DelaySchedule();
    private long now = 5_000_000_000L;
    private long shortest = Long.MAX_VALUE;

    /** Records that are all there already, with a timer that is late by this much, and this much time between two. */
    private double perSecond(int records, long delay, long late, long between) {
        long begin = now;
        for (int i = 0; i < records; i++) {
            long wait = schedule.begin(now, delay);
            shortest = Math.min(shortest, wait);
            now += wait + late;
            schedule.end(now, late, true);
            now += between;
        }
        return records * 1e9 / (now - begin);
    }

    @Test
    void whatTheTimerIsLateIsMadeUpFor() {
        assertThat(perSecond(10_000, MS, 270_000, 60_000)).isCloseTo(1_000, Percentage.withPercentage(0.5));
        assertThat(perSecond(2_000, 5 * MS, 400_000, 120_000)).isCloseTo(200, Percentage.withPercentage(0.5));
    }

    @Test
    void aTimerThatIsVeryLateOnceIsMadeUpForOverSeveralRecordsNoneOfWhichIsShorterThanTheResolutionAllows() {
        perSecond(1, 10 * MS, 8 * MS, 0);

        assertThat(perSecond(10, 10 * MS, 0, 0)).isGreaterThan(100);
        assertThat(shortest).isEqualTo(9 * MS);
        shortest = Long.MAX_VALUE;
        perSecond(1, 10 * MS, 0, 0);
        assertThat(shortest).as("all made up for").isEqualTo(10 * MS);
    }

    @Test
    void noRecordIsShorterThanHalfOfItsDelay() {
        perSecond(50, MS, 40 * MS, 0);

        assertThat(shortest).isEqualTo(MS / 2);
    }

    @Test
    void theFirstRecordAfterTimeWithNothingToDoTakesItsWholeDelay() {
        schedule.begin(now, 10 * MS);
        now += 14 * MS;
        schedule.end(now, 4 * MS, false);
        now += 3 * MS;

        assertThat(schedule.begin(now, 10 * MS)).isEqualTo(10 * MS);
    }

    @Test
    void aLongPauseIsNotMadeUpFor() {
        perSecond(1, 10 * MS, 60_000 * MS, 0);

        long begin = now;
        perSecond(100_000, 10 * MS, 0, 0);
        assertThat(now - begin).isEqualTo(100_000 * 10 * MS - DelaySchedule.MOST_OWED_NANOS);
    }

    @Test
    void afterAChangeTheNextRecordTakesTheWholeNewDelay() {
        perSecond(3, 10 * MS, 5 * MS, 0);
        schedule.forget();

        assertThat(schedule.begin(now, 20 * MS)).isEqualTo(20 * MS);
    }
}
