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
import java.util.function.BiConsumer;

/**
 * What this gateway has to tell, and what of it it has told. Counters that nothing has happened to cost a look each. One thread
 * owns it.
 */
final class Outbox {
    private final Counters counters;
    private Map<Counter, Map<Long, BucketState>> told = new HashMap<>();

    Outbox(Counters counters) {
        this.counters = counters;
    }

    /** All there is. */
    List<CounterState> everything(Moment now) {
        told = new HashMap<>();
        List<CounterState> states = new ArrayList<>();
        forEach((segment, counter) -> {
            counter.takeChanged();
            add(states, segment, counter, now);
        });
        return states;
    }

    /** What is new since the last time. */
    List<CounterState> changes(Moment now) {
        List<CounterState> states = new ArrayList<>();
        forEach((segment, counter) -> {
            if (counter.takeChanged()) {
                add(states, segment, counter, now);
            }
        });
        return states;
    }

    private void forEach(BiConsumer<Segment, Counter> action) {
        for (Segment segment : counters.all()) {
            for (Counter counter : segment.counters()) {
                action.accept(segment, counter);
            }
        }
    }

    private void add(List<CounterState> states, Segment segment, Counter counter, Moment now) {
        Map<Long, BucketState> before = told.getOrDefault(counter, Map.of());
        Map<Long, BucketState> held = state(counter, now);
        List<BucketState> news = held.values().stream()
                .filter(bucket -> !bucket.equals(before.get(bucket.index())))
                .toList();
        if (!news.isEmpty()) {
            states.add(new CounterState(segment.id(), counter.wireName(), news));
        }
        if (held.isEmpty()) {
            told.remove(counter);
        } else {
            told.put(counter, held);
        }
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
