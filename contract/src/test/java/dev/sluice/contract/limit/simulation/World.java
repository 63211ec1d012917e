package dev.sluice.contract.limit.simulation;

import dev.sluice.contract.limit.SteadyClock.Source;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Time and what is to happen in it. One thread. */
final class World implements Source {
    static final long START = Instant.parse("2026-03-10T12:00:00Z").toEpochMilli();

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long number;

    private record Event(long at, long number, Runnable action) {}

    World(long seed) {
        random = new Random(seed);
    }

    long now() {
        return now;
    }

    void after(long millis, Runnable action) {
        events.add(new Event(now + millis, number++, action));
    }

    void every(long firstMillis, long millis, Runnable action) {
        after(firstMillis, () -> {
            action.run();
            every(millis, millis, action);
        });
    }

    void runUntil(long millis) {
        while (!events.isEmpty() && events.peek().at() <= millis) {
            Event next = events.poll();
            now = Math.max(now, next.at());
            next.action().run();
        }
        now = millis;
    }

    /** The clocks of a machine whose wall clock is wrong. */
    Source ahead(long millis) {
        return new Source() {
            @Override
            public long wallMillis() {
                return World.this.wallMillis() + millis;
            }

            @Override
            public long nanoTime() {
                return World.this.nanoTime();
            }
        };
    }

    @Override
    public long wallMillis() {
        return START + now;
    }

    @Override
    public long nanoTime() {
        return now * 1_000_000 + 12_345;
    }
}
