package dev.sluice.contract.limit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What each accuracy lets through, whatever goes wrong: the table of {@code docs/limits.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationTest {
    private static final Path PAGE = Path.of("..", "docs", "limits.md");
    private static final String BEGIN = "<!-- simulation: written by SimulationTest -->\n";
    private static final String END = "<!-- end of simulation -->";
    private static final int SEEDS = 2;

    private final Map<String, Map<Scenario, Outcome>> table = new LinkedHashMap<>();

    private Map<Scenario, Outcome> run(String label, String mode, boolean talks) {
        Map<Scenario, Outcome> row = new EnumMap<>(Scenario.class);
        for (Scenario scenario : Scenario.values()) {
            double over = -100;
            double served = 1_000;
            for (int seed = 1; seed <= SEEDS; seed++) {
                Outcome outcome = Outcome.of(scenario, mode, talks, seed);
                over = Math.max(over, outcome.over());
                served = Math.min(served, outcome.served());
            }
            row.put(scenario, new Outcome(over, served));
        }
        table.put(label, row);
        return row;
    }

    @Test
    void staysWithinTheBounds() {
        run("each by itself", "", false);
        Map<Scenario, Outcome> open = run("soft, `open`", "onPartition: open, ", true);
        Map<Scenario, Outcome> share = run("soft, `share`", "", true);
        Map<Scenario, Outcome> closed = run("soft, `closed`", "onPartition: closed, ", true);
        Map<Scenario, Outcome> strict = run("strict, `share`", "accuracy: strict, ", true);
        Map<Scenario, Outcome> fenced = run("strict, `closed`", "accuracy: strict, onPartition: closed, ", true);

        assertThat(table.get("each by itself").get(Scenario.EVEN).over()).isGreaterThan(250);
        assertThat(open.get(Scenario.BUS_DOWN).over()).isGreaterThan(100);
        for (Scenario scenario : new Scenario[] {Scenario.EVEN, Scenario.SIXTEEN, Scenario.SKEWED, Scenario.ONE_DEAD}) {
            assertThat(share.get(scenario).over()).as("%s", scenario).isLessThanOrEqualTo(5);
        }
        assertThat(share.get(Scenario.BUS_DOWN).over()).isLessThanOrEqualTo(5);
        assertThat(closed.get(Scenario.BUS_DOWN).over()).isLessThanOrEqualTo(5);
        fenced.forEach((scenario, outcome) ->
                assertThat(outcome.over()).as("%s", scenario).isLessThanOrEqualTo(0));
        strict.forEach((scenario, outcome) -> {
            if (scenario != Scenario.ONE_CUT_OFF) {
                assertThat(outcome.over()).as("%s", scenario).isLessThanOrEqualTo(0);
            }
        });
        assertThat(strict.get(Scenario.EVEN).served()).isGreaterThan(90);
        assertThat(strict.get(Scenario.BUS_DOWN).served()).isGreaterThan(90);
    }

    @AfterAll
    void write() throws IOException {
        String before = Files.readString(PAGE);
        int from = before.indexOf(BEGIN) + BEGIN.length();
        String after = before.substring(0, from) + markdown() + before.substring(before.indexOf(END));
        Files.writeString(PAGE, after);
        assertThat(before.equals(after))
                .as("docs/limits.md was stale and is written anew: commit it")
                .isTrue();
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("\n|");
        for (Scenario scenario : Scenario.values()) {
            text.append(" | ").append(scenario.label);
        }
        text.append(" |\n|---").append("|---:".repeat(Scenario.values().length)).append("|\n");
        table.forEach((label, row) -> {
            text.append("| ").append(label);
            row.values()
                    .forEach(outcome -> text.append(" | ")
                            .append(String.format(
                                    Locale.ROOT, "%+.1f %% (%.0f %%)", outcome.over(), outcome.served())));
            text.append(" |\n");
        });
        return text.append('\n').toString();
    }
}
