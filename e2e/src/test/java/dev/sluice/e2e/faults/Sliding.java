package dev.sluice.e2e.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How many of some points in time are in each stretch of time of a length. */
final class Sliding {
    private final List<Instant> times;
    private final Duration window;

    Sliding(Stream<Instant> times, Duration window) {
        this.times = times.sorted().toList();
        this.window = window;
    }

    /** Least and most in any window, in steps of a second. */
    record Range(int least, int most) {}

    /** @param begin of the first window; {@code end} of the last */
    Range range(Instant begin, Instant end) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (Instant from = begin; !from.plus(window).isAfter(end); from = from.plusSeconds(1)) {
            int count = count(from);
            least = Math.min(least, count);
            most = Math.max(most, count);
        }
        return new Range(least, most);
    }

    private int count(Instant from) {
        Instant to = from.plus(window);
        return (int) times.stream()
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .count();
    }
}
