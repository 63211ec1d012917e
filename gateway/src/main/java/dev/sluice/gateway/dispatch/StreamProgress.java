package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.health.Trial;
import org.jspecify.annotations.Nullable;

/** What is known of a stream while it goes on: what it has taken so far, and whether its target drips. On its event loop. */
final class StreamProgress {
    /** Between two looks. */
    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final Lateness lateness;
    private final CompiledModel model;
    private final Trial trial;
    private final AttemptHold hold;
    private long lookedNanos;
    /** Whether it has been far slower than is usual. */
    private boolean slow;

    /** @param startNanos of the attempt */
    StreamProgress(Lateness lateness, CompiledModel model, Trial trial, AttemptHold hold, long startNanos) {
        this.lateness = lateness;
        this.model = model;
        this.trial = trial;
        this.hold = hold;
        this.lookedNanos = startNanos;
    }

    /**
     * Counts what the stream has taken, once a second.
     *
     * @return why it has to end; null: it may go on
     */
    @Nullable
    GatewayError look(StreamRelay stream, long nowNanos, long firstContentNanos) {
        if (nowNanos - lookedNanos < PERIOD_NANOS) {
            return null;
        }
        lookedNanos = nowNanos;
        long output = stream.reader().estimatedOutputTokens();
        judgeSpeed(stream, output, nowNanos - firstContentNanos);
        return hold.during(output);
    }

    /** A target that drips must be known as failing while it does, not when its streams end at last. */
    private void judgeSpeed(StreamRelay stream, long output, long nanos) {
        if (!slow && stream.hasContent() && !stream.wasSlowedByClient() && lateness.isSlow(model, nanos, output)) {
            slow = true;
            trial.slow();
        }
    }
}
