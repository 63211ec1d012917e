package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import dev.sluice.gateway.error.UpstreamClass;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptTimeoutsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(20));

    @Test
    void waitsForTheFirstContentUntilItsTimeIsOver() {
        assertThat(AttemptTimeouts.waiting(TIMEOUTS, 5 * SECOND, true)).isNull();
        assertThat(AttemptTimeouts.waiting(TIMEOUTS, 5 * SECOND + 1, true))
                .isEqualTo(UpstreamClass.TIMEOUT_FIRST_TOKEN);
    }

    @Test
    void blamesTheWayToAProviderThatWasNotAsked() {
        assertThat(AttemptTimeouts.waiting(TIMEOUTS, 5 * SECOND, false)).isNull();
        assertThat(AttemptTimeouts.waiting(TIMEOUTS, 5 * SECOND + 1, false)).isEqualTo(UpstreamClass.TIMEOUT_CONNECT);
    }

    @Test
    void waitsNoLongerThanForAllOfIt() {
        assertThat(AttemptTimeouts.waiting(TIMEOUTS, 20 * SECOND + 1, true)).isEqualTo(UpstreamClass.TIMEOUT_TOTAL);
        assertThat(AttemptTimeouts.waiting(TIMEOUTS, 20 * SECOND + 1, false)).isEqualTo(UpstreamClass.TIMEOUT_TOTAL);
        assertThat(AttemptTimeouts.answering(TIMEOUTS, 20 * SECOND, 0, false)).isNull();
        assertThat(AttemptTimeouts.answering(TIMEOUTS, 20 * SECOND + 1, 0, true))
                .isEqualTo(UpstreamClass.TIMEOUT_TOTAL);
    }

    @Test
    void endsASilentStreamAndOneWhoseClientTakesNoMore() {
        assertThat(AttemptTimeouts.answering(TIMEOUTS, 9 * SECOND, 3 * SECOND, false))
                .isNull();
        assertThat(AttemptTimeouts.answering(TIMEOUTS, 9 * SECOND, 3 * SECOND + 1, false))
                .isEqualTo(UpstreamClass.TIMEOUT_IDLE);
        assertThat(AttemptTimeouts.answering(TIMEOUTS, 9 * SECOND, 3 * SECOND, true))
                .isNull();
        assertThat(AttemptTimeouts.answering(TIMEOUTS, 9 * SECOND, 3 * SECOND + 1, true))
                .isEqualTo(UpstreamClass.CANCELLED);
    }

    @Test
    void letsGoOfAClientAfterASecondWhereMemoryIsNeeded() {
        assertThat(AttemptTimeouts.isSlow(SECOND)).isFalse();
        assertThat(AttemptTimeouts.isSlow(SECOND + 1)).isTrue();
    }
}
