package dev.sluice.bench.stall;

import java.util.Comparator;
import java.util.List;

/** Says of each stall what the process and the machine did in it. */
public final class Causes {
    static final String UNKNOWN = "unknown";

    private Causes() {}

    /** One line for each that was the gateway's: how long, why. */
    public static List<String> of(List<Stall> stalls, Pauses pauses, Waits waits) {
        return stalls.stream()
                .filter(Stall::isGateways)
                .map(stall -> "%.1f ms: %s".formatted(stall.millis(), cause(stall, pauses, waits)))
                .toList();
    }

    /** Of the others, which were delays of the one who asked: the longest, and what of it was not. */
    public static String others(List<Stall> stalls) {
        return stalls.stream()
                .filter(stall -> !stall.isGateways())
                .max(Comparator.comparingDouble(Stall::millis))
                .map(stall ->
                        "the longest %.1f ms, of which %.1f were not".formatted(stall.millis(), stall.gatewaysMillis()))
                .orElse("none");
    }

    private static String cause(Stall stall, Pauses pauses, Waits waits) {
        String pause = pauses.during(stall);
        if (!pause.isEmpty()) {
            return pause;
        }
        String wait = waits.during(stall);
        return wait.isEmpty() ? waits.host(stall) + UNKNOWN : wait;
    }

    /** How many have no cause. */
    public static long unknown(List<String> causes) {
        return causes.stream().filter(line -> line.endsWith(UNKNOWN)).count();
    }
}
