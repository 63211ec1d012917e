package dev.sluice.contract.limit;

/** The one comparison by which anything is refused. */
final class Decision {
    private Decision() {}

    /**
     * Refuses iff {@code committed ≥ limit} or {@code committed + estimate > limit}, so a limit of 0 refuses all.
     *
     * @param committed used and reserved
     */
    static boolean admits(long committed, long estimate, long limit) {
        return committed < limit && estimate <= limit - committed;
    }
}
