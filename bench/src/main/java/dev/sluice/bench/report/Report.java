package dev.sluice.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that a run has to say.
 *
 * @param targets name to description
 * @param missing name to reason
 * @param remarks on how much to believe
 */
public record Report(
        Machine machine,
        Map<String, String> targets,
        Map<String, String> missing,
        List<String> remarks,
        Results results,
        List<Judged> gates) {

    /** A gate and what became of it. */
    public record Judged(Gate gate, Verdict verdict) {}

    public static Report of(
            Machine machine,
            Map<String, String> targets,
            Map<String, String> missing,
            List<String> remarks,
            Results results) {
        List<Judged> judged = Gates.all().stream()
                .map(gate -> new Judged(gate, gate.judge(results)))
                .toList();
        return new Report(machine, targets, missing, remarks, results, judged);
    }

    /** Whether no gate failed. */
    public boolean passed() {
        return gates.stream().noneMatch(j -> j.verdict().outcome() == Verdict.Outcome.FAILED);
    }

    /** Writes {@code report.md} and {@code report.json}. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), Markdown.of(this));
        Files.writeString(directory.resolve("report.json"), ReportJson.of(this));
    }
}
