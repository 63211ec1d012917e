package dev.sluice.local;

import java.io.PrintStream;

/** Lines for the person who typed {@code make run}. Any thread may call any method. */
final class Terminal {
    private final PrintStream out;
    private final long begin = System.nanoTime();

    Terminal(PrintStream out) {
        this.out = out;
    }

    /** Something is there now. */
    void step(String name, String detail) {
        line("  %-14s %s".formatted(name, detail));
    }

    /** Something happened, or takes a while. */
    void note(String text) {
        line("  " + text);
    }

    void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
