package dev.sluice.admin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.bus.TargetStates;
import dev.sluice.contract.bus.TargetStates.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetStandingsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static Target target(String credential, String state, String reason, long outMillis) {
        return new Target("m", "a", credential, state, reason, outMillis, 0, 0, 0, 0, Map.of());
    }

    private static Target seen(int requests, long millis, Map<String, String> quota) {
        return new Target("m", "a", "k", "closed", "", 0, 1, requests, 0, millis * 1_000_000, quota);
    }

    private static TargetStanding merged(Target... told) {
        List<TargetStates> answers = IntStream.range(0, told.length)
                .mapToObj(i -> new TargetStates("g" + i, List.of(told[i]), false))
                .toList();
        List<TargetStanding> targets =
                TargetStandings.merge(answers, answers.size(), NOW).targets();
        assertThat(targets).hasSize(1);
        return targets.getFirst();
    }

    @Test
    void shouldShowTheWorstAndTheLatest() {
        TargetStanding standing = merged(
                target("k", "open", "timeout_connect", 9_000),
                target("k", "resting", "rate_limited", 1_000),
                target("k", "closed", "", 0),
                target("k", "resting", "quota_exhausted", 3_000),
                target("k", "half-open", "server_error", 0));

        assertThat(standing.state()).isEqualTo("resting");
        assertThat(standing.reason()).isEqualTo("quota_exhausted");
        assertThat(standing.gateways()).isEqualTo(2);
        assertThat(standing.restsUntil()).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void shouldWeighTheFirstContentByRequests() {
        assertThat(merged(seen(3, 100, Map.of()), seen(1, 500, Map.of()), seen(9, 0, Map.of()))
                        .firstContentMs())
                .isEqualTo(200);
        assertThat(merged(seen(0, 100, Map.of()), seen(0, 500, Map.of())).firstContentMs())
                .isEqualTo(300);
        assertThat(merged(seen(5, 0, Map.of())).firstContentMs()).isNull();
    }

    @Test
    void shouldShowTheQuotaOfTheBusiest() {
        assertThat(merged(seen(1, 1, Map.of("x", "few")), seen(4, 1, Map.of("x", "many")), seen(9, 1, Map.of()))
                        .quota())
                .isEqualTo(Map.of("x", "many"));
    }

    @Test
    void shouldKeepToWhatItWasToldOfAStateThatItDoesNotKnow() {
        assertThat(merged(target("k", "melted", "", 0)).state()).isEqualTo("melted");
        assertThat(merged(target("k", "melted", "", 0), target("k", "closed", "", 0))
                        .state())
                .isEqualTo("closed");
    }

    @Test
    void shouldSortAndTellWhatIsMissing() {
        TargetStates some =
                new TargetStates("g1", List.of(target("b", "closed", "", 0), target("", "closed", "", 0)), true);
        TargetStates other = new TargetStates("g2", List.of(target("a", "closed", "", 0)), false);

        TargetStandings standings = TargetStandings.merge(List.of(some, other), 3, NOW);

        assertThat(standings.targets()).extracting(TargetStanding::credential).containsExactly(null, "a", "b");
        assertThat(standings.truncated()).isTrue();
        assertThat(standings.instances()).isEqualTo(2);
        assertThat(standings.of()).isEqualTo(3);
    }
}
