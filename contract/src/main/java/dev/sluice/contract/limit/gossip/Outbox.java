package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.InFlightCounter;
import dev.sluice.contract.limit.PeriodCounter;
import dev.sluice.contract.limit.Segment;
import dev.sluice.contract.limit.SlidingCounter;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.limit.gossip.LimitMessage.BucketState;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What this gateway has to tell, and what of it it has told. One thread owns it. */
final class Outbox {
    private final Counters counters;
    private Map<CounterRef, Map<Long, BucketState>> told = new HashMap<>();

    Outbox(Counters counters) {
        this.counters = counters;
    }

    List<CounterState> everything(Moment now) {
        return collect(now, true);
    }

    List<CounterState> changes(Moment now) {
        return collect(now, false);
    }

    private List<CounterState> collect(Moment now, boolean all) {
        Map<CounterRef, Map<Long, BucketState>> next = new HashMap<>();
        List<CounterState> states = new ArrayList<>();
        for (Segment segment : counters.all()) {
            for (Counter counter : segment.counters()) {
                if (!counter.isStrict()) {
                    CounterRef ref = new CounterRef(segment.id(), counter.key().wireName());
                    Map<Long, BucketState> before = told.getOrDefault(ref, Map.of());
                    Map<Long, BucketState> held = state(counter, now);
                    List<BucketState> news = held.values().stream()
                            .filter(bucket -> all || !bucket.equals(before.get(bucket.index())))
                            .toList();
                    if (!news.isEmpty()) {
                        states.add(new CounterState(ref.segment(), ref.key(), news));
                    }
                    if (!held.isEmpty()) {
                        next.put(ref, held);
                    }
                }
            }
        }
        told = next;
        return states;
    }

    private static Map<Long, BucketState> state(Counter counter, Moment now) {
        Map<Long, BucketState> state = new HashMap<>();
        switch (counter) {
            case SlidingCounter sliding ->
                sliding.forEachBucket(
                        now, (index, charged, returned) -> state.put(index, new BucketState(index, charged, returned)));
            case PeriodCounter period ->
                period.cells()
                        .forEach(cell -> put(state, new BucketState(cell.startMillis(), cell.used(), cell.reserved())));
            case InFlightCounter flight -> put(state, new BucketState(0, 0, flight.reserved(now)));
        }
        return state;
    }

    private static void put(Map<Long, BucketState> state, BucketState bucket) {
        state.put(bucket.index(), bucket);
    }
}
