package dev.sluice.e2e.faults;

import java.time.Duration;

/** Waits for time to pass. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
