package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void recordsAreDueAtEqualDistances() {
        Schedule schedule = new Schedule(1_000, 5_000);

        assertThat(schedule.dueNanos(0)).isEqualTo(1_000);
        assertThat(schedule.dueNanos(1)).isEqualTo(201_000);
        assertThat(schedule.dueNanos(5_000)).isEqualTo(1_000_001_000L);
    }

    @Test
    void doesNotDriftWhenTheRateDoesNotDivideASecond() {
        Schedule schedule = new Schedule(0, 7);

        assertThat(schedule.dueNanos(7L * 86_400)).isEqualTo(86_400_000_000_000L);
    }

    @Test
    void doesNotOverflowWithinAWeekAtTheHighestRate() {
        Schedule schedule = new Schedule(0, 10_000_000);
        long week = 7L * 86_400;

        assertThat(schedule.dueNanos(week * 10_000_000)).isEqualTo(week * 1_000_000_000L);
    }
}
