package dev.sluice.admin.usage;

import dev.sluice.admin.access.Caller;
import java.util.ArrayList;
import java.util.HashMap;
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
    private long sinceMillis;
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
        long now = log.nowMillis();
        newestMillis = afterMillis == 0 ? now : Math.clamp(afterMillis, now - LONGEST_GAP_MILLIS, now);
        sinceMillis = newestMillis - OVERLAP_MILLIS;
    }

    Look look(Caller caller) {
        List<RequestLog.Item> items = new ArrayList<>();
        int omitted = 0;
        for (RequestLog.Arrived row : log.arrived(caller, filters, sinceMillis, LOOKED_AT)) {
            newestMillis = Math.max(newestMillis, row.atMillis());
            if (seen.putIfAbsent(row.item().id() + " " + row.version(), row.atMillis()) != null) {
                continue;
            }
            if (items.size() < MOST) {
                items.add(row.item());
            } else {
                omitted++;
            }
        }
        sinceMillis = newestMillis - OVERLAP_MILLIS;
        seen.values().removeIf(at -> at <= sinceMillis);
        return new Look(items, omitted);
    }

    /** From where another follower could go on. */
    long positionMillis() {
        return newestMillis;
    }
}
