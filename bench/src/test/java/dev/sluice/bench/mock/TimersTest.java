package dev.sluice.bench.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    @Test
    void shouldGiveOutTheEarliestFirst() {
        Timers timers = new Timers();
        Random random = new Random(1);
        for (int id = 0; id < 3_000; id++) {
            timers.add(random.nextInt(10_000), id);
        }

        long last = Long.MIN_VALUE;
        int count = 0;
        while (!timers.isEmpty()) {
            assertThat(timers.earliest()).isGreaterThanOrEqualTo(last);
            last = timers.earliest();
            timers.poll();
            count++;
        }
        assertThat(count).isEqualTo(3_000);
    }

    @Test
    void shouldKeepIdAndTimeTogether() {
        Timers timers = new Timers();
        timers.add(30, 3);
        timers.add(10, 1);
        timers.add(20, 2);

        assertThat(timers.poll()).isEqualTo(1);
        assertThat(timers.poll()).isEqualTo(2);
        assertThat(timers.poll()).isEqualTo(3);
    }
}
