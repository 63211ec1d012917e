package dev.sluice.gateway.observed;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.dispatch.AttemptWatch;
import dev.sluice.gateway.dispatch.Lateness;
import dev.sluice.gateway.health.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all event loops have seen of targets, by the Model's name. Of bounded size: clients choose names behind a wildcard.
 * Thread-safe.
 */
public final class TargetStats implements AttemptWatch, Lateness, Pace.Book {
    private static final int MAX_TARGETS = 16_384;
    private static final long IDLE_NANOS = 300_000_000_000L;
    /** Between two searches for targets to forget. */
    private static final long SWEEP_NANOS = 10_000_000_000L;

    /** A stream is given so long after its first content before it is judged. */
    private static final long SLOW_NANOS = 10_000_000_000L;

    /** How many times fewer tokens than usual are slow. */
    private static final int SLOW_FACTOR = 5;

    /** What was measured within so long is told to other gateways. */
    private static final long TOLD_NANOS = 10_000_000_000L;

    private static final int MOST_TOLD = 500;
    /** What this gateway has measured itself within so long counts for more than what it is told. */
    private static final long KNOWN_BETTER_NANOS = 16_000_000_000L;

    private final ConcurrentHashMap<String, Observed> targets = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final AtomicLong swept;

    public TargetStats() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    public TargetStats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.swept = new AtomicLong(nanoTime.getAsLong() - SWEEP_NANOS);
    }

    /** Null: it has not been asked lately. */
    public @Nullable Observed of(String model) {
        return targets.get(model);
    }

    public long now() {
        return nanoTime.getAsLong();
    }

    @Override
    public List<Pace> measured() {
        long now = now();
        List<Pace> paces = new ArrayList<>();
        for (Map.Entry<String, Observed> target : targets.entrySet()) {
            Observed observed = target.getValue();
            if (paces.size() < MOST_TOLD && observed.isMeasured(now, TOLD_NANOS)) {
                paces.add(observed.pace(target.getKey()));
            }
        }
        return paces;
    }

    @Override
    public void told(Pace pace) {
        long now = now();
        Observed target = of(pace.model(), now);
        if (target != null && !target.isMeasured(now, KNOWN_BETTER_NANOS)) {
            target.told(pace, now);
        }
    }

    @Override
    public long afterNanos(CompiledModel model, double quantile) {
        Observed target = targets.get(model.name());
        return target == null ? Long.MAX_VALUE : target.firstContent(quantile, now());
    }

    @Override
    public boolean isSlow(CompiledModel model, long nanos, long tokens) {
        Observed target = targets.get(model.name());
        return nanos >= SLOW_NANOS && target != null && tokens * SLOW_FACTOR < target.usualTokens(nanos);
    }

    @Override
    public void sent(CompiledModel model, String credential) {
        long now = now();
        Observed target = of(model.name(), now);
        if (target != null) {
            target.sent(now);
        }
    }

    /** Null where there is no room for another one. */
    private @Nullable Observed of(String model, long now) {
        Observed target = targets.get(model);
        return target != null || !hasRoom(now) ? target : targets.computeIfAbsent(model, _ -> new Observed(now));
    }

    private boolean hasRoom(long now) {
        if (targets.size() < MAX_TARGETS) {
            return true;
        }
        long last = swept.get();
        if (now - last >= SWEEP_NANOS && swept.compareAndSet(last, now)) {
            targets.values().removeIf(target -> target.isIdle(now, IDLE_NANOS));
        }
        return targets.size() < MAX_TARGETS;
    }

    @Override
    public void firstContent(CompiledModel model, long nanos) {
        Observed target = targets.get(model.name());
        if (target != null) {
            target.firstContent(nanos, now());
        }
    }

    @Override
    public void ended(Sent sent) {
        Observed target = targets.get(sent.model().name());
        if (target == null) {
            return;
        }
        long now = now();
        long tokens = sent.tokens().allOutput();
        if (sent.firstContentNanos() == 0) {
            target.failed(sent.nanos(), now);
        } else if (sent.firstContentNanos() < sent.nanos()) {
            target.streamed(sent.nanos() - sent.firstContentNanos(), tokens, sent.error() == null, now);
        } else {
            target.answeredWhole(sent.nanos(), tokens, now);
        }
    }
}
