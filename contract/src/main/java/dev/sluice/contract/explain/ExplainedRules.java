package dev.sluice.contract.explain;

import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.limit.Look;
import dev.sluice.contract.policy.Dimension;
import dev.sluice.contract.policy.LimitAmount;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.Usd;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks at rules, in words. */
final class ExplainedRules {
    private ExplainedRules() {}

    /** @param hasWaited whether the request has waited for its share already, or does not wait at all */
    static List<Explanation.Rule> of(List<Look> looks, Set<LimitRule> excused, boolean hasWaited) {
        return looks.stream().map(look -> of(look, excused, hasWaited)).toList();
    }

    private static Explanation.Rule of(Look look, Set<LimitRule> excused, boolean hasWaited) {
        LimitRule rule = look.rule();
        LimitUnit unit = look.quota().unit();
        long committed = look.used() + look.reserved();
        Reason reason = look.refused();
        return new Explanation.Rule(
                rule.id().kind().manifestName(),
                rule.id().name(),
                unit.wireName(),
                look.quota().span().wireName(),
                segment(rule.per(), look.segment().values()),
                look.segment().subject().isEmpty() ? null : look.segment().subject(),
                amount(unit, look.quota().amount()),
                amount(unit, look.used()),
                amount(unit, look.reserved()),
                amount(unit, look.estimate()),
                amount(unit, Math.max(0, look.quota().amount() - committed)),
                look.emptyAtMillis() == 0
                        ? null
                        : Instant.ofEpochMilli(look.emptyAtMillis()).toString(),
                rule.isAudit() ? "audit" : "enforce",
                verdict(look, excused, hasWaited),
                reason == null ? null : reason.name().toLowerCase(Locale.ROOT));
    }

    private static Verdict verdict(Look look, Set<LimitRule> excused, boolean hasWaited) {
        if (look.refused() == null) {
            return Verdict.PASSED;
        }
        if (look.rule().isAudit()) {
            return Verdict.WOULD_REFUSE;
        }
        if (excused.contains(look.rule())) {
            return Verdict.EXCUSED;
        }
        return look.refused() == Reason.SHARE && !hasWaited ? Verdict.WAITS : Verdict.REFUSED;
    }

    /** What is counted together for want of room has no values. */
    private static Map<String, String> segment(List<Dimension> per, List<String> values) {
        Map<String, String> segment = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(per.size(), values.size()); i++) {
            segment.put(per.get(i).toString(), values.get(i));
        }
        return segment;
    }

    private static LimitAmount amount(LimitUnit unit, long value) {
        return new LimitAmount(unit == LimitUnit.USD ? Usd.format(value) : Long.valueOf(value));
    }
}
