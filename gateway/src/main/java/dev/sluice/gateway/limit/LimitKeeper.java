package dev.sluice.gateway.limit;

import dev.sluice.bus.Bus;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway counts, kept in step with the others by one thread every quarter of a second. Without a bus it is alone: all
 * of every limit is its own. {@link #limiter()} may be called by any thread; the owner starts and closes.
 */
public final class LimitKeeper implements AutoCloseable {
    private static final long PERIOD_MILLIS = 250;
    private static final int TICKS_PER_EVICTION = 40;
    private static final long HURRY_NANOS = 20_000_000;

    private final Supplier<LimitRules> rules;
    private final SteadyClock clock = new SteadyClock(SteadyClock.Source.SYSTEM);
    private final Counters counters;
    private final Limiter limiter;
    private final LimitThread thread = new LimitThread();
    private final @Nullable SharedLimits shared;
    private final AtomicBoolean hurried = new AtomicBoolean();
    private volatile long hurriedNanos = System.nanoTime();
    private long ticks;

    /**
     * @param instance of this process alone
     * @param rules in force; asked often, on any thread
     * @param bus null: there are no other gateways
     */
    public LimitKeeper(String instance, Supplier<LimitRules> rules, @Nullable Bus bus) {
        this.rules = rules;
        int most = SegmentBound.ofHeap(Runtime.getRuntime().maxMemory());
        counters = bus == null ? Counters.alone(most) : new Counters(most);
        limiter = new Limiter(clock, counters);
        shared = bus == null ? null : new SharedLimits(instance, clock, counters, rules, bus, thread);
    }

    public void start() {
        if (shared != null) {
            shared.start();
        }
        thread.every(PERIOD_MILLIS, this::tick);
    }

    private void tick() {
        clock.observe();
        if (shared != null) {
            shared.tick();
        }
        if (++ticks % TICKS_PER_EVICTION == 0) {
            evict();
        }
    }

    private void evict() {
        Set<String> keys = new HashSet<>();
        for (LimitRule rule : rules.get().all()) {
            keys.add(rule.key());
        }
        counters.evict(clock.now(), keys);
    }

    /**
     * Looks after leases at once, because a request was refused for want of its share: the next one may find it. Costs next to
     * nothing when it was asked just now.
     */
    public void hurry() {
        SharedLimits others = shared;
        if (others != null && System.nanoTime() - hurriedNanos > HURRY_NANOS && hurried.compareAndSet(false, true)) {
            thread.execute(() -> {
                hurriedNanos = System.nanoTime();
                hurried.set(false);
                others.renewLeases();
            });
        }
    }

    public Limiter limiter() {
        return limiter;
    }

    public SteadyClock clock() {
        return clock;
    }

    public Counters counters() {
        return counters;
    }

    /** Whether this gateway hears nothing of the others, itself included. */
    public boolean isCutOff() {
        return shared != null && shared.isCutOff();
    }

    /** Says goodbye and gives leases back, within a second. Nothing may be admitted any more. */
    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
        thread.end();
    }
}
