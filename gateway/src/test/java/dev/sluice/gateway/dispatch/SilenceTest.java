package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long MAX = Silence.MAX_NANOS;
    private final Silence silence = new Silence();

    @Test
    void countsFromTheLastThatWasHeard() {
        assertThat(silence.isTooLong(100)).isFalse();
        assertThat(silence.isTooLong(100 + MAX - 1)).isFalse();
        silence.broken();
        assertThat(silence.isTooLong(100 + MAX)).isFalse();
        assertThat(silence.isTooLong(100 + 2 * MAX - 1)).isFalse();
        assertThat(silence.isTooLong(100 + 2 * MAX)).isTrue();
    }

    @Test
    void isToldOncePerPeriod() {
        silence.isTooLong(0);

        assertThat(silence.isTooLong(MAX + 7)).isTrue();
        assertThat(silence.isTooLong(2 * MAX)).isFalse();
        assertThat(silence.isTooLong(2 * MAX + 7)).isTrue();
    }
}
