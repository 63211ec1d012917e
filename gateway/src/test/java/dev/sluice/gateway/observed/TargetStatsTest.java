package dev.sluice.gateway.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.dispatch.AttemptWatch;
import dev.sluice.gateway.health.Pace;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetStatsTest {
    private static final long SECOND = 1_000_000_000;

    private final CompiledModel model = new CompiledModel("a/m", "a/m", "up", account(), null, 1);
    private long now = SECOND;
    private final TargetStats stats = new TargetStats(() -> now);

    private static CompiledAccount account() {
        return new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", 1, "/v1"),
                true,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
    }

    /** A stream of so many tokens, the first after a tenth of a second. */
    private void stream(long seconds, long tokens) {
        stats.sent(model, "primary");
        stats.firstContent(model, SECOND / 10);
        now += seconds * SECOND;
        stats.ended(new AttemptWatch.Sent(
                model,
                "primary",
                200,
                null,
                Tokens.of(10, tokens),
                SECOND / 10,
                seconds * SECOND + SECOND / 10,
                ProviderLimits.NONE));
    }

    @Test
    void knowsASlowStreamByWhatIsUsual() {
        assertThat(stats.isSlow(model, 60 * SECOND, 0))
                .as("nothing is usual yet")
                .isFalse();
        stream(10, 500); // 50 a second

        assertThat(stats.isSlow(model, 20 * SECOND, 199)).isTrue();
        assertThat(stats.isSlow(model, 20 * SECOND, 201)).isFalse();
        assertThat(stats.isSlow(model, 9 * SECOND, 0)).as("too early to say").isFalse();
    }

    @Test
    void tellsWhatItHasMeasuredItselfAndTakesInWhatItHasNot() {
        assertThat(stats.measured()).isEmpty();
        stats.told(new Pace("a/m", 2, 0.5, 100));
        assertThat(stats.measured()).as("what it was told is no measurement").isEmpty();
        assertThat(stats.of("a/m"))
                .isNotNull()
                .satisfies(told -> assertThat(told.seconds(10)).isCloseTo(7, within(1e-9)));

        stream(1, 100);
        assertThat(stats.measured()).singleElement().satisfies(pace -> {
            assertThat(pace.model()).isEqualTo("a/m");
            assertThat(pace.firstSeconds()).isBetween(0.1, 2.0);
        });
        double before = stats.of("a/m").seconds(10);
        stats.told(new Pace("a/m", 50, 5, 100));
        assertThat(stats.of("a/m").seconds(10)).as("it knows better").isEqualTo(before);

        now += 17 * SECOND;
        assertThat(stats.measured()).isEmpty();
        stats.told(new Pace("a/m", 50, 5, 100));
        assertThat(stats.of("a/m").seconds(10)).isGreaterThan(before * 2);
    }

    @Test
    void countsFirstContentOnceSomebodyAsks() {
        stream(1, 50);
        assertThat(stats.afterNanos(model, 0.5)).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            stream(1, 50);
        }
        assertThat(stats.afterNanos(model, 0.5)).isBetween(95 * SECOND / 1_000, 105 * SECOND / 1_000);
    }
}
