package dev.sluice.gateway.overload;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last collection left in the heap. Only collectors that look at all of the heap are asked: after one of the young
 * generation alone, the old one may be full of garbage.
 */
final class HeapAfterCollection {
    /**
     * @param number grows with each collection
     * @param share of the largest heap there may be, from 0 to 1
     */
    record Collected(long number, double share) {}

    private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                    .filter(collector -> Set.of(collector.getMemoryPoolNames()).containsAll(pools))
                    .toList();
    private final double most = Runtime.getRuntime().maxMemory();

    /** Absent: there was none yet. */
    Optional<Collected> last() {
        GcInfo last = null;
        long number = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            GcInfo info = collector.getLastGcInfo();
            number += collector.getCollectionCount();
            if (info != null && (last == null || info.getEndTime() > last.getEndTime())) {
                last = info;
            }
        }
        return last == null ? Optional.empty() : Optional.of(new Collected(number, used(last) / most));
    }

    private double used(GcInfo info) {
        return info.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> pools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
