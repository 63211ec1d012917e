package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.UsageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What records become when the ring is full: sums per minute and party, so that money stays right when single requests
 * can no longer be kept. Bounded; beyond that, requests are dropped and counted. Thread-safe.
 */
final class Overflow {
    private static final int MAX_SUMS = 10_000;

    private final Map<Group, UsageRecord> sums = new HashMap<>();
    private long dropped;

    private record Group(
            long minute, String key, String team, String model, int status, Outcome outcome, boolean unpriced) {}

    synchronized void add(UsageRecord record) {
        Group group = new Group(
                record.timeMillis() / 60_000,
                record.key(),
                record.team(),
                record.model(),
                record.status(),
                record.outcome(),
                record.unpriced());
        UsageRecord sum = sums.get(group);
        if (sum == null && sums.size() >= MAX_SUMS) {
            dropped += record.records();
        } else {
            sums.put(group, sum == null ? record : merge(sum, record));
        }
    }

    /** One row for both: identity and time of the first, sums of what can be summed. */
    private static UsageRecord merge(UsageRecord a, UsageRecord b) {
        return new UsageRecord(
                a.instance(),
                a.seq(),
                a.version(),
                a.id(),
                "",
                a.timeMillis(),
                a.endpoint(),
                a.modelAsked(),
                a.model(),
                a.provider(),
                a.account(),
                a.team(),
                a.user(),
                a.serviceAccount(),
                a.key(),
                a.stream(),
                a.status(),
                a.outcome(),
                a.errorClass(),
                a.tokens().plus(b.tokens()),
                sum(a.costNanos(), b.costNanos()),
                a.estimated() || b.estimated(),
                Math.max(a.latencyMicros(), b.latencyMicros()),
                null,
                Math.max(a.overheadMicros(), b.overheadMicros()),
                List.of(),
                a.cache(),
                a.policyRevision(),
                a.priceRevision(),
                "",
                Map.of(),
                a.records() + b.records());
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : (Long) (a + b);
    }

    /** Takes the sums out, for another try at the ring. */
    synchronized List<UsageRecord> drain() {
        List<UsageRecord> all = new ArrayList<>(sums.values());
        sums.clear();
        return all;
    }

    synchronized boolean isEmpty() {
        return sums.isEmpty();
    }

    synchronized void drop(int requests) {
        dropped += requests;
    }

    synchronized long dropped() {
        return dropped;
    }
}
