package dev.sluice.bench.scenario;

import java.time.Duration;

/** One question that is put to the targets. */
public interface Scenario {
    String name();

    /** About how long it takes, warm-up included. */
    Duration estimate(Options options);

    void run(Bench bench) throws InterruptedException;
}
