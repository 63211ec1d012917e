package dev.sluice.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The report for people. */
final class Markdown {
    private final StringBuilder out = new StringBuilder();
    private final Report report;

    private Markdown(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        Markdown markdown = new Markdown(report);
        markdown.head();
        markdown.gates();
        report.results().scenarios().forEach(markdown::scenario);
        markdown.notes();
        markdown.voids();
        return markdown.out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void head() {
        Machine machine = report.machine();
        line("# Benchmark");
        line("");
        line(machine.cpu() + ", " + machine.cores() + " cores, " + machine.kernel() + ", JDK "
                + machine.java().strip() + ", commit " + machine.commit());
        line("");
        report.targets().forEach((name, description) -> line("* **" + name + "**: " + description));
        report.missing().forEach((name, reason) -> line("* **" + name + "** is left out: " + reason));
        report.remarks().forEach(remark -> line("* " + remark));
        line("");
    }

    private void gates() {
        line("## Gates");
        line("");
        row(List.of("row", "what", "gate", "seen", "verdict", "aim", "reached"));
        row(List.of("---", "---", "---", "--:", "---", "---", "---"));
        for (Report.Judged judged : report.gates()) {
            Gate gate = judged.gate();
            Verdict verdict = judged.verdict();
            String outcome = verdict.outcome().text();
            row(List.of(
                    gate.row(),
                    gate.title(),
                    gate.limit(),
                    verdict.seen(),
                    verdict.outcome() == Verdict.Outcome.FAILED ? "**" + outcome + "**" : outcome,
                    gate.aim(),
                    verdict.moonshot().text()));
        }
        line("");
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void scenario(String scenario) {
        Results results = report.results();
        List<Figure> figures = Arrays.stream(Figure.values())
                .filter(f ->
                        results.targets(scenario).stream().anyMatch(t -> results.values(scenario, t, f).length > 0))
                .toList();
        line("## " + scenario);
        line("");
        if (results.isDisturbed(scenario)) {
            line(
                    "No quiet round of some target: all rounds count. What was measured in turn was disturbed alike, so ratios hold;"
                            + " figures by themselves are too high.");
            line("");
        }
        List<String> titles = new ArrayList<>(List.of("target"));
        figures.forEach(figure -> titles.add(figure.label()));
        row(titles);
        row(titles.stream().map(title -> "--:").toList());
        for (String target : results.targets(scenario)) {
            List<String> cells = new ArrayList<>(List.of(target));
            figures.forEach(figure -> cells.add(cell(figure, results.values(scenario, target, figure))));
            row(cells);
        }
        line("");
    }

    /** Median and, in brackets, the range. */
    private static String cell(Figure figure, double[] sorted) {
        if (sorted.length == 0) {
            return "";
        }
        String median = figure.format(Results.median(sorted).orElse(Double.NaN));
        return sorted.length == 1
                ? median
                : median + " (" + figure.format(sorted[0]) + "–" + figure.format(sorted[sorted.length - 1]) + ")";
    }

    private void notes() {
        if (!report.results().notes().isEmpty()) {
            line("## Seen besides");
            line("");
            report.results().notes().forEach(note -> line("* " + note));
            line("");
        }
    }

    private void voids() {
        List<Round> voids = report.results().rounds().stream()
                .filter(r -> r.voided() != null || r.disturbed() != null)
                .toList();
        line("## Void and disturbed rounds");
        line("");
        line(
                voids.isEmpty()
                        ? "None."
                        : voids.size() + " of " + report.results().rounds().size() + ":");
        line("");
        voids.forEach(r -> line("* " + r.scenario() + ", " + r.target() + " " + r.instance() + ", round "
                + (r.number() + 1) + ", attempt " + r.attempt() + ": "
                + (r.voided() == null ? r.disturbed() : "void, " + r.voided())));
    }
}
