package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreachableTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void isToldOnceAMinuteForEachAccount() {
        Unreachable unreachable = new Unreachable();
        long now = Long.MAX_VALUE - MINUTE / 2; // the clock may be about to turn negative

        assertThat(unreachable.isDue("a", now)).isTrue();
        assertThat(unreachable.isDue("a", now + MINUTE - 1)).isFalse();
        assertThat(unreachable.isDue("b", now)).isTrue();
        assertThat(unreachable.isDue("a", now + MINUTE)).isTrue();
        assertThat(unreachable.isDue("a", now + MINUTE + 1)).isFalse();
    }

    @Test
    void remembersNoMoreThanAThousand() {
        Unreachable unreachable = new Unreachable();
        for (int n = 0; n < 1_001; n++) {
            unreachable.isDue("a" + n, 0);
        }

        assertThat(unreachable.isDue("a0", 1)).isTrue();
    }
}
