package dev.sluice.bench.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    @Test
    void shouldGiveOutTheEarliestFirst() {
        Timers timers = new Timers();
        Random random = new Random(1);
        long[] times = random.longs(3_000, 0, 10_000).toArray();
        for (int id = 0; id < times.length; id++) {
            timers.add(times[id], id);
        }

        long last = Long.MIN_VALUE;
        int count = 0;
        while (!timers.isEmpty()) {
            assertThat(timers.earliest()).isGreaterThanOrEqualTo(last);
            last = timers.earliest();
            assertThat(times[timers.poll()]).isEqualTo(last);
            count++;
        }
        assertThat(count).isEqualTo(3_000);
    }
}
