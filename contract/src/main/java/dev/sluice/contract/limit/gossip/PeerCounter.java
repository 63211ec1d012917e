package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.InFlightCounter;
import dev.sluice.contract.limit.PeriodCounter;
import dev.sluice.contract.limit.SlidingCounter;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.limit.gossip.LimitMessage.BucketState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What another gateway has told of a counter. What grows is merged by the larger, what goes up and down by the later tick: so
 * neither order nor repetition matters. One thread owns it.
 */
final class PeerCounter {
    private final Map<Long, Held> buckets = new HashMap<>();
    /** By start of a period, what the records of an instance that is gone say it spent; null: nobody has looked. */
    private @Nullable Map<Long, Long> closed;

    private static final class Held {
        private long grown;
        private long other;
        private long tick = Long.MIN_VALUE;
    }

    void merge(Counter local, List<BucketState> told, long tick) {
        for (BucketState bucket : told) {
            Held held = buckets.computeIfAbsent(bucket.index(), _ -> new Held());
            held.grown = Math.max(held.grown, bucket.grown());
            if (local instanceof SlidingCounter) {
                held.other = Math.max(held.other, bucket.other());
            } else if (tick >= held.tick) {
                held.other = bucket.other();
                held.tick = tick;
            }
        }
    }

    /** All that is reserved was told at that tick: what was told before it is over. */
    void reservedSince(Counter local, long tick) {
        if (!(local instanceof SlidingCounter)) {
            buckets.values().stream().filter(held -> held.tick < tick).forEach(held -> held.other = 0);
        }
    }

    /** The instance is gone and its records are known; nothing of it is left but what {@link #spent} tells. */
    void close() {
        closed = new HashMap<>();
    }

    void spent(List<BucketState> periods) {
        Map<Long, Long> known = closed == null ? new HashMap<>() : closed;
        periods.forEach(period -> known.put(period.index(), period.grown()));
        closed = known;
    }

    /** It is there after all: what it tells itself counts. */
    void reopen() {
        closed = null;
    }

    /** @param peerElapsed the time at the peer, on its own clock */
    long remote(Counter local, Moment now, long peerElapsed) {
        return switch (local) {
            case SlidingCounter sliding -> inWindow(sliding, peerElapsed);
            case PeriodCounter period -> inPeriod(period.cell(now).startMillis());
            case InFlightCounter _ ->
                buckets.values().stream().mapToLong(held -> held.other).sum();
        };
    }

    /** The same without what is reserved in periods. */
    long used(Counter local, Moment now, long peerElapsed) {
        long remote = remote(local, now, peerElapsed);
        return local instanceof PeriodCounter && closed == null
                ? remote
                        - buckets.values().stream()
                                .mapToLong(held -> held.other)
                                .sum()
                : remote;
    }

    /** By the peer's own numbers; one that is ahead of where its clock should be is its present. */
    private long inWindow(SlidingCounter counter, long peerElapsed) {
        long present = Math.floorDiv(peerElapsed, counter.widthMillis());
        for (long index : buckets.keySet()) {
            present = Math.max(present, index);
        }
        long oldest = present - counter.bucketCount();
        buckets.keySet().removeIf(index -> index < oldest);
        return buckets.values().stream()
                .mapToLong(held -> held.grown - held.other)
                .sum();
    }

    /** A period that has not begun here yet counts in the present one. */
    private long inPeriod(long startMillis) {
        buckets.keySet().removeIf(start -> start < startMillis);
        Map<Long, Long> known = closed;
        if (known != null) {
            known.keySet().removeIf(start -> start < startMillis);
            return known.values().stream().mapToLong(Long::longValue).sum();
        }
        return buckets.values().stream()
                .mapToLong(held -> held.grown + held.other)
                .sum();
    }

    boolean isEmpty() {
        return closed != null
                ? closed.values().stream().allMatch(spent -> spent == 0)
                : buckets.values().stream().allMatch(held -> held.grown == 0 && held.other == 0);
    }
}
