package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long START = 5_000_000_000L;

    @Test
    void shouldBeDueAtFixedTimesWhateverWasTakenWhen() {
        Schedule schedule = new Schedule(START, 1_000);

        assertThat(schedule.isDue(START - 1)).isFalse();
        assertThat(schedule.take()).isEqualTo(START);
        assertThat(schedule.take()).isEqualTo(START + 1_000_000);
        assertThat(schedule.nextNanos()).isEqualTo(START + 2_000_000);
    }

    @Test
    void shouldNotDriftAtRatesThatDoNotDivideASecond() {
        Schedule schedule = new Schedule(0, 3_000);
        for (int i = 0; i < 30_000; i++) {
            schedule.take();
        }

        assertThat(schedule.nextNanos()).isEqualTo(10_000_000_000L);
    }

    @Test
    void shouldCountWhatWasNotTaken() {
        Schedule schedule = new Schedule(START, 1_000);
        schedule.take();

        assertThat(schedule.waiting(START - 1)).isZero();
        assertThat(schedule.waiting(START + 3_500_000)).isEqualTo(3);
    }
}
