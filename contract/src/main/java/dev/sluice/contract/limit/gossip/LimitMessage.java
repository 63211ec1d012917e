package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.SegmentId;
import java.util.ArrayList;
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

    /** As many as it takes for none to be too long. */
    static List<LimitMessage> split(LimitMessage whole) {
        List<List<CounterState>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        int bytes = 0;
        for (CounterState state : whole.counters()) {
            int size = 200 + 30 * state.buckets().size();
            if (bytes + size > MessageCodec.MAX_BYTES) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            parts.getLast().add(state);
            bytes += size;
        }
        List<LimitMessage> messages = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            messages.add(whole.part(i, parts.size(), List.copyOf(parts.get(i))));
        }
        return messages;
    }

    private LimitMessage part(int number, int of, List<CounterState> some) {
        return new LimitMessage(type, instance, tick, sentElapsed, sentWall, number, of, some);
    }

    /**
     * What an instance that is gone has spent of budgets.
     *
     * @param nowMillis of the wall clock
     * @param counters all that it spent anything of, with a bucket for each period
     * @return the bytes of {@link Type#CLOSED} messages
     */
    public static List<byte[]> closed(String instance, long nowMillis, List<CounterState> counters) {
        LimitMessage whole = new LimitMessage(Type.CLOSED, instance, nowMillis, 0, nowMillis, 0, 1, counters);
        return split(whole).stream().map(MessageCodec::encode).toList();
    }

    /** What follows from it. */
    public enum Type {
        /** What has changed; nothing else is said of the rest. */
        DELTA,
        /** Everything that is not 0. */
        FULL,
        /** The instance stops: nothing of it is in flight any more. */
        GOODBYE,
        /**
         * What an instance that is gone has spent of budgets, as its usage records say: the control plane tells it in its place.
         * It is all there is of periods, and takes the place of what the instance told itself.
         */
        CLOSED
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
