package dev.sluice.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Requests at a steady rate in real time, and when those were that came through. */
final class Pace {
    private final List<Long> admittedMillis = new ArrayList<>();

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 20 s: " + what).isLessThan(end);
            sleep(10);
        }
    }

    /** @param during told the milliseconds since the start, before each request */
    static Pace offer(List<Node> nodes, int perSecond, int seconds, LongConsumer during) {
        Pace pace = new Pace();
        Random random = new Random(1);
        long start = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            long due = i * 1_000L / perSecond;
            sleep(Math.max(0, due - (System.nanoTime() - start) / 1_000_000));
            during.accept(due);
            long asked = System.nanoTime();
            if (nodes.get(random.nextInt(nodes.size())).spend("ada")) {
                pace.admittedMillis.add((asked - start) / 1_000_000);
            }
        }
        return pace;
    }

    int admitted() {
        return admittedMillis.size();
    }

    /** The most in any stretch of time of that length. */
    int most(long millis) {
        int most = 0;
        for (int from = 0, to = 0; to < admittedMillis.size(); to++) {
            while (admittedMillis.get(to) - admittedMillis.get(from) >= millis) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
