package dev.sluice.bench.scenario;

import dev.sluice.bench.measure.CacheProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Waits for the neighbours on the host to leave the shared cache alone, and says of a round whether they did. */
final class Quiet {
    /** Reads of what should be cached that take more than this part of a read from memory. */
    private static final double TAKEN = 0.5;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
    private static final Duration STEP = Duration.ofMillis(500);

    private static final Optional<CacheProbe> PROBE = CacheProbe.ofMachine();

    /** Of all waits of a run, and of all rounds that are measured again. */
    private static long budgetNanos = Duration.ofMinutes(5).toNanos();

    private Quiet() {}

    /** Returns at once on a machine that cannot tell. */
    static void await() {
        long end = System.nanoTime() + Math.min(LONGEST_WAIT.toNanos(), budgetNanos);
        while (isTaken(share()) && System.nanoTime() < end) {
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            budgetNanos -= STEP.toNanos();
        }
    }

    /** Whether there is time for another round like this one, which is taken if so. */
    static boolean mayRepeat(Duration round) {
        budgetNanos -= round.toNanos();
        return budgetNanos > 0;
    }

    static OptionalDouble share() {
        return PROBE.map(probe -> OptionalDouble.of(probe.share())).orElse(OptionalDouble.empty());
    }

    private static boolean isTaken(OptionalDouble share) {
        return share.isPresent() && share.getAsDouble() > TAKEN;
    }

    /** What disturbs a round; null: nothing. */
    static @Nullable String problem(OptionalDouble share) {
        return isTaken(share) ? "neighbours use the cache" : null;
    }
}
