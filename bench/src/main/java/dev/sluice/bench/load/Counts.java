package dev.sluice.bench.load;

import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What is counted while a load runs. For one thread. */
final class Counts {
    private static final long LONGEST = 120_000_000_000L;
    private static final int DIGITS = 3;

    final Histogram latency = new Histogram(LONGEST, DIGITS);
    final Histogram firstByte = new Histogram(LONGEST, DIGITS);
    final Histogram event = new Histogram(LONGEST, DIGITS);
    private final long[] byStatus = new long[1000];
    long completed;
    long broken;
    long connectFailures;
    long bytes;

    void answered(int status) {
        completed++;
        byStatus[status >= 0 && status < byStatus.length ? status : 0]++;
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }

    Map<Integer, Long> statuses() {
        Map<Integer, Long> statuses = new HashMap<>();
        for (int status = 0; status < byStatus.length; status++) {
            if (byStatus[status] > 0) {
                statuses.put(status, byStatus[status]);
            }
        }
        return statuses;
    }
}
