package dev.sluice.contract.limit;

/**
 * What the other gateways leave of a counter to this one. Replaced as a whole, from beside the requests.
 *
 * @param remote what the others have used and reserved, on top of what this gateway has
 * @param cap the most that this gateway may use and reserve
 * @param untilNanos monotonic time after which {@code capAfter} holds in place of {@code cap}
 * @param elsewhere what the others hold of the limit by leases, spent or not: told, and not judged by, since {@code cap} has it in it
 * @param late whether {@code cap} is to be reached only for want of news, so that trying again soon may help
 */
public record Allowance(long remote, long elsewhere, long cap, long untilNanos, long capAfter, boolean late) {
    /** Nobody else is known of. */
    public static final Allowance ALONE = new Allowance(0, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0, false);

    /** Nothing has been leased yet. */
    public static final Allowance NOTHING = new Allowance(0, 0, 0, Long.MAX_VALUE, 0, true);

    /** All of the limit but what the others have. */
    public static Allowance shared(long remote) {
        return remote == 0 ? ALONE : new Allowance(remote, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0, false);
    }

    /** A part of the limit, without news of the others. */
    public static Allowance share(long cap) {
        return new Allowance(0, 0, cap, Long.MAX_VALUE, 0, true);
    }

    /**
     * What is not this gateway's to give, be it used. One that goes on without the others, since it hears nothing of them, knows of
     * nothing.
     */
    long others(long nanos) {
        return isCutOff(nanos) && capAfter == Long.MAX_VALUE ? remote : remote + elsewhere;
    }

    /** Whether it may use nothing for want of news, whatever is left. */
    boolean isClosed(long nanos) {
        return isCutOff(nanos) && capAfter == 0;
    }

    private boolean isCutOff(long nanos) {
        return untilNanos != Long.MAX_VALUE && nanos - untilNanos >= 0;
    }

    boolean admits(long own, long estimate, long limit, long nanos) {
        return Decision.admits(own + remote, estimate, limit) && estimate <= capAt(nanos) - own;
    }

    /** Whether it is not the limit itself that refuses, so that trying again soon may help. */
    boolean isShortOf(long own, long estimate, long limit, long nanos) {
        return late && Decision.admits(own + remote, estimate, limit) && estimate > capAt(nanos) - own;
    }

    /**
     * Whoever lowers the cap puts it in force first and then reads what is held; whoever reserves does so first and then looks
     * here again: so one of the two sees the other.
     */
    boolean stillAdmits(long own, long nanos) {
        return own <= capAt(nanos);
    }

    long capAt(long nanos) {
        return isCutOff(nanos) ? capAfter : cap;
    }
}
