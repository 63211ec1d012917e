package dev.sluice.gateway.observed;

import dev.sluice.gateway.health.Pace;
import dev.sluice.gateway.observed.DecayedMean.Point;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One target: how fast it has answered, and what it has to do. Thread-safe without locks. */
public final class Observed {
    private static final double NANOS = 1e-9;
    /** Shorter answers say little of the time for a token. */
    private static final long MIN_OUTPUT = 8;

    private final DecayedMean first = new DecayedMean();
    private final DecayedMean perToken = new DecayedMean();
    private final DecayedMean output = new DecayedMean();
    /** Null until somebody asks: 2 kB that most targets do without. */
    private volatile @Nullable FirstContentTimes times;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Since when all that wait have waited at least. */
    private volatile long quietSince;

    private volatile long usedAt;
    /** When there was a time of its own last; 0: never. */
    private volatile long measuredAt;

    Observed(long now) {
        usedAt = now;
    }

    void sent(long now) {
        usedAt = now;
        inFlight.incrementAndGet();
        if (waiting.getAndIncrement() == 0) {
            quietSince = now;
        }
    }

    /** @param took nanoseconds since the request was sent */
    void firstContent(long took, long now) {
        answered(now);
        measuredAt = now;
        first.add(took * NANOS, now);
        count(took, now);
    }

    private void count(long took, long now) {
        FirstContentTimes counted = times;
        if (counted != null) {
            counted.add(took, now);
        }
    }

    /** Nanoseconds that so many streams have waited at most; counted from the first time on that somebody asks. */
    long firstContent(double quantile, long now) {
        FirstContentTimes counted = times;
        if (counted == null) {
            times = new FirstContentTimes(now);
            return Long.MAX_VALUE;
        }
        return counted.quantile(quantile);
    }

    /** A stream is over whose first content has been told. */
    void streamed(long generating, long tokens, boolean whole, long now) {
        left(now);
        if (whole && tokens >= MIN_OUTPUT) {
            perToken.add(generating * NANOS / tokens, now);
            output.add((double) tokens, now);
        }
    }

    /** An answer in one piece: what of its time went by before the first token is what streams say. */
    void answeredWhole(long took, long tokens, long now) {
        answered(now);
        left(now);
        double seconds = took * NANOS;
        measuredAt = now;
        if (tokens < MIN_OUTPUT) {
            first.add(seconds, now);
            return;
        }
        Point known = first.get();
        double before = known == null || known.freshness(now) < 0.5 ? 0 : Math.min(first.mean(), seconds);
        perToken.add((seconds - before) / tokens, now);
        output.add((double) tokens, now);
    }

    /** None came: of the time of an answer that is only known if it was longer than the usual. */
    void failed(long took, long now) {
        answered(now);
        left(now);
        if (first.get() != null && took * NANOS > first.mean()) {
            first.add(took * NANOS, now);
            count(took, now);
        }
    }

    boolean isMeasured(long now, long nanos) {
        return measuredAt != 0 && now - measuredAt <= nanos;
    }

    Pace pace(String model) {
        return new Pace(model, first.mean(), perToken.mean(), output.mean());
    }

    /** By a gateway that has asked it meanwhile. */
    void told(Pace pace, long now) {
        first.add(pace.firstSeconds(), now);
        if (pace.tokenSeconds() > 0) {
            perToken.add(pace.tokenSeconds(), now);
        }
        if (pace.outputTokens() > 0) {
            output.add(pace.outputTokens(), now);
        }
    }

    private void answered(long now) {
        waiting.updateAndGet(n -> Math.max(0, n - 1));
        quietSince = now;
    }

    private void left(long now) {
        usedAt = now;
        inFlight.updateAndGet(n -> Math.max(0, n - 1));
    }

    public int inFlight() {
        return inFlight.get();
    }

    boolean isIdle(long now, long nanos) {
        return inFlight.get() == 0 && now - usedAt > nanos;
    }

    /** Tokens of an answer; 0: not known. */
    public double usualOutput() {
        return output.mean();
    }

    /** In so long; 0: not known. */
    double usualTokens(long nanos) {
        double each = perToken.mean();
        return each == 0 ? 0 : nanos * NANOS / each;
    }

    /** Seconds for an answer of so many tokens, when it was last asked; 0: not known. */
    public double seconds(double tokens) {
        return first.mean() + tokens * perToken.mean();
    }

    /** How much that is still worth, 0 to 1. */
    public double freshness(long now) {
        return Math.max(freshness(first.get(), now), freshness(perToken.get(), now));
    }

    private static double freshness(@Nullable Point point, long now) {
        return point == null ? 0 : point.freshness(now);
    }

    /** Seconds that somebody has waited for a first content that has not come. */
    public double waited(long now) {
        return waiting.get() == 0 ? 0 : Math.max(0, now - quietSince) * NANOS;
    }
}
