package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.Quota;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is counted for one limit of one segment. Lock-free and thread-safe. */
public abstract sealed class Counter permits SlidingCounter, PeriodCounter, InFlightCounter {
    private final Quota.Key key;
    private final String wireName;
    private final boolean strict;
    private final AtomicLong asked = new AtomicLong();
    private volatile long limit;
    private volatile boolean changed;

    Counter(Quota.Key key, boolean strict) {
        this.key = key;
        this.wireName = key.wireName();
        this.strict = strict;
    }

    /** One of a gateway among others: of a strict one it may use nothing until something is leased. */
    static Counter of(Quota.Key key, boolean strict) {
        return of(key, strict, strict ? Allowance.NOTHING : Allowance.ALONE);
    }

    /** @param first what it, and each new period of it, allows before anything is known */
    static Counter of(Quota.Key key, boolean strict, Allowance first) {
        return switch (key.span()) {
            case Quota.Sliding sliding -> new SlidingCounter(key, sliding, strict, first);
            case Quota.Calendar calendar -> new PeriodCounter(key, calendar, strict, first);
            case Quota.InFlight _ -> new InFlightCounter(key);
        };
    }

    public final Quota.Key key() {
        return key;
    }

    /** {@link Quota.Key#wireName()} */
    public final String wireName() {
        return wireName;
    }

    /** To be called after each change: whoever takes the mark and looks then, sees it. */
    final void change() {
        if (!changed) {
            changed = true;
        }
    }

    /** Whether anything was counted since this was last asked. One thread asks. */
    public final boolean takeChanged() {
        if (!changed) {
            return false;
        }
        changed = false;
        return true;
    }

    public final boolean isStrict() {
        return strict;
    }

    /** The limit that requests were last judged by. */
    public final long limit() {
        return limit;
    }

    final void judgedBy(long amount) {
        if (limit != amount) {
            limit = amount;
        }
    }

    /** All that has ever been asked for, refused or not; only of strict counters. */
    public final long asked() {
        return asked.get();
    }

    /** @return where it is reserved; null: refused */
    final @Nullable Cell reserve(Moment now, long limit, long estimate) {
        judgedBy(limit);
        if (strict) {
            asked.addAndGet(estimate);
        }
        return tryHold(now, limit, estimate);
    }

    /** Whether {@link #tryHold} would hold it; holds nothing. */
    final boolean admits(Moment now, long limit, long estimate) {
        return allowance(now).admits(used(now) + reserved(now), estimate, limit, now.nanos());
    }

    abstract @Nullable Cell tryHold(Moment now, long limit, long estimate);

    /** Where something that happens now belongs, to be held there whatever the limit says. */
    abstract Cell cell(Moment now);

    /** What this gateway has used in the window or period. */
    public abstract long used(Moment now);

    /** What this gateway has reserved. */
    public abstract long reserved(Moment now);

    /** What the others leave to this gateway. */
    public abstract Allowance allowance(Moment now);

    /** Milliseconds until there may be room for so much, or everything is new. */
    abstract long resetMillis(Moment now, long limit, long estimate);

    /** When nothing that this gateway has used counts any more, by the wall clock; 0: never, or nothing is used. */
    public abstract long emptyAtMillis(Moment now);

    /** Whether forgetting it would change nothing. */
    abstract boolean isEmpty(Moment now);
}
