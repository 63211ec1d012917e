package dev.sluice.gateway.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes as the test says. */
final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
