package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.LimitTerms;
import dev.sluice.contract.policy.Quota;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The counters of what a rule counts together. Thread-safe. */
public final class Segment {
    private final SegmentId id;
    private final boolean alone;
    private final Map<Quota.Key, Counter> counters = new ConcurrentHashMap<>();
    private volatile @Nullable Bound bound;
    private volatile long touchedMillis;
    private volatile boolean retired;

    /** Counters in the order of the quotas: looked up once per revision of the rule. */
    private record Bound(List<Quota> quotas, boolean strict, Counter[] counters) {}

    /** @param alone whether there are no other gateways, so that strict counters need no lease */
    Segment(SegmentId id, boolean alone) {
        this.id = id;
        this.alone = alone;
    }

    public SegmentId id() {
        return id;
    }

    public Collection<Counter> counters() {
        return counters.values();
    }

    @SuppressWarnings("ReferenceEquality") // the same list until the rule changes: there is no need to look into it
    Counter[] bind(LimitTerms terms, boolean strict, Moment now) {
        touchedMillis = now.elapsed();
        Bound held = bound;
        if (held == null || held.quotas() != terms.quotas() || held.strict() != strict) {
            Counter[] bind = new Counter[terms.quotas().size()];
            for (int i = 0; i < bind.length; i++) {
                bind[i] = counter(terms.quotas().get(i).key(), strict);
            }
            held = new Bound(terms.quotas(), strict, bind);
            bound = held;
        }
        return held.counters();
    }

    /** One that changes between soft and strict begins anew: the two do not know of each other's amounts. */
    public Counter counter(Quota.Key key, boolean strict) {
        return counters.compute(key, (_, held) -> held != null && held.isStrict() == strict ? held : make(key, strict));
    }

    /** The one that a request would be counted in, or one that is not kept where there is none yet. */
    Counter peek(Quota.Key key, boolean strict) {
        Counter held = counters.get(key);
        return held != null && held.isStrict() == strict ? held : make(key, strict);
    }

    private Counter make(Quota.Key key, boolean strict) {
        return alone ? Counter.of(key, strict, Allowance.ALONE) : Counter.of(key, strict);
    }

    /** Whether it was taken out of use: whoever finds so after having charged it charges another one in its place. */
    boolean isRetired() {
        return retired;
    }

    /** @return whether it could be: nothing is in it, and nobody has come by lately */
    boolean retire(Moment now, long idleMillis) {
        if (now.elapsed() - touchedMillis < idleMillis || !isEmpty(now)) {
            return false;
        }
        retired = true;
        if (isEmpty(now)) {
            return true;
        }
        retired = false;
        return false;
    }

    private boolean isEmpty(Moment now) {
        return counters.values().stream().allMatch(counter -> counter.isEmpty(now));
    }
}
