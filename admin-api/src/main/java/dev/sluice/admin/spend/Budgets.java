package dev.sluice.admin.spend;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.contract.limit.CalendarSpan;
import dev.sluice.contract.limit.SpentSums.Place;
import dev.sluice.contract.policy.Dimension;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Quota;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of a moment, and the policy around them.
 *
 * @param sinceMillis by budget, when it was made: from then on gateways have counted
 * @param revisions by budget: what was worked out by others is to be worked out again
 */
record Budgets(PolicySnapshot policy, Map<ObjectId, Long> sinceMillis, Map<ObjectId, Long> revisions) {

    /** @return null when there is none */
    static @Nullable Budgets of(LivePolicy live) {
        Map<ObjectId, Long> since = new HashMap<>();
        Map<ObjectId, Long> revisions = new HashMap<>();
        for (PolicyObject budget : live.objects(Kind.BUDGET).values()) {
            Instant created = budget.metadata().createdAt();
            Long revision = budget.metadata().revision();
            since.put(budget.id(), created == null ? 0 : created.toEpochMilli());
            revisions.put(budget.id(), revision == null ? 0 : revision);
        }
        if (since.isEmpty()) {
            return null;
        }
        PolicyState state = new PolicyState();
        state.apply(live.snapshot());
        return new Budgets(new PolicyCompiler((_, _) -> "").compile(state), since, revisions);
    }

    LimitRules rules() {
        return policy.limits();
    }

    /** From when on records are of interest: the earliest begin of a period that goes on, but not before its budget. */
    long fromMillis(long nowMillis) {
        long from = nowMillis;
        for (Map.Entry<ObjectId, Long> budget : sinceMillis.entrySet()) {
            LimitRule rule = rules().rule(budget.getKey());
            if (rule != null) {
                for (Quota quota : rule.quotas()) {
                    from = Math.min(from, Math.max(budget.getValue(), startMillis(quota.key(), nowMillis)));
                }
            }
        }
        return from;
    }

    private static long startMillis(Quota.Key limit, long nowMillis) {
        return limit.span() instanceof Quota.Calendar calendar
                ? CalendarSpan.of(calendar.period(), calendar.zone(), nowMillis).startMillis()
                : nowMillis;
    }

    /** Whether the period goes on, and records say all that its rule counts by. */
    boolean isOfInterest(Place place, long nowMillis) {
        LimitRule rule = rules().rule(place.segment().rule());
        return rule != null
                && rule.isBudget()
                && !rule.isPerAddress()
                && Quota.Key.parse(place.limit())
                        .filter(limit -> limit.span() instanceof Quota.Calendar)
                        .filter(limit -> startMillis(limit, nowMillis) == place.startMillis())
                        .isPresent();
    }

    boolean isStrict(Place place) {
        LimitRule rule = rules().rule(place.segment().rule());
        return rule != null && rule.isStrict();
    }

    /** Keys of metadata that some budget matches or counts by. */
    Set<String> metadataKeys() {
        Set<String> keys = new TreeSet<>();
        for (ObjectId id : sinceMillis.keySet()) {
            LimitRule rule = rules().rule(id);
            if (rule != null) {
                keys.addAll(rule.source().metadata().keySet());
                rule.per().stream()
                        .filter(dimension -> dimension.type() == Dimension.Type.METADATA)
                        .forEach(dimension -> keys.add(dimension.metadataKey()));
            }
        }
        return keys;
    }
}
