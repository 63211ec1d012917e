package dev.sluice.contract.limit;

/** What became of a request at its limits. */
public sealed interface Admission {
    /** All rules let it pass. The reservation must be settled or closed in the end, on every path. */
    record Admitted(Reservation reservation) implements Admission {}

    /** A rule refuses; nothing is held. */
    record Refused(Standing standing, Reason reason) implements Admission {}

    /** Why a rule refuses. */
    enum Reason {
        /** There is nothing left, or less than the estimate. */
        LIMIT,
        /** There may be some left, but this gateway holds none of it yet, or may not use it without news of the others. */
        SHARE,
        /** The budget refuses what has no price. */
        UNPRICED
    }
}
