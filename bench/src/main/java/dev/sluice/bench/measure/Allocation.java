package dev.sluice.bench.measure;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much a Java process has allocated, as eden tells it: what is in it now, and what collections have emptied.
 *
 * @param collections young ones
 */
public record Allocation(long edenUsed, long edenCapacity, long collections) {
    private static final int FEW = 5;

    /** Empty for what is no Java process, or keeps no counters. */
    public static Optional<Allocation> read(long pid) {
        return PerfCounters.read(pid).map(Allocation::of);
    }

    private static Allocation of(Map<String, Long> counters) {
        return new Allocation(
                counters.getOrDefault("sun.gc.generation.0.space.0.used", 0L),
                counters.getOrDefault("sun.gc.generation.0.space.0.capacity", 0L),
                counters.getOrDefault("sun.gc.collector.0.invocations", 0L));
    }

    /**
     * Bytes allocated since then: right as long as eden kept its size. Empty after few collections: what is in eden between
     * two of them is not kept up to date.
     */
    public OptionalDouble bytesSince(Allocation then) {
        long emptied = collections - then.collections;
        return emptied < FEW
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) emptied * edenCapacity + edenUsed - then.edenUsed);
    }
}
