package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.report.Verdict.Moonshot;
import dev.sluice.bench.report.Verdict.Outcome;
import dev.sluice.bench.targets.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatesTest {
    private final Results results = new Results();

    private void add(String scenario, String target, Figure figure, double value) {
        results.add(new Round(scenario, target, 0, 0, 1, Map.of(figure, value), null, null));
    }

    private Verdict verdict(String row) {
        return Gates.all().stream()
                .filter(gate -> gate.row().equals(row))
                .findFirst()
                .orElseThrow()
                .judge(results);
    }

    @Test
    void shouldHaveARowForEveryTarget() {
        List<String> rows = Gates.all().stream().map(Gate::row).toList();

        assertThat(rows).doesNotHaveDuplicates();
        for (int row = 1; row <= 18; row++) {
            assertThat(rows).contains(Integer.toString(row));
        }
    }

    @Test
    void shouldCompareRequestsPerCore() {
        add(Names.JSON_MAX, Target.NGINX, Figure.CPU, 14);
        add(Names.JSON_MAX, Target.FULL, Figure.CPU, 28);

        assertThat(verdict("1")).isEqualTo(new Verdict(Outcome.PASSED, Moonshot.NO, "0.50x"));
        assertThat(verdict("3")).isEqualTo(new Verdict(Outcome.PASSED, Moonshot.YES, "35,714"));
        assertThat(verdict("2").outcome()).isEqualTo(Outcome.NOT_JUDGED);
    }

    @Test
    void shouldDistrustALoadThatIsNotFastEnough() {
        add(Names.JSON_MAX, Target.NGINX, Figure.CPU, 14);
        add(Names.JSON_MAX, Target.FULL, Figure.CPU, 30);
        add(Names.CAPACITY, Names.MOCK_APART, Figure.GENERATOR, 5);

        assertThat(verdict("0")).isEqualTo(new Verdict(Outcome.FAILED, Moonshot.NONE, "2.80x"));
    }

    @Test
    void shouldFailWhatIsBelowItsLimit() {
        add(Names.JSON_MAX, Target.NGINX, Figure.CPU, 14);
        add(Names.JSON_MAX, Target.FULL, Figure.CPU, 36);

        assertThat(verdict("1").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report().passed()).isFalse();
    }

    @Test
    void shouldCompareWhatIsAddedToTheDirectPath() {
        add(Names.JSON_1000, Target.DIRECT, Figure.P50, 50);
        add(Names.JSON_1000, Target.NGINX, Figure.P50, 130);
        add(Names.JSON_1000, Target.FULL, Figure.P50, 140);

        assertThat(verdict("4")).isEqualTo(new Verdict(Outcome.PASSED, Moonshot.YES, "1.13x"));
    }

    @Test
    void shouldTellThePriceOfPolicies() {
        add(Names.JSON_MAX, Target.PASS_THROUGH, Figure.CPU, 20);
        add(Names.JSON_MAX, Target.FULL, Figure.CPU, 23);
        add(Names.RULES, Names.RULES_1, Figure.CPU, 23);
        add(Names.RULES, Names.RULES_100, Figure.CPU, 23.1);

        assertThat(verdict("10")).isEqualTo(new Verdict(Outcome.FAILED, Moonshot.NO, "15.0 %"));
        assertThat(verdict("10a").outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void shouldHoldHungCallsAgainstTheSpreadOfRoundsWithoutThem() {
        add(Names.HUNG, Names.ALONE, Figure.P50, 100);
        add(Names.HUNG, Names.BESIDE_HUNG, Figure.P50, 104);
        add(Names.HUNG, Names.ALONE, Figure.P99, 300);
        add(Names.HUNG, Names.ALONE, Figure.P99, 500);
        add(Names.HUNG, Names.BESIDE_HUNG, Figure.P99, 501);

        assertThat(verdict("18b")).isEqualTo(new Verdict(Outcome.PASSED, Moonshot.NONE, "4.00 %"));
        assertThat(verdict("18c").outcome()).isEqualTo(Outcome.FAILED);
        add(Names.HUNG, Names.ALONE, Figure.P99, 501);
        assertThat(verdict("18c").outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void shouldNotCountStreamsThatHadErrors() {
        add(Names.HOLD, Target.FULL, Figure.HELD, 9_000);
        assertThat(verdict("12").outcome()).isEqualTo(Outcome.NOT_JUDGED);
        add(Names.HOLD, Target.FULL, Figure.OFFERED, 9_000);
        assertThat(verdict("12").outcome()).isEqualTo(Outcome.PASSED);

        add(Names.HOLD, Target.FULL, Figure.ERRORS, 1);
        assertThat(verdict("12").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void shouldPassWhenNothingFailed() {
        assertThat(report().passed()).isTrue();
    }

    @Test
    void shouldWriteGatesFiguresAndVoidRounds() {
        add(Names.JSON_MAX, Target.NGINX, Figure.CPU, 14);
        add(Names.JSON_MAX, Target.FULL, Figure.CPU, 28);
        results.add(new Round(Names.JSON_MAX, Target.FULL, 1, 1, 2, Map.of(Figure.CPU, 99.0), null, "steal 9.0 %"));

        String markdown = Markdown.of(report());
        String json = ReportJson.of(report());

        assertThat(markdown)
                .contains("| 1 | requests per core against nginx, JSON of 1 kB | ≥ 0.40 | 0.50x | passed |")
                .contains("| full | 28.0 |")
                .contains("json-max, full 1, round 2, attempt 2: steal 9.0 %")
                .contains("portkey** is left out: no node");
        assertThat(json).contains("\"seen\" : \"0.50x\"").contains("\"disturbed\" : \"steal 9.0 %\"");
    }

    private Report report() {
        Machine machine = new Machine("a CPU", 2, "Linux", "25", "abc");
        return Report.of(machine, Map.of(), Map.of("portkey", "no node"), List.of(), results);
    }
}
