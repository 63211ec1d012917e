package dev.sluice.gateway.health;

import java.util.List;

/**
 * How fast a Model has answered one gateway in the last seconds.
 *
 * @param firstSeconds to the first content
 * @param tokenSeconds for each token after it; 0: not known
 * @param outputTokens of an answer; 0: not known
 */
public record Pace(String model, double firstSeconds, double tokenSeconds, double outputTokens) {
    /** What is more is no time that an answer takes. */
    private static final double MOST = 1e7;

    /** Whether it may be believed: it comes from another process. */
    boolean isSound() {
        return !model.isEmpty() && isIn(firstSeconds) && firstSeconds > 0 && isIn(tokenSeconds) && isIn(outputTokens);
    }

    private static boolean isIn(double value) {
        return value >= 0 && value <= MOST;
    }

    /** What this gateway has measured, and what others tell. Thread-safe. */
    public interface Book {
        /** Of Models that were measured since the last call or shortly before, some hundred at most. */
        List<Pace> measured();

        /** Counts where this gateway has not asked the Model itself of late. */
        void told(Pace pace);
    }
}
