package dev.sluice.gateway.health;

import java.util.Arrays;

/** Two counts over the last ten seconds, forgotten second by second. Guarded by its owner. */
final class Window {
    private static final int SECONDS = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int[] all = new int[SECONDS];
    private final int[] some = new int[SECONDS];
    private int allSum;
    private int someSum;
    /** The second that is counted in. */
    private long at = Long.MIN_VALUE / 2;

    /** @param some how many of {@code all} are of the kind that the owner looks out for */
    void add(long nowNanos, int all, int some) {
        advance(nowNanos);
        int cell = Math.floorMod(at, SECONDS);
        this.all[cell] += all;
        this.some[cell] += some;
        allSum += all;
        someSum += some;
    }

    int all(long nowNanos) {
        advance(nowNanos);
        return allSum;
    }

    int some(long nowNanos) {
        advance(nowNanos);
        return someSum;
    }

    void clear() {
        Arrays.fill(all, 0);
        Arrays.fill(some, 0);
        allSum = 0;
        someSum = 0;
    }

    private void advance(long nowNanos) {
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        if (second - at >= SECONDS) {
            clear();
            at = second;
        }
        while (at < second) {
            at++;
            int cell = Math.floorMod(at, SECONDS);
            allSum -= all[cell];
            someSum -= some[cell];
            all[cell] = 0;
            some[cell] = 0;
        }
    }
}
