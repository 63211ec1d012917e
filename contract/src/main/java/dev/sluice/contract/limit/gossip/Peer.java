package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.PeriodCounter;
import dev.sluice.contract.limit.SteadyClock.Moment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of another gateway. One thread owns it. */
final class Peer {
    /** Clocks that differ by less are taken for the same: the rest is the way of a message. */
    private static final long SKEW_MILLIS = 2_000;

    private final Map<CounterRef, PeerCounter> counters = new HashMap<>();
    private final Set<Integer> parts = new HashSet<>();
    private long heardNanos;
    private long fullNanos = Long.MIN_VALUE;
    private long partsTick = -1;
    private long behindMillis;
    private boolean live;
    private boolean left;
    private boolean closed;

    /**
     * @param kept whether the message was read from where the last one is kept, long after it was sent: it says nothing of
     *     whether a peer that was heard itself is still there
     */
    void heard(LimitMessage message, Moment now, boolean kept) {
        long age = kept ? Math.max(0, now.wall() - message.sentWall()) : 0;
        if (!kept || !live) {
            long behind = now.elapsed() - age - message.sentElapsed();
            behindMillis = Math.abs(behind) < SKEW_MILLIS ? 0 : behind;
            heardNanos = now.nanos();
            left = message.type() == LimitMessage.Type.GOODBYE;
        }
        if (closed && !kept) {
            closed = false;
            counters.values().forEach(PeerCounter::reopen);
        }
        live |= !kept;
    }

    PeerCounter counter(CounterRef ref) {
        return counters.computeIfAbsent(ref, _ -> new PeerCounter());
    }

    /** @return whether this part was the last one missing of a whole state */
    boolean completes(LimitMessage message, Moment now) {
        if (message.tick() != partsTick) {
            partsTick = message.tick();
            parts.clear();
        }
        parts.add(message.part());
        boolean complete = parts.size() >= message.parts();
        if (complete) {
            fullNanos = now.nanos();
        }
        return complete;
    }

    Map<CounterRef, PeerCounter> counters() {
        return counters;
    }

    long remote(CounterRef ref, Counter local, Moment now) {
        PeerCounter counter = counters.get(ref);
        return counter == null ? 0 : counter.remote(local, now, now.elapsed() - behindMillis);
    }

    long used(CounterRef ref, Counter local, Moment now) {
        PeerCounter counter = counters.get(ref);
        return counter == null ? 0 : counter.used(local, now, now.elapsed() - behindMillis);
    }

    long heardNanos() {
        return heardNanos;
    }

    boolean hasToldAllSince(long nanos) {
        return fullNanos != Long.MIN_VALUE && fullNanos - nanos >= 0;
    }

    /** Whether it was heard itself, and not only read of. */
    boolean wasHeard() {
        return live;
    }

    boolean hasLeft() {
        return left;
    }

    /**
     * What its records say that it spent of budgets, now that it is gone.
     *
     * @param local the counter of this gateway; null where there is none
     */
    void closed(LimitMessage message, java.util.function.Function<CounterRef, @Nullable Counter> local) {
        closed = true;
        if (message.part() == 0) {
            counters.forEach((ref, counter) -> {
                if (local.apply(ref) instanceof PeriodCounter) {
                    counter.close();
                }
            });
        }
        for (LimitMessage.CounterState state : message.counters()) {
            CounterRef ref = new CounterRef(state.segment(), state.key());
            if (local.apply(ref) instanceof PeriodCounter) {
                counter(ref).spent(state.buckets());
            }
        }
    }

    /** Nothing of it is in flight any more. */
    void endReservations(java.util.function.Function<CounterRef, @Nullable Counter> local) {
        counters.forEach((ref, counter) -> {
            Counter mine = local.apply(ref);
            if (mine != null) {
                counter.reservedSince(mine, Long.MAX_VALUE);
            }
        });
    }
}
