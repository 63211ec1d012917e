package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SpentRequests.SpentAttempt;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.LimitTerms;
import dev.sluice.contract.policy.MatchedRules;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.Quota;
import java.util.HashMap;
import java.util.Map;

/**
 * What requests that are over have spent of budgets, by instance: the rules that match them now, in the segments and periods in
 * which gateways counted them. For one thread.
 */
public final class SpentSums {
    private final LimitRules rules;
    private final Map<ObjectId, Long> sinceMillis;
    private final Map<Place, Map<String, Long>> sums = new HashMap<>();

    /**
     * Where an amount counts.
     *
     * @param limit {@link Quota.Key#wireName()}
     * @param startMillis of the period
     */
    public record Place(SegmentId segment, String limit, long startMillis) {}

    /** @param sinceMillis by budget, when it was made: what was before does not count; the others are left out */
    public SpentSums(LimitRules rules, Map<ObjectId, Long> sinceMillis) {
        this.rules = rules;
        this.sinceMillis = Map.copyOf(sinceMillis);
    }

    public void add(SpentRequests requests) {
        MatchedRules atAdmission = rules.atAdmission(requests.facts(), requests.model());
        for (SpentAttempt attempt : requests.attempts()) {
            add(requests, atAdmission, requests.model(), "", attempt.amounts());
            MatchedRules atTarget = rules.atTarget(requests.facts(), requests.model(), attempt.model());
            add(requests, atTarget, attempt.model(), attempt.account(), attempt.amounts());
        }
    }

    private void add(SpentRequests requests, MatchedRules matched, String model, String account, Amounts amounts) {
        for (int i = 0; i < matched.size(); i++) {
            LimitRule rule = matched.get(i);
            Long since = sinceMillis.get(rule.id());
            if (since != null && since <= requests.timeMillis() && !rule.isPerAddress()) {
                add(requests, rule, model, account, amounts);
            }
        }
    }

    private void add(SpentRequests requests, LimitRule rule, String model, String account, Amounts amounts) {
        LimitFacts facts = requests.facts();
        LimitTerms terms = rule.terms(facts);
        SegmentId segment = SegmentId.of(rule, terms, facts, model, account);
        for (Quota quota : terms.quotas()) {
            long amount = amounts.of(quota.unit());
            if (amount != 0 && quota.span() instanceof Quota.Calendar calendar) {
                long start = CalendarSpan.of(calendar.period(), calendar.zone(), requests.timeMillis())
                        .startMillis();
                sums.computeIfAbsent(new Place(segment, quota.key().wireName(), start), _ -> new HashMap<>())
                        .merge(requests.instance(), amount, Long::sum);
            }
        }
    }

    /** By place and instance; nothing is 0. */
    public Map<Place, Map<String, Long>> sums() {
        return sums;
    }
}
