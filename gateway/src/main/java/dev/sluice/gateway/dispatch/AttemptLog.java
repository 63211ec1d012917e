package dev.sluice.gateway.dispatch;

import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one request that are over, and what they took together. */
final class AttemptLog {
    private final List<Attempt> attempts = new ArrayList<>(1);
    private Tokens tokens = Tokens.NONE;
    private @Nullable Long costNanos = 0L;
    private boolean estimated;

    void add(AttemptEnd end, int n, String kind, long admittedNanos) {
        attempts.add(end.record(n, kind, admittedNanos));
        tokens = tokens.plus(end.tokens());
        estimated |= end.estimated();
        Long sum = costNanos;
        costNanos = sum == null || end.costNanos() == null ? null : (Long) (sum + end.costNanos());
    }

    /** In the order in which they began: of two at once, the one that ended first was added first. */
    List<Attempt> attempts() {
        attempts.sort(Comparator.comparingInt(Attempt::n));
        return attempts;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Null: one of the models has no price. */
    @Nullable
    Long costNanos() {
        return costNanos;
    }

    boolean isEstimated() {
        return estimated;
    }
}
