package dev.sluice.admin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.contract.policy.BudgetSpec;
import dev.sluice.contract.policy.LimitAmount;
import dev.sluice.contract.policy.Manifests;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PassingTest {
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");
    /** The day on which clocks go forward in Berlin: 23 hours. */
    private static final Instant MIDNIGHT = Instant.parse("2026-03-29T22:00:00Z");

    private static BudgetSpec budget(String zone, String at) {
        return (BudgetSpec) Manifests.readYaml(
                        "kind: Budget\nmetadata: {name: b}\nspec: {limits: [{usd: \"10\", period: day}], zone: " + zone
                                + ", alerts: {at: " + at + "}}")
                .getFirst()
                .spec();
    }

    private static LimitStanding.Segment segment(String used, String limit, String window, @Nullable Instant resetsAt) {
        return new LimitStanding.Segment(
                Map.of(),
                null,
                "usd",
                window,
                new LimitAmount(limit),
                new LimitAmount(used),
                new LimitAmount("9"),
                resetsAt);
    }

    @Test
    void shouldTakeThePeriodOfTheBudgetsZone() {
        Passing passing = Passing.of("b", budget("Europe/Berlin", "[50, 90]"), segment("5", "10", "day", MIDNIGHT), NOW)
                .orElseThrow();
        assertThat(passing.start()).isEqualTo(Instant.parse("2026-03-28T23:00:00Z"));
        assertThat(passing.end()).isEqualTo(MIDNIGHT);
        assertThat(passing.thresholds()).containsExactly(50);
    }

    @Test
    void shouldSayNothingWhilePeriodsChange() {
        BudgetSpec spec = budget("Europe/Berlin", "[50]");
        Instant next = Instant.parse("2026-03-30T22:00:00Z");
        assertThat(Passing.of("b", spec, segment("5", "10", "day", next), MIDNIGHT.minusSeconds(1)))
                .isEmpty();
        assertThat(Passing.of("b", spec, segment("5", "10", "day", next), MIDNIGHT.plusSeconds(9)))
                .isEmpty();
        assertThat(Passing.of("b", spec, segment("5", "10", "day", next), MIDNIGHT.plusSeconds(11)))
                .isPresent();
        // Counted by another zone: the gateway has not heard of the change yet.
        assertThat(Passing.of("b", budget("UTC", "[50]"), segment("5", "10", "day", MIDNIGHT), NOW))
                .isEmpty();
    }

    @Test
    void shouldPassByWhatIsUsedToTheLastNanoDollar() {
        BudgetSpec spec = budget("Europe/Berlin", "[90, 100, 50]");
        assertThat(Passing.of("b", spec, segment("4.999999999", "10.000000000", "day", MIDNIGHT), NOW))
                .isEmpty();
        LimitStanding.Segment nearly = segment("9.999999999", "10.000000000", "day", MIDNIGHT);
        assertThat(Passing.of("b", spec, nearly, NOW).orElseThrow().thresholds())
                .containsExactly(90, 50);
        assertThat(Passing.percent(nearly)).hasToString("99.9");
        assertThat(Passing.of("b", spec, segment("12", "10", "day", MIDNIGHT), NOW)
                        .orElseThrow()
                        .thresholds())
                .containsExactly(100, 90, 50);
        assertThat(Passing.of("b", spec, segment("0", "0", "day", MIDNIGHT), NOW))
                .isEmpty();
    }

    @Test
    void shouldKnowALifetime() {
        Passing passing = Passing.of("b", budget("UTC", "[50]"), segment("5", "10", "lifetime", null), NOW)
                .orElseThrow();
        assertThat(passing.start()).isEqualTo(Instant.EPOCH);
        assertThat(passing.end()).isNull();
    }

    @Test
    void shouldTellOfWhatPeopleChoseInOneLine() {
        LimitStanding.Segment segment = new LimitStanding.Segment(
                Map.of("user", "a\r\nBcc: b@example.com\u2028<!channel>&" + "x".repeat(500)),
                null,
                "tokens",
                "day",
                new LimitAmount(1_000_000L),
                new LimitAmount(900_000L),
                new LimitAmount(0L),
                MIDNIGHT);
        BudgetSpec spec = budget("Europe/Berlin", "[50]");
        Notice notice = Notice.passed(Passing.of("b", spec, segment, NOW).orElseThrow(), spec, NOW);
        assertThat(notice.title())
                .doesNotContain("\r")
                .doesNotContain("\n")
                .doesNotContain("\u2028")
                .hasSizeLessThan(200);
        assertThat(notice.message())
                .contains("900,000 tokens, 90 % of 1,000,000 tokens per day")
                .contains("2026-03-30 00:00 Europe/Berlin");
        assertThat(HttpChannels.slackBody(notice))
                .contains("&lt;!channel&gt;&amp;xxx")
                .doesNotContain("<!channel>")
                .contains("\"type\":\"mrkdwn\"");
        assertThat(Notice.read(notice.body())).isEqualTo(notice);
    }
}
