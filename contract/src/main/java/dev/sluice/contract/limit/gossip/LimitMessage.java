package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.SegmentId;
import java.util.List;

/**
 * What a gateway tells the others.
 *
 * @param tick grows with every message of the instance
 * @param sentElapsed the sender's {@link dev.sluice.contract.limit.SteadyClock.Moment#elapsed()}, by which its buckets are numbered
 * @param sentWall the sender's wall clock: only for messages that were kept
 * @param part of {@code parts}, from 0: a state may be too large for one message
 */
public record LimitMessage(
        Type type,
        String instance,
        long tick,
        long sentElapsed,
        long sentWall,
        int part,
        int parts,
        List<CounterState> counters) {

    /** What follows from it. */
    public enum Type {
        /** What has changed; nothing else is said of the rest. */
        DELTA,
        /** Everything that is not 0. */
        FULL,
        /** The instance stops: nothing of it is in flight any more. */
        GOODBYE
    }

    /** @param key {@link dev.sluice.contract.policy.Quota.Key#wireName()} */
    public record CounterState(SegmentId segment, String key, List<BucketState> buckets) {}

    /**
     * A bucket of a window, or a period, or what is in flight.
     *
     * @param index of the bucket; milliseconds of the period's start; 0
     * @param grown what was charged or settled: it only grows
     * @param other of a bucket what was returned, which only grows too; else what is reserved, which goes up and down
     */
    public record BucketState(long index, long grown, long other) {}
}
