package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    private void add(String target, int round, double p50, double p99, @Nullable String disturbed) {
        results.add(new Round(
                "s", target, 0, round, 1, Map.of(Figure.P50, p50, Figure.P99, p99, Figure.CPU, p50), null, disturbed));
    }

    @Test
    void shouldTakeTheMedianOfRoundsThatAreNotVoid() {
        add("full", 0, 10, 20, null);
        add("full", 1, 99, 20, "steal 9.0 %");
        add("full", 1, 12, 20, null);
        add("full", 2, 30, 20, null);

        assertThat(results.median("s", "full", Figure.CPU)).hasValue(12);
        assertThat(results.best("s", "full", Figure.CPU)).hasValue(10);
        assertThat(results.median("s", "other", Figure.CPU)).isEmpty();
    }

    @Test
    void shouldTakeAllRoundsOfAllTargetsWhereOneHadNoQuietOne() {
        add("nginx", 0, 10, 20, null);
        add("nginx", 1, 20, 20, "steal 9.0 %");
        add("full", 0, 30, 20, "neighbours use the cache");
        add("full", 1, 50, 20, "steal 9.0 %");
        results.add(new Round("s", "full", 0, 2, 1, Map.of(Figure.CPU, 9.0), "nothing was answered", null));

        assertThat(results.isDisturbed("s")).isTrue();
        assertThat(results.median("s", "nginx", Figure.CPU)).hasValue(15);
        assertThat(results.median("s", "full", Figure.CPU)).hasValue(40);
    }

    @Test
    void shouldTakeTheMiddleOfTwo() {
        assertThat(Results.median(new double[] {1, 2, 4, 9})).hasValue(3);
        assertThat(Results.median(new double[] {})).isEmpty();
    }

    @Test
    void shouldJudgeLatencyOnlyWhereTheDirectPathWasCalm() {
        add("direct", 0, 50, 100, null);
        add("full", 0, 150, 300, null);
        add("direct", 1, 60, 301, null);
        add("full", 1, 900, 900, null);
        add("direct", 2, 54, 300, null);
        add("full", 2, 160, 700, null);

        assertThat(results.calmRounds("s")).containsExactlyInAnyOrder(0, 2);
        assertThat(results.median("s", "full", Figure.P50)).hasValue(155);
        assertThat(results.added("s", "full", Figure.P50)).hasValue(155 - 52);
        assertThat(results.addedBest("s", "full", Figure.P99)).hasValue(200);
        // CPU time does not depend on how calm it was.
        assertThat(results.median("s", "full", Figure.CPU)).hasValue(160);
    }
}
