package dev.sluice.gateway.hedge;

/**
 * What the hedges of one virtual model may cost on this gateway: every request brings its share of what it cost, a hedge takes
 * what its loser is expected to cost, and in the end what that did cost. So hedges never cost more than the share, but for what
 * those in flight were estimated too low. A fifth of the requests is hedged at most, whatever they cost. Thread-safe.
 */
final class HedgeBudget {
    /** Savings of a calm hour must not become a burst: what so many requests bring is the most that is kept. */
    private static final int MOST_REQUESTS = 1_000;
    /** How much the latest cost counts in the usual one. */
    private static final double NEWEST = 0.05;

    /** Hedges for each request. */
    private static final double MOST_LOAD = 0.2;

    private double left;
    private double leftHedges;
    private double usual;
    private long started;
    private long won;
    private long refused;
    private long spent;

    /** A request has cost this, in nano-dollars. */
    synchronized void earn(long costNanos, double share) {
        leftHedges = Math.min(leftHedges + MOST_LOAD, MOST_LOAD * MOST_REQUESTS);
        usual = usual == 0 ? costNanos : usual + NEWEST * (costNanos - usual);
        left = Math.min(left + share * costNanos, Math.max(left, MOST_REQUESTS * share * usual));
    }

    synchronized boolean take(long costNanos) {
        if (costNanos > left || leftHedges < 1) {
            refused++;
            return false;
        }
        left -= costNanos;
        leftHedges--;
        return true;
    }

    synchronized void giveBack(long takenNanos) {
        left += takenNanos;
        leftHedges++;
    }

    /** What was taken has become this. */
    synchronized void settle(long takenNanos, long costNanos) {
        left += takenNanos - costNanos;
        spent += costNanos;
    }

    synchronized void started() {
        started++;
    }

    synchronized void won() {
        won++;
    }

    synchronized HedgeReading reading(String virtualModel) {
        return new HedgeReading(virtualModel, started, won, refused, spent);
    }
}
