package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingCounterTest {
    private final ManualClock time = new ManualClock("2026-03-10T12:00:00Z");
    private final SteadyClock clock = new SteadyClock(time);

    private static SlidingCounter counter(long windowMillis) {
        return (SlidingCounter) Counter.of(new Quota.Key(LimitUnit.TOKENS, new Quota.Sliding(windowMillis)), false);
    }

    private record Taken(long at, long amount) {}

    /** Against a list of all that was ever admitted: never too much in a window, and never refused for what is older. */
    @ParameterizedTest
    @ValueSource(longs = {1_000, 60_000, 3_600_000, 86_400_000, 2_678_400_000L})
    void agreesWithAListOfEverything(long window) {
        SlidingCounter counter = counter(window);
        Random random = new Random(window);
        List<Taken> taken = new ArrayList<>();
        long width = counter.widthMillis();
        for (int i = 0; i < 3_000; i++) {
            time.passMillis(random.nextLong(window / 40 + 1));
            Moment now = clock.now();
            long amount = 1L + random.nextInt(9);
            boolean admitted = counter.tryHold(now, 100, amount) != null;
            long inWindow = sum(taken, now.elapsed() - window);
            long atMost = sum(taken, now.elapsed() - (counter.bucketCount() + 1) * width);
            if (admitted) {
                assertThat(inWindow + amount).isLessThanOrEqualTo(100);
                taken.add(new Taken(now.elapsed(), amount));
            } else {
                assertThat(atMost >= 100 || atMost + amount > 100)
                        .as("refused %s with %s in the window", amount, atMost)
                        .isTrue();
            }
        }
        assertThat(taken).hasSizeGreaterThan(300);
        time.passMillis(window + 2 * width);
        assertThat(counter.used(clock.now())).isZero();
        assertThat(counter.isEmpty(clock.now())).isTrue();
    }

    private static long sum(List<Taken> taken, long after) {
        return taken.stream()
                .filter(t -> t.at() > after)
                .mapToLong(Taken::amount)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {60, -60})
    void staysExactThroughAStepOfTheWallClock(long minutes) {
        SlidingCounter counter = counter(60_000);
        int admitted = 0;
        for (int second = 0; second < 300; second++) {
            if (second == 30) {
                time.step(Duration.ofMinutes(minutes));
            }
            for (int i = 0; i < 20; i++) {
                admitted += counter.tryHold(clock.now(), 600, 1) != null ? 1 : 0;
            }
            time.passMillis(1_000);
            clock.observe();
            if (second % 61 == 29) {
                assertThat(counter.used(clock.now())).isEqualTo(600);
            }
        }
        assertThat(admitted).isEqualTo(5 * 600);
    }

    @Test
    void takesBackWhatWasTooMuchWhereItWasAdmitted() {
        SlidingCounter counter = counter(60_000);
        Cell first = counter.tryHold(clock.now(), 1_000, 400);
        time.passMillis(30_000);
        Cell second = counter.tryHold(clock.now(), 1_000, 400);
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        first.use(100, 400);
        assertThat(counter.used(clock.now())).isEqualTo(500);
        time.passMillis(32_000);
        assertThat(counter.used(clock.now())).isEqualTo(400);
        first.release(100);
        assertThat(counter.used(clock.now()))
                .as("the window has left it behind")
                .isEqualTo(400);
        first.use(50, 0);
        assertThat(counter.used(clock.now())).as("known only now").isEqualTo(450);
    }

    @Test
    void tellsWhenThereIsRoomAgain() {
        SlidingCounter counter = counter(60_000);
        counter.tryHold(clock.now(), 100, 60);
        time.passMillis(10_000);
        counter.tryHold(clock.now(), 100, 40);

        long reset = counter.resetMillis(clock.now(), 100, 10);
        assertThat(counter.tryHold(clock.now(), 100, 10)).isNull();
        time.passMillis(reset - 1);
        assertThat(counter.tryHold(clock.now(), 100, 10)).isNull();
        time.passMillis(1);
        assertThat(counter.tryHold(clock.now(), 100, 10)).isNotNull();
    }
}
