package dev.sluice.admin.whatif;

import dev.sluice.contract.limit.SteadyClock;

/** The time of the request that is looked at. Used by one thread. */
final class PastTime implements SteadyClock.Source {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private long millis;

    PastTime(long startMillis) {
        millis = startMillis;
    }

    void moveTo(long to) {
        millis = Math.max(millis, to);
    }

    @Override
    public long wallMillis() {
        return millis;
    }

    @Override
    public long nanoTime() {
        return millis * NANOS_PER_MILLI;
    }
}
