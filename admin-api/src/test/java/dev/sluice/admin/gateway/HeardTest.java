package dev.sluice.admin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.gateway.GatewayStatuses.Heard;
import dev.sluice.contract.bus.GatewayStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is there, who leaves, who has left and who is missed. */
class HeardTest {
    private static final Instant THEN = Instant.parse("2026-11-22T12:00:00Z");

    private static Heard heard(boolean leaving) {
        return new Heard(
                new GatewayStatus(
                        "g",
                        "host",
                        8080,
                        "1",
                        0,
                        0,
                        1,
                        1,
                        "",
                        0,
                        0,
                        0,
                        0,
                        new GatewayStatus.Ring(0, 0, 0, 0),
                        List.of(),
                        List.of(),
                        leaving),
                THEN);
    }

    @Test
    void shouldMissOneThatSaidNothing() {
        assertThat(heard(false).isLive(THEN.plusSeconds(14))).isTrue();
        assertThat(heard(false).isLive(THEN.plusSeconds(15))).isFalse();
        assertThat(heard(false).isGone(THEN.plusSeconds(500))).isFalse();
    }

    @Test
    void shouldLetGoOfOneThatSaidGoodbye() {
        assertThat(heard(true).isLive(THEN)).isFalse();
        assertThat(heard(true).isGone(THEN.plusSeconds(14))).isFalse();
        assertThat(heard(true).isGone(THEN.plusSeconds(15))).isTrue();
    }
}
