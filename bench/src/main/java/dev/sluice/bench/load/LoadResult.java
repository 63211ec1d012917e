package dev.sluice.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a stretch of load, after the part that is not counted.
 *
 * @param completed answers that were complete, of any status
 * @param statuses answers by status
 * @param broken connections that ended before their answer
 * @param latency in nanoseconds from the scheduled time to the last byte
 * @param firstByte in nanoseconds from the scheduled time to the first byte of the body
 * @param event in nanoseconds from the mock's sending of an event to its arrival
 * @param bytes received, with heads
 * @param windowNanos how long was counted
 * @param generatorNanos CPU time of the load thread in it
 * @param unanswered requests that were still under way or waiting at the end
 */
public record LoadResult(
        long completed,
        Map<Integer, Long> statuses,
        long broken,
        long connectFailures,
        Histogram latency,
        Histogram firstByte,
        Histogram event,
        long bytes,
        long windowNanos,
        long generatorNanos,
        long unanswered) {

    public double perSecond() {
        return completed * 1e9 / windowNanos;
    }

    /** Answers other than a complete one with this status. */
    public long unexpected(int status) {
        return completed - statuses.getOrDefault(status, 0L) + broken + connectFailures;
    }

    public double generatorMicrosPerRequest() {
        return completed == 0 ? 0 : generatorNanos / 1e3 / completed;
    }
}
