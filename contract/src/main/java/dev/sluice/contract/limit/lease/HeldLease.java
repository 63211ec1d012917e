package dev.sluice.contract.limit.lease;

import dev.sluice.contract.limit.Allowance;
import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.PeriodCounter.PeriodCell;
import dev.sluice.contract.limit.SlidingCounter;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.limit.lease.LeaseDocument.Lease;
import dev.sluice.contract.policy.OnPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This gateway's part of one document. It spends at most {@code cap}, which is never more than what the document says it holds: a
 * smaller one is in force here before the document is written, a larger one after. One thread owns it.
 */
final class HeldLease {
    static final long FENCE_NANOS = 45_000_000_000L;
    static final long DEAD_NANOS = 60_000_000_000L;
    static final long RENEW_NANOS = 15_000_000_000L;
    /** Between two tries where there was nothing to be had. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    final String key;
    final LeaseDocument.About about;
    final Counter counter;
    /** Of a budget's period; null of a window. */
    final @Nullable PeriodCell cell;

    final Demand demand;
    private final Map<String, Seen> seen = new HashMap<>();
    long cap;
    long renewedNanos;
    boolean busy;
    boolean exhausted;
    /** What others held, or count for, when it was last renewed. */
    long elsewhere;
    /** What nobody held when the document was last read. */
    long pool;

    /** By instance, what the others hold, or count for since they left or died, as last read. */
    Map<String, Long> others = Map.of();

    private long triedNanos = Long.MIN_VALUE;

    /** When an entry of another gateway was first seen as it is. */
    private record Seen(Lease lease, long sinceNanos) {}

    HeldLease(String key, LeaseDocument.About about, Counter counter, @Nullable PeriodCell cell, Moment now) {
        this.key = key;
        this.about = about;
        this.counter = counter;
        this.cell = cell;
        this.demand = new Demand(0, now.nanos());
        this.renewedNanos = now.nanos();
    }

    /** Whether the document should be looked at: it is short, or holds far too much, or must be renewed. */
    boolean isDue(Moment now) {
        long own = own(now);
        long ahead = Math.max(0, wanted(now) - own);
        boolean isShort = cap < counter.limit() && cap - own < Math.ceilDiv(ahead, 2);
        boolean isIdle = cap - own > 2 * ahead + 2;
        boolean mayTry = triedNanos == Long.MIN_VALUE || now.nanos() - triedNanos >= (exhausted ? PAUSE_NANOS : 0);
        if ((isShort && mayTry) || isIdle || now.nanos() - renewedNanos >= RENEW_NANOS) {
            triedNanos = now.nanos();
            return true;
        }
        return false;
    }

    long own(Moment now) {
        return cell != null ? cell.committed() : counter.used(now);
    }

    /** Puts the cap in force. */
    void allow(OnPartition answer) {
        long after = switch (answer) {
            case SHARE -> cap;
            case OPEN -> Long.MAX_VALUE;
            case CLOSED -> 0;
        };
        Allowance allowance = new Allowance(0, elsewhere, cap, renewedNanos + FENCE_NANOS, after, !exhausted);
        if (cell != null) {
            cell.allow(allowance);
        } else if (counter instanceof SlidingCounter sliding) {
            sliding.allow(allowance);
        }
    }

    /** Instances whose entry has not changed for a minute of this gateway's own clock. */
    List<String> dead(LeaseDocument document, String self, Moment now) {
        seen.keySet().retainAll(document.leases().keySet());
        List<String> dead = new ArrayList<>();
        document.leases().forEach((instance, lease) -> {
            if (!instance.equals(self)) {
                Seen before = seen.get(instance);
                if (before == null || !before.lease().equals(lease)) {
                    seen.put(instance, new Seen(lease, now.nanos()));
                } else if (now.nanos() - before.sinceNanos() >= DEAD_NANOS) {
                    dead.add(instance);
                }
            }
        });
        return dead;
    }

    /** When what is spent now has left the window; never within its period. */
    long forgottenAt(Moment now) {
        if (counter instanceof SlidingCounter sliding) {
            return now.wall() + (sliding.bucketCount() + 1) * sliding.widthMillis();
        }
        return Long.MAX_VALUE;
    }

    /** What this gateway should hold, what it has used included. */
    long wanted(Moment now) {
        demand.observe(counter.asked(), now.nanos());
        long limit = counter.limit();
        return counter instanceof SlidingCounter sliding
                ? demand.ofWindow(sliding.bucketCount() * sliding.widthMillis(), sliding.bucketCount(), limit)
                : demand.ofPeriod(own(now), pool + cap - own(now), limit);
    }
}
