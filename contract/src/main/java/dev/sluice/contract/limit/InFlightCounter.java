package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.Quota;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts requests in flight: all of it is reserved, nothing is ever used up. */
public final class InFlightCounter extends Counter implements Cell {
    private static final long SOON_MILLIS = 1_000;

    private final AtomicLong held = new AtomicLong();
    private volatile Allowance allowance = Allowance.ALONE;

    InFlightCounter(Quota.Key key) {
        super(key, false);
    }

    @Override
    @Nullable
    Cell tryHold(Moment now, long limit, long estimate) {
        for (long own = held.get(); allowance.admits(own, estimate, limit, now.nanos()); own = held.get()) {
            if (held.compareAndSet(own, own + estimate)) {
                change();
                return this;
            }
        }
        return null;
    }

    @Override
    Cell cell(Moment now) {
        return this;
    }

    @Override
    public void hold(long amount) {
        held.addAndGet(amount);
        change();
    }

    @Override
    public void use(long amount, long released) {
        held.addAndGet(-released);
        change();
    }

    @Override
    public void release(long released) {
        held.addAndGet(-released);
        change();
    }

    @Override
    public long used(Moment now) {
        return 0;
    }

    @Override
    public long reserved(Moment now) {
        return held.get();
    }

    @Override
    public Allowance allowance(Moment now) {
        return allowance;
    }

    public void allow(Allowance next) {
        allowance = next;
    }

    /** Nobody knows when the next request ends. */
    @Override
    long resetMillis(Moment now, long limit, long estimate) {
        return SOON_MILLIS;
    }

    @Override
    public long emptyAtMillis(Moment now) {
        return 0;
    }

    @Override
    boolean isEmpty(Moment now) {
        return held.get() == 0 && allowance.remote() == 0;
    }
}
