package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a gateway that is cut off may do and knows. */
class AllowanceTest {
    private static final long FENCE = 1_000;

    private static Allowance leased(long capAfter) {
        return new Allowance(0, 50, 40, FENCE, capAfter, false);
    }

    @Test
    void countsWhatTheOthersHoldUntilItGoesOnWithoutThem() {
        Allowance open = leased(Long.MAX_VALUE);

        assertThat(open.others(FENCE - 1)).isEqualTo(50);
        assertThat(open.others(FENCE)).isZero();
        assertThat(open.admits(60, 1, 100, FENCE)).isTrue();
    }

    @Test
    void keepsItsShare() {
        Allowance share = leased(40);

        assertThat(share.others(FENCE)).isEqualTo(50);
        assertThat(share.admits(39, 1, 100, FENCE)).isTrue();
        assertThat(share.admits(40, 1, 100, FENCE)).isFalse();
        assertThat(share.isClosed(FENCE)).isFalse();
    }

    @Test
    void isClosedForWantOfNews() {
        Allowance closed = leased(0);

        assertThat(closed.isClosed(FENCE - 1)).isFalse();
        assertThat(closed.isClosed(FENCE)).isTrue();
        assertThat(Allowance.NOTHING.isClosed(FENCE)).isFalse();
        assertThat(Allowance.ALONE.isClosed(FENCE)).isFalse();
    }
}
