package dev.sluice.bench.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured stretch of load on one instance of one target.
 *
 * @param number of the round, in which every target of the scenario is measured once
 * @param attempt from 1; a void round is repeated
 * @param voided why the round does not count; null: it does
 * @param disturbed what others did to the machine meanwhile; null: nothing that was noticed
 */
public record Round(
        String scenario,
        String target,
        int instance,
        int number,
        int attempt,
        Map<Figure, Double> figures,
        @Nullable String voided,
        @Nullable String disturbed) {

    public Round {
        figures = Map.copyOf(figures);
    }
}
