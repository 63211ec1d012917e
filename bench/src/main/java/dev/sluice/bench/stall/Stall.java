package dev.sluice.bench.stall;

/**
 * A time in which a request that costs nothing was not answered.
 *
 * @param startMillis when it was sent, in milliseconds of the wall clock
 * @param millis until it was answered
 * @param ownMillis of them the one who asked had no processor, or was stopped by a collection of its own
 */
public record Stall(double startMillis, double millis, double ownMillis) {
    double endMillis() {
        return startMillis + millis;
    }

    /** How much of it lies within the times given, in milliseconds. */
    double overlap(double fromMillis, double toMillis) {
        return Math.max(0, Math.min(endMillis(), toMillis) - Math.max(startMillis, fromMillis));
    }
}
