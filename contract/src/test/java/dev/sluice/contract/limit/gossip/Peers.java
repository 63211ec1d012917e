package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.Counter;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.Quota;
import java.util.List;
import java.util.Objects;

/** Counters to merge into. */
final class Peers {
    static final Moment NOW = new Moment(0, 0, 0);

    private Peers() {}

    static Counter counter(String key) {
        return Objects.requireNonNull(new Counters(10).segment(new SegmentId("r/a", "", List.of())))
                .counter(Quota.Key.parse(key).orElseThrow(), false);
    }
}
