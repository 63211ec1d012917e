package dev.sluice.bench.report;

import java.util.Locale;

/**
 * What became of a gate.
 *
 * @param seen the figure, or why there is none
 */
public record Verdict(Outcome outcome, Moonshot moonshot, String seen) {
    /** Whether a gate held. */
    public enum Outcome {
        PASSED,
        FAILED,
        NOT_JUDGED;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether the aim beyond the gate was reached. */
    public enum Moonshot {
        YES,
        NO,
        NONE;

        String text() {
            return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict notJudged(String reason) {
        return new Verdict(Outcome.NOT_JUDGED, Moonshot.NONE, reason);
    }

    static Verdict of(boolean passed, boolean moonshot, String seen) {
        return new Verdict(
                passed ? Outcome.PASSED : Outcome.FAILED, passed && moonshot ? Moonshot.YES : Moonshot.NO, seen);
    }

    /** Of a gate without an aim beyond it. */
    static Verdict of(boolean passed, String seen) {
        return new Verdict(passed ? Outcome.PASSED : Outcome.FAILED, Moonshot.NONE, seen);
    }
}
