package dev.sluice.bench.load;

/**
 * When requests are due: at fixed times from the start, whatever became of those before, so that a target that stops
 * answering is charged for all that would have come meanwhile (no coordinated omission).
 */
final class Schedule {
    private final long startNanos;
    private final double intervalNanos;
    private long taken;

    Schedule(long startNanos, int perSecond) {
        this.startNanos = startNanos;
        intervalNanos = 1e9 / perSecond;
    }

    long nextNanos() {
        return startNanos + (long) (taken * intervalNanos);
    }

    boolean isDue(long now) {
        return nextNanos() <= now;
    }

    /** @return when the request taken was due */
    long take() {
        long due = nextNanos();
        taken++;
        return due;
    }

    /** How many are due and not taken. */
    long waiting(long now) {
        return now < startNanos ? 0 : Math.max(0, (long) ((now - startNanos) / intervalNanos) + 1 - taken);
    }
}
