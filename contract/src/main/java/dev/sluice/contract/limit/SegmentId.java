package dev.sluice.contract.limit;

import dev.sluice.contract.policy.Dimension;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitTerms;
import java.util.List;

/**
 * Names what is counted together: the same on every gateway.
 *
 * @param rule {@link dev.sluice.contract.policy.LimitRule#key()}
 * @param subject whose override it is; empty for what the rule says for all
 * @param values of the rule's dimensions, in their order
 */
public record SegmentId(String rule, String subject, List<String> values) {

    /** What a request that the rule matches is counted in. */
    static SegmentId of(LimitRule rule, LimitTerms terms, LimitFacts facts, String model, String account) {
        return new SegmentId(rule.key(), terms.subject(), values(rule.per(), facts, model, account));
    }

    private static List<String> values(List<Dimension> per, LimitFacts facts, String model, String account) {
        return switch (per.size()) {
            case 0 -> List.of();
            case 1 -> List.of(facts.value(per.get(0), model, account));
            case 2 -> List.of(facts.value(per.get(0), model, account), facts.value(per.get(1), model, account));
            default ->
                List.of(
                        facts.value(per.get(0), model, account),
                        facts.value(per.get(1), model, account),
                        facts.value(per.get(2), model, account));
        };
    }
}
