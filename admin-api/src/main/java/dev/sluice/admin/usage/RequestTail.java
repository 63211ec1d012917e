package dev.sluice.admin.usage;

import dev.sluice.admin.access.Caller;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has come to the request log since the look before, for one follower. Times are ClickHouse's own, in milliseconds.
 * Not thread-safe.
 */
final class RequestTail {
    /** Workers store side by side: a row may be seen so much later than one that was stored after it. */
    private static final long OVERLAP_MILLIS = 5_000;
    /** For those that come back: more of what they have missed is what the list is for. */
    private static final long LONGEST_GAP_MILLIS = 60_000;
    /** As many as anybody reads in a second. */
    static final int MOST = 50;

    private static final int LOOKED_AT = 500;

    private final RequestLog log;
    private final UsageQuery.Filters filters;
    private final Map<String, Long> seen = new HashMap<>();
    private final long beganMillis;
    private final long beganNanos = System.nanoTime();
    private long newestMillis;

    /**
     * @param items newest first, at most {@link #MOST}
     * @param omitted how many more there were, or at least so many
     */
    record Look(List<RequestLog.Item> items, int omitted) {
        boolean isEmpty() {
            return items.isEmpty();
        }
    }

    /** @param afterMillis the position of a follower that was cut off; 0: it begins now */
    RequestTail(RequestLog log, UsageQuery.Filters filters, long afterMillis) {
        this.log = log;
        this.filters = filters;
        beganMillis = log.nowMillis();
        newestMillis =
                afterMillis == 0 ? beganMillis : Math.clamp(afterMillis, beganMillis - LONGEST_GAP_MILLIS, beganMillis);
    }

    Look look(Caller caller) {
        long now = beganMillis + (System.nanoTime() - beganNanos) / 1_000_000;
        long sinceMillis = newestMillis - OVERLAP_MILLIS;
        Map<String, RequestLog.Arrived> fresh = new LinkedHashMap<>();
        for (RequestLog.Arrived row : log.arrived(caller, filters, sinceMillis, LOOKED_AT)) {
            newestMillis = Math.max(newestMillis, row.atMillis());
            if (seen.putIfAbsent(row.item().id() + " " + row.version(), row.atMillis()) == null) {
                fresh.merge(row.item().id(), row, (a, b) -> a.version() >= b.version() ? a : b);
            }
        }
        // Where nothing comes, the stretch that is looked at must not grow.
        newestMillis = Math.max(newestMillis, now - 2 * OVERLAP_MILLIS);
        seen.values().removeIf(at -> at <= newestMillis - OVERLAP_MILLIS);
        List<RequestLog.Item> items = fresh.values().stream()
                .limit(MOST)
                .map(RequestLog.Arrived::item)
                .toList();
        return new Look(items, fresh.size() - items.size());
    }

    /** From where another follower could go on. */
    long positionMillis() {
        return newestMillis;
    }
}
