package dev.sluice.conformance;

import dev.sluice.conformance.Failure.When;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of outcomes, as the page of the documentation shows it. */
final class FailoverPage {
    record Cell(Failure failure, When when, Row row, MatrixClient client) {}

    /**
     * What came of one request.
     *
     * @param hidden whether the client got an answer
     * @param attempts their classes, in order
     * @param paid for which of them
     */
    record Seen(boolean hidden, String errorClass, String attempts, String paid) {
        static final Seen FAILED = new Seen(false, "✗", "✗", "✗");
    }

    private FailoverPage() {}

    static String of(Map<Cell, Seen> seen, List<Row> rows) {
        return INTRODUCTION + byFailure(seen) + byProvider(seen, rows);
    }

    private static final String INTRODUCTION = """
            # Failover: what clients see when providers fail

            Written by `make test` from what its tests found; not by hand. A provider fails on demand, in its own words
            (`conformance/matrix/failures.json`); behind it, in a virtual model without settings of its own, stands a healthy one. Clients
            of chat completions, Messages and Responses ask, for a whole reply and for a stream.

            * **answer**: the client got the healthy provider's answer, in its own dialect, and saw nothing of the failure.
            * **error**: the client got an error of its own dialect, with the status that goes with it.
            * **error event**: the client had content already. It got one error event of its own dialect and a clean end; what had come until
              then is metered.
            """;

    private static String byFailure(Map<Cell, Seen> seen) {
        StringBuilder page = new StringBuilder("\n## By failure\n\n| the provider | class |");
        for (When when : When.values()) {
            page.append(' ').append(when.label).append(" |");
        }
        page.append(" attempts | paid |\n|---|---|---|---|---|---|---|\n");
        for (Failure failure : Failure.values()) {
            page.append("| ").append(failure.label).append(" | ");
            page.append(distinct(of(seen, failure), Seen::errorClass)).append(" |");
            for (When when : When.values()) {
                page.append(' ').append(outcome(seen, failure, when)).append('|');
            }
            page.append(' ').append(distinct(of(seen, failure), Seen::attempts)).append(" |");
            page.append(' ').append(distinct(of(seen, failure), Seen::paid)).append(" |\n");
        }
        return page.toString();
    }

    private static Stream<Map.Entry<Cell, Seen>> of(Map<Cell, Seen> seen, Failure failure) {
        return seen.entrySet().stream().filter(one -> one.getKey().failure() == failure);
    }

    private static String outcome(Map<Cell, Seen> seen, Failure failure, When when) {
        Map<String, Long> counts = of(seen, failure)
                .filter(one -> one.getKey().when() == when)
                .collect(Collectors.groupingBy(one -> word(one.getValue(), when), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                        .map(one -> one.getKey() + " (" + one.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + (counts.isEmpty() ? "" : " ");
    }

    private static String word(Seen seen, When when) {
        if (seen.equals(Seen.FAILED)) {
            return "✗";
        }
        return seen.hidden() ? "answer" : when == When.AFTER ? "error event" : "error";
    }

    private static String distinct(Stream<Map.Entry<Cell, Seen>> seen, Function<Seen, String> part) {
        return seen.map(one -> part.apply(one.getValue())).distinct().sorted().collect(Collectors.joining("; "));
    }

    private static String byProvider(Map<Cell, Seen> seen, List<Row> rows) {
        StringBuilder page = new StringBuilder("""

                ## By provider

                Requests of all clients, whole and streamed: as many as were answered all the same, of as many as failed before content. A blank
                is a failure that the provider has no word for.

                | the provider |""");
        rows.forEach(row -> page.append(' ').append(row.label()).append(" |"));
        page.append("\n|---|").append("---|".repeat(rows.size())).append('\n');
        Arrays.stream(Failure.values())
                .filter(failure -> failure.happens(When.BEFORE))
                .forEach(failure -> {
                    page.append("| ").append(failure.label).append(" |");
                    rows.forEach(row ->
                            page.append(' ').append(hidden(seen, failure, row)).append('|'));
                    page.append('\n');
                });
        return page.toString();
    }

    private static String hidden(Map<Cell, Seen> seen, Failure failure, Row row) {
        List<Seen> ones = of(seen, failure)
                .filter(one -> one.getKey().row().equals(row) && one.getKey().when() != When.AFTER)
                .map(Map.Entry::getValue)
                .toList();
        long hidden = ones.stream().filter(Seen::hidden).count();
        return ones.isEmpty() ? "" : hidden + "/" + ones.size() + " ";
    }
}
