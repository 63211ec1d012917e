package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when it is told to, and a wall clock that steps when it is told to. */
final class ManualClock implements Source {
    private final AtomicLong nanos = new AtomicLong(77);
    private final AtomicLong wall;

    ManualClock(String start) {
        wall = new AtomicLong(Instant.parse(start).toEpochMilli());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        wall.addAndGet(time.toMillis());
    }

    void passMillis(long millis) {
        pass(Duration.ofMillis(millis));
    }

    void step(Duration by) {
        wall.addAndGet(by.toMillis());
    }

    @Override
    public long wallMillis() {
        return wall.get();
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }
}
