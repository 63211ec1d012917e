package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.contract.limit.SpentRequests.SpentAttempt;
import dev.sluice.contract.limit.SpentSums.Place;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.usage.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpentSumsTest {
    private static final long DAY = Instant.parse("2026-03-10T00:00:00Z").toEpochMilli();
    private static final long NOON = DAY + 43_200_000;
    private static final LimitFacts ADA = TestGateway.by("ada");

    private static SpentSums sums(String yaml, Map<String, Long> since) {
        LimitRules rules = TestGateway.rules(yaml);
        return new SpentSums(
                rules,
                since.entrySet().stream()
                        .collect(Collectors.toMap(e -> new ObjectId(Kind.BUDGET, e.getKey()), Map.Entry::getValue)));
    }

    private static SpentRequests spent(String instance, long time, SpentAttempt... attempts) {
        return new SpentRequests(instance, time, ADA, "m", List.of(attempts));
    }

    private static SpentAttempt attempt(String model, String account, long cost) {
        return new SpentAttempt(model, account, Tokens.of(10, 5), cost);
    }

    @Test
    void addsUpByInstanceSegmentAndPeriod() {
        SpentSums sums = sums(
                TestGateway.budget(
                        "b", "{per: [user], limits: [{usd: \"1\", period: day}, {tokens: 9, period: month}]}"),
                Map.of("b", 0L));
        sums.add(spent("one", NOON, attempt("m", "a", 7)));
        sums.add(spent("one", NOON + 1, attempt("m", "a", 1), attempt("other", "a", 2)));
        sums.add(spent("two", NOON, attempt("m", "a", 100)));
        sums.add(spent("two", DAY - 1, attempt("m", "a", 1_000)));

        SegmentId ada = new SegmentId("b/b", "", List.of("ada"));
        long march = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
        assertThat(sums.sums())
                .containsOnly(
                        entry(new Place(ada, "usd/day/UTC", DAY), Map.of("one", 10L, "two", 100L)),
                        entry(new Place(ada, "usd/day/UTC", DAY - 86_400_000), Map.of("two", 1_000L)),
                        entry(new Place(ada, "tokens/month/UTC", march), Map.of("one", 45L, "two", 30L)));
    }

    @Test
    void countsRulesOfTargetsByAttempt() {
        SpentSums sums = sums(
                TestGateway.budget("target", "{match: {models: {in: [other]}}, limits: [{usd: \"1\", period: day}]}")
                        + TestGateway.budget("account", "{per: [account], limits: [{usd: \"1\", period: day}]}"),
                Map.of("target", 0L, "account", 0L));
        sums.add(spent("one", NOON, attempt("m", "a", 1), attempt("other", "b", 2)));

        assertThat(sums.sums())
                .containsOnly(
                        entry(
                                new Place(new SegmentId("b/target", "", List.of()), "usd/day/UTC", DAY),
                                Map.of("one", 2L)),
                        entry(
                                new Place(new SegmentId("b/account", "", List.of("a")), "usd/day/UTC", DAY),
                                Map.of("one", 1L)),
                        entry(
                                new Place(new SegmentId("b/account", "", List.of("b")), "usd/day/UTC", DAY),
                                Map.of("one", 2L)));
    }

    @Test
    void leavesOutWhatWasBeforeTheBudgetAndWhatRecordsDoNotSay() {
        SpentSums sums = sums(
                TestGateway.budget("late", "{limits: [{usd: \"1\", period: day}]}")
                        + TestGateway.budget("address", "{per: [ip], limits: [{usd: \"1\", period: day}]}")
                        + TestGateway.budget("unknown", "{limits: [{usd: \"1\", period: day}]}")
                        + TestGateway.rate("rate", "{limits: [{unit: usd, amount: \"1\", window: 1h}]}"),
                Map.of("late", NOON, "address", 0L));
        sums.add(spent("one", NOON - 1, attempt("m", "a", 1)));
        sums.add(spent("one", NOON, attempt("m", "a", 2)));

        assertThat(sums.sums().values()).containsExactly(Map.of("one", 2L));
        assertThat(sums.sums().keySet().stream().map(Place::segment).collect(Collectors.toSet()))
                .isEqualTo(Set.of(new SegmentId("b/late", "", List.of())));
    }
}
