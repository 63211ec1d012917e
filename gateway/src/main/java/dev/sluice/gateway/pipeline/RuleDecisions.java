package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.usage.RuleDecision;
import dev.sluice.gateway.error.GatewayError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a usage record says of rules. Where there is nothing to say it costs nothing. */
final class RuleDecisions {
    private RuleDecisions() {}

    /** @param would refuse, were they not in audit mode; a rule with several limits may be there several times */
    static List<RuleDecision> of(Set<LimitRule> rerouting, List<Standing> would, List<Standing> wouldToo) {
        if (rerouting.isEmpty() && would.isEmpty() && wouldToo.isEmpty()) {
            return List.of();
        }
        Set<RuleDecision> decisions = new LinkedHashSet<>();
        rerouting.forEach(rule -> decisions.add(decision(rule, RuleDecision.REROUTED)));
        would.forEach(standing -> decisions.add(decision(standing.rule(), RuleDecision.WOULD_REFUSE)));
        wouldToo.forEach(standing -> decisions.add(decision(standing.rule(), RuleDecision.WOULD_REFUSE)));
        return List.copyOf(decisions);
    }

    /** The rule that refuses comes first. */
    static List<RuleDecision> with(@Nullable GatewayError error, List<RuleDecision> others) {
        if (!(error instanceof GatewayError.LimitReached reached)) {
            return others;
        }
        Set<RuleDecision> decisions = new LinkedHashSet<>();
        decisions.add(decision(reached.standing().rule(), RuleDecision.REFUSED));
        reached.rerouting().forEach(rule -> decisions.add(decision(rule, RuleDecision.REROUTED)));
        decisions.addAll(others);
        return new ArrayList<>(decisions);
    }

    private static RuleDecision decision(LimitRule rule, String decision) {
        return new RuleDecision(rule.id().kind().manifestName(), rule.id().name(), decision);
    }
}
