package dev.sluice.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.mock.RunningMock;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.targets.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private static final Options OPTIONS = new Options(Path.of("."), true, Set.of(), false, List.of());

    @Test
    void shouldChargeTheTargetsProcessForItsRequests() {
        try (RunningMock mock = new RunningMock()) {
            Instance self = new Instance(
                    "self", 0, mock.port(), List.of(ProcessHandle.current().pid()), Map.of());

            var measured = Measuring.run(
                    Traffic.rate(Behaviour.stream(5), 200, 8).withStamps().plan(self, OPTIONS), self, -1, 200, 7);

            assertThat(measured.figures().get(Figure.CPU)).isPositive();
            assertThat(measured.figures().get(Figure.RPS)).isBetween(100.0, 230.0);
            assertThat(measured.figures()).containsKeys(Figure.FIRST_BYTE_P50, Figure.EVENT_P99, Figure.CPU_PER_EVENT);
            assertThat(measured.figures().get(Figure.RESIDENT)).isGreaterThan(30);
        }
    }

    @Test
    void shouldVoidARoundWithUnexpectedAnswers() {
        try (RunningMock mock = new RunningMock()) {
            Instance mockItself = new Instance("direct", 0, mock.port(), List.of(), Map.of());
            Traffic errors = Traffic.rate(new Behaviour(0, 0, 0, false, 500, -1), 100, 8);

            var measured = Measuring.run(errors.plan(mockItself, OPTIONS), mockItself, -1, 200, 0);

            assertThat(measured.voided()).contains("unexpected answers {500=");
        }
    }

    @Test
    void shouldBeWarmWhenTheCostNoLongerChanges() {
        assertThat(WarmUp.isStable(100, 98)).isTrue();
        assertThat(WarmUp.isStable(100, 90)).isFalse();
        assertThat(WarmUp.isStable(Double.MAX_VALUE, 90)).isFalse();
    }

    @Test
    void shouldReadWhatTheCallerAsksFor() {
        Options options = Options.read(Path.of("."), Map.of("QUICK", "1", "SCENARIO", "json-max, hold"));

        assertThat(options.quick()).isTrue();
        assertThat(options.rounds()).isEqualTo(2);
        assertThat(Scenarios.chosen(options)).extracting(Scenario::name).containsExactly("json-max", "hold");
        assertThat(Options.read(Path.of("."), Map.of("QUICK", "0")).quick()).isFalse();
    }

    @Test
    void shouldCompareTheVariantsThatTheCallerAsksForAndNothingElse() {
        Options options =
                Options.read(Path.of("."), Map.of("VARIANTS", "-XX:+UseParallelGC; SLUICE_NATS_URL= -Xmx1g;"));

        assertThat(options.variants()).containsExactly("-XX:+UseParallelGC", "SLUICE_NATS_URL= -Xmx1g");
        assertThat(Scenarios.chosen(options))
                .singleElement()
                .isInstanceOfSatisfying(
                        Compared.class,
                        variants ->
                                assertThat(variants.targets()).endsWith("full", "full, variant 1", "full, variant 2"));
        assertThat(KnownTargets.environment("-Xmn8m SLUICE_NATS_URL= -XX:X=1"))
                .containsOnly(Map.entry("JDK_JAVA_OPTIONS", "-Xmn8m -XX:X=1"), Map.entry("SLUICE_NATS_URL", ""));
    }

    @Test
    void shouldRunAllWithinTheTimeThatIsPromised() {
        Options full = Options.read(Path.of("."), Map.of());
        Options quick = Options.read(Path.of("."), Map.of("QUICK", "1"));

        assertThat(sum(full)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(30));
        assertThat(sum(quick)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(4));
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    private static Duration sum(Options options) {
        return Scenarios.chosen(options).stream()
                .map(scenario -> scenario.estimate(options))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
