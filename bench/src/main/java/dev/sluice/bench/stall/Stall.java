package dev.sluice.bench.stall;

/**
 * A time in which a request that costs nothing was not answered.
 *
 * @param startMillis when it was sent, in milliseconds of the wall clock
 * @param millis until it was answered
 * @param waitedMillis of them the one who asked was able to go on and had no processor
 * @param collectedMillis of them, at the least, its own garbage was collected; it may have waited meanwhile
 */
public record Stall(double startMillis, double millis, double waitedMillis, double collectedMillis) {
    /** What takes longer counts. */
    static final double LONG_MILLIS = 5;

    double endMillis() {
        return startMillis + millis;
    }

    /**
     * Whether it was the gateway's: what may have been the fault of the one who asked is less than a third, or leaves more than
     * what counts.
     */
    boolean isGateways() {
        return ownMillis() < millis / 3 || gatewaysMillis() > LONG_MILLIS;
    }

    /** What remains when all that may have been the fault of the one who asked is taken off. */
    double gatewaysMillis() {
        return millis - ownMillis();
    }

    private double ownMillis() {
        return Math.max(waitedMillis, collectedMillis);
    }

    /** How much of it lies within the times given, in milliseconds. */
    double overlap(double fromMillis, double toMillis) {
        return Math.max(0, Math.min(endMillis(), toMillis) - Math.max(startMillis, fromMillis));
    }
}
