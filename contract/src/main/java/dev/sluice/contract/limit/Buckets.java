package dev.sluice.contract.limit;

/**
 * How a sliding window is cut: so many buckets of the same width, and the one that is leaving it, which counts whole. So no
 * stretch of time as long as the window ever holds more than the limit, and at most one part in {@code count} is given away.
 */
record Buckets(long widthMillis, int count) {
    private static final long HOUR = 3_600_000;

    static Buckets of(long windowMillis) {
        int wanted = windowMillis <= HOUR ? 60 : 48;
        long width = Math.ceilDiv(windowMillis, wanted);
        return new Buckets(width, Math.toIntExact(Math.ceilDiv(windowMillis, width)));
    }

    long index(long elapsedMillis) {
        return Math.floorDiv(elapsedMillis, widthMillis);
    }

    /** The oldest index that still counts. */
    long oldest(long current) {
        return current - count;
    }

    /** When the bucket no longer counts. */
    long leavesAt(long index) {
        return (index + count + 1) * widthMillis;
    }
}
