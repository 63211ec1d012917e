package dev.sluice.bench.report;

import java.util.function.Function;

/**
 * One promise about performance.
 *
 * @param row in the table of targets
 * @param limit what must hold
 * @param aim what would be splendid; may be empty
 * @param judge from the results to the verdict
 */
public record Gate(String row, String title, String limit, String aim, Function<Results, Verdict> judge) {
    public Verdict judge(Results results) {
        return judge.apply(results);
    }
}
