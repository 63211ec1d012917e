package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitTerms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All segments of a gateway. Clients choose some of the values that are counted by, so there is a most: what comes on top of it
 * is counted together for each rule, so that limits hold, though tighter. Thread-safe.
 */
public final class Counters {
    private static final String OVERFLOW = "*";
    private static final long IDLE_MILLIS = 60_000;

    private final int maxSegments;
    private final boolean alone;
    private final Map<SegmentId, Segment> segments = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong overflowed = new AtomicLong();

    /** Of a gateway among others. */
    public Counters(int maxSegments) {
        this(maxSegments, false);
    }

    private Counters(int maxSegments, boolean alone) {
        this.maxSegments = maxSegments;
        this.alone = alone;
    }

    /** Of a gateway that has no others: all of every limit is its own, of strict ones too. */
    public static Counters alone(int maxSegments) {
        return new Counters(maxSegments, true);
    }

    /** What a request that the rule matches is counted in. */
    Segment segment(LimitRule rule, LimitTerms terms, LimitFacts facts, String model, String account) {
        SegmentId id = SegmentId.of(rule, terms, facts, model, account);
        Segment segment = segments.get(id);
        if (segment != null) {
            return segment;
        }
        if (size.get() < maxSegments || id.values().isEmpty()) {
            return make(id);
        }
        overflowed.incrementAndGet();
        return make(new SegmentId(rule.key(), OVERFLOW, List.of()));
    }

    /** The same, but one that is not there yet is not kept. */
    Segment find(LimitRule rule, LimitTerms terms, LimitFacts facts, String model, String account) {
        SegmentId id = SegmentId.of(rule, terms, facts, model, account);
        Segment segment = segments.get(id);
        if (segment == null && size.get() >= maxSegments && !id.values().isEmpty()) {
            id = new SegmentId(rule.key(), OVERFLOW, List.of());
            segment = segments.get(id);
        }
        return segment == null ? new Segment(id, alone) : segment;
    }

    private Segment make(SegmentId id) {
        Segment held = segments.get(id);
        if (held != null) {
            return held;
        }
        Segment made = new Segment(id, alone);
        held = segments.putIfAbsent(id, made);
        if (held == null) {
            size.incrementAndGet();
        }
        return held == null ? made : held;
    }

    /** The one that others count in too, made where it is not there yet; null when there are too many. */
    public @Nullable Segment segment(SegmentId id) {
        Segment held = segments.get(id);
        return held != null || size.get() >= maxSegments ? held : make(id);
    }

    public Collection<Segment> all() {
        return Collections.unmodifiableCollection(segments.values());
    }

    /**
     * Forgets what is empty and idle. Whoever has it in hand at that moment finds it retired and takes another.
     *
     * @param rules keys of the rules in force: segments of others need not be idle
     */
    public void evict(Moment now, Collection<String> rules) {
        for (Segment segment : new ArrayList<>(segments.values())) {
            long idle = rules.contains(segment.id().rule()) ? IDLE_MILLIS : 0;
            if (segment.retire(now, idle) && segments.remove(segment.id(), segment)) {
                size.decrementAndGet();
            }
        }
    }

    public int size() {
        return size.get();
    }

    /** Requests that were counted together because there were too many segments. */
    public long overflowed() {
        return overflowed.get();
    }

    /** Everything reserved at the moment in budgets and in flight: 0 when nothing goes on. */
    public long reserved(Moment now) {
        long sum = 0;
        for (Segment segment : segments.values()) {
            for (Counter counter : segment.counters()) {
                sum += counter.reserved(now);
            }
        }
        return sum;
    }
}
