package dev.sluice.conformance;

import java.util.List;

/**
 * What became of one fixture.
 *
 * @param problems none: it passed
 */
record Outcome(String name, List<String> problems) {
    Outcome {
        problems = List.copyOf(problems);
    }

    boolean passed() {
        return problems.isEmpty();
    }

    String line() {
        return passed() ? "passed  " + name : "FAILED  " + name + ": " + String.join("; ", problems);
    }
}
