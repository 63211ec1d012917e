package dev.sluice.gateway.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Latencies in buckets. One thread records, so it needs no atomic update; any thread reads what it wrote, each number for
 * itself.
 */
final class LatencyHistogram {
    /** Of answers as a client sees them, in microseconds. */
    static final long[] REQUEST_BOUNDS = {
        10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000
    };

    /** Of the gateway's own work, in microseconds. */
    static final long[] OVERHEAD_BOUNDS = {250, 1_000, 5_000};

    private final long[] bounds;
    private final AtomicLongArray counts;
    private final AtomicLong sum = new AtomicLong();
    private final AtomicLong max = new AtomicLong();
    private volatile long maxBefore;

    /** @param bounds the highest value of each bucket, in microseconds; above the last there is one more bucket */
    LatencyHistogram(long[] bounds) {
        this.bounds = bounds;
        counts = new AtomicLongArray(bounds.length + 1);
    }

    /** On the one thread that may. */
    void record(long micros) {
        int bucket = 0;
        while (bucket < bounds.length && micros > bounds[bucket]) {
            bucket++;
        }
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
        sum.setOpaque(sum.getPlain() + micros);
        if (micros > max.getPlain()) {
            max.setOpaque(micros);
        }
    }

    /** Forgets the maximum before the last call. A maximum that is recorded at this moment may be lost. */
    void turnMax() {
        maxBefore = max.getOpaque();
        max.setOpaque(0);
    }

    /** What several threads recorded, added up. */
    static final class Sum {
        final long[] bounds;
        final long[] counts;
        long micros;
        long maxMicros;

        Sum(long[] bounds) {
            this.bounds = bounds;
            counts = new long[bounds.length + 1];
        }

        void add(LatencyHistogram histogram) {
            for (int bucket = 0; bucket < counts.length; bucket++) {
                counts[bucket] += histogram.counts.getOpaque(bucket);
            }
            micros += histogram.sum.getOpaque();
            maxMicros = Math.max(maxMicros, Math.max(histogram.maxBefore, histogram.max.getOpaque()));
        }
    }
}
