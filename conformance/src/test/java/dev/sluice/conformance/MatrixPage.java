package dev.sluice.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The matrix, as the page of the documentation shows it. */
final class MatrixPage {
    /** How a feature fared: of no state where nothing ran. */
    enum State {
        PASSED("✓"),
        FAILED("✗"),
        REFUSED("–");

        final String mark;

        State(String mark) {
            this.mark = mark;
        }
    }

    record Cell(MatrixClient client, String row, Feature feature) {}

    private MatrixPage() {}

    static String of(Map<Cell, State> states) {
        StringBuilder page = new StringBuilder("""
                # Conformance

                Written by `make test` from what its tests found; not by hand. A provider is played by a server that answers in the
                provider's own words (`conformance/matrix/`), the client by one of each dialect, and a gateway runs between them.

                ✓ the test ran and passed · ✗ it ran and failed · – refused on purpose, with the field's name · empty: no test, as the client or the
                provider has no word for it
                """);
        for (MatrixClient client : MatrixClient.values()) {
            List<Feature> features = Arrays.stream(Feature.values())
                    .filter(client.features::contains)
                    .toList();
            page.append("\n## ").append(client.label).append("\n\n| provider |");
            features.forEach(feature -> page.append(' ').append(feature.label).append(" |"));
            page.append("\n|---|").append("---|".repeat(features.size())).append('\n');
            for (Row row : Row.all()) {
                page.append("| ").append(row.label()).append(" |");
                for (Feature feature : features) {
                    State state = states.get(new Cell(client, row.label(), feature));
                    page.append(' ')
                            .append(state == null ? "" : state.mark + " ")
                            .append('|');
                }
                page.append('\n');
            }
        }
        return page.toString();
    }
}
