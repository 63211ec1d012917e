package dev.sluice.bench.scenario;

import java.io.PrintStream;
import java.time.Duration;

/** Tells people how far it is, a line per step. For any thread. */
public final class Progress {
    private final PrintStream out;
    private final long startNanos = System.nanoTime();
    private Duration left = Duration.ZERO;

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** How long all that is still to come will take. */
    public synchronized void left(Duration estimate) {
        left = estimate;
    }

    public synchronized void say(String step) {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        String rest = left.isZero() ? "" : "  (about " + Math.max(1, left.toSeconds() / 60) + " min left)";
        out.printf("%3d:%02d  %s%s%n", seconds / 60, seconds % 60, step, rest);
    }
}
