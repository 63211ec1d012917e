package dev.sluice.contract.limit;

import dev.sluice.contract.limit.Admission.Admitted;
import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitTerms;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.MatchedRules;
import dev.sluice.contract.policy.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests by the rules that match them: all must pass, or nothing is held. A rule costs a look-up per dimension and a
 * compare-and-set per limit. Thread-safe.
 */
public final class Limiter {
    private final SteadyClock clock;
    private final Counters counters;

    public Limiter(SteadyClock clock, Counters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    /**
     * @param rules that match the request, of {@link dev.sluice.contract.policy.LimitRules}
     * @param model the name that the rules were matched with
     * @param account the target's; empty before it is known
     */
    public Admission admit(MatchedRules rules, LimitFacts facts, String model, String account, Amounts estimate) {
        return admit(rules, facts, model, account, estimate, Set.of());
    }

    /** @param excused rules that only count, such as a budget that has sent the request to another model */
    public Admission admit(
            MatchedRules rules,
            LimitFacts facts,
            String model,
            String account,
            Amounts estimate,
            Set<LimitRule> excused) {
        Moment now = clock.now();
        Reservation reservation = new Reservation(clock, rules.size());
        for (int i = 0; i < rules.size(); i++) {
            LimitRule rule = rules.get(i);
            Refused refused = pass(reservation, rule, !excused.contains(rule), facts, model, account, estimate, now);
            if (refused != null) {
                reservation.undo(0);
                return refused;
            }
        }
        reservation.commit();
        return new Admitted(reservation);
    }

    /** What {@link #admit} would find, of every rule; nothing is held, counted or made. */
    public List<Look> look(MatchedRules rules, LimitFacts facts, String model, String account, Amounts estimate) {
        Moment now = clock.now();
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            LimitRule rule = rules.get(i);
            LimitTerms terms = rule.terms(facts);
            Segment segment = counters.find(rule, terms, facts, model, account);
            for (Quota quota : terms.quotas()) {
                if (!isUncounted(quota, estimate)) {
                    looks.add(look(rule, quota, segment, estimate, now));
                }
            }
        }
        return looks;
    }

    private static Look look(LimitRule rule, Quota quota, Segment segment, Amounts estimate, Moment now) {
        Counter counter = segment.peek(quota.key(), rule.isStrict());
        long amount = estimate.of(quota.unit());
        boolean unpriced = isRefusedUnpriced(rule, quota, estimate);
        boolean passes = !unpriced && counter.admits(now, quota.amount(), amount);
        return new Look(
                rule,
                segment.id(),
                quota,
                counter.used(now) + counter.allowance(now).others(now.nanos()),
                counter.reserved(now),
                amount,
                counter.emptyAtMillis(now),
                passes
                        ? null
                        : refusal(rule, quota, counter, amount, unpriced, now).reason());
    }

    /** What takes tokens for a request that counts already is neither a further request nor one more at the same time. */
    private static boolean isUncounted(Quota quota, Amounts estimate) {
        return switch (quota.unit()) {
            case TOOL_CALLS -> estimate.toolCalls() == 0;
            case REQUESTS, CONCURRENT -> estimate.requests() == 0;
            case INPUT_TOKENS, OUTPUT_TOKENS, TOKENS, USD -> false;
        };
    }

    private static boolean isRefusedUnpriced(LimitRule rule, Quota quota, Amounts estimate) {
        return estimate.unpriced() && rule.budget().blockUnpriced() && quota.unit() == LimitUnit.USD;
    }

    private @Nullable Refused pass(
            Reservation reservation,
            LimitRule rule,
            boolean enforced,
            LimitFacts facts,
            String model,
            String account,
            Amounts estimate,
            Moment now) {
        LimitTerms terms = rule.terms(facts);
        int before = reservation.size();
        while (true) {
            Segment segment = counters.segment(rule, terms, facts, model, account);
            Refused refused = pass(reservation, rule, enforced, terms, segment, estimate, now);
            if (refused != null || !segment.isRetired()) {
                return refused;
            }
            reservation.undo(before);
        }
    }

    private static @Nullable Refused pass(
            Reservation reservation,
            LimitRule rule,
            boolean enforced,
            LimitTerms terms,
            Segment segment,
            Amounts estimate,
            Moment now) {
        Counter[] bound = segment.bind(terms, rule.isStrict(), now);
        for (int i = 0; i < bound.length; i++) {
            Quota quota = terms.quotas().get(i);
            long amount = estimate.of(quota.unit());
            if (isUncounted(quota, estimate)) {
                continue;
            }
            boolean unpriced = isRefusedUnpriced(rule, quota, estimate);
            Cell cell = unpriced ? null : bound[i].reserve(now, quota.amount(), amount);
            if (cell == null) {
                Refused refused = refusal(rule, quota, bound[i], amount, unpriced, now);
                if (enforced && !rule.isAudit()) {
                    return refused;
                }
                if (rule.isAudit()) {
                    reservation.report(refused.standing());
                }
                cell = bound[i].cell(now);
                cell.hold(amount);
            }
            reservation.add(rule, enforced && !rule.isAudit(), quota, bound[i], cell, amount);
        }
        return null;
    }

    private static Refused refusal(
            LimitRule rule, Quota quota, Counter counter, long amount, boolean unpriced, Moment now) {
        long own = counter.used(now) + counter.reserved(now);
        Allowance allowance = counter.allowance(now);
        Standing standing = new Standing(
                rule,
                quota,
                own + allowance.others(now.nanos()),
                amount,
                counter.resetMillis(now, quota.amount(), amount));
        Reason reason = unpriced
                ? Reason.UNPRICED
                : allowance.isShortOf(own, amount, quota.amount(), now.nanos()) || allowance.isClosed(now.nanos())
                        ? Reason.SHARE
                        : Reason.LIMIT;
        return new Refused(standing, reason);
    }
}
