package dev.sluice.gateway.pipeline;

import dev.sluice.contract.explain.Explanation;
import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.gateway.auth.KeyHolder;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.routing.RoutePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an explanation is told beside what limits say: who asks, and what for. */
final class Explaining {
    static final String NOT_REACHED = "not_reached";

    private Explaining() {}

    /** @throws GatewayException when the caller may not see how rules stand */
    static ExplanationDraft begin(Arrival arrival, Principal principal) {
        boolean allowed = principal.owner().mayExplain()
                || (principal instanceof KeyHolder holder && holder.key().explain());
        if (!allowed) {
            throw new GatewayException(new GatewayError.ExplainNotAllowed());
        }
        return begin(arrival.policy(), principal);
    }

    static ExplanationDraft begin(PolicySnapshot policy, Principal principal) {
        return new ExplanationDraft(
                policy.revision(),
                new Explanation.Caller(
                        present(principal.user()),
                        present(principal.serviceAccount()),
                        present(principal.keyName()),
                        present(principal.team())));
    }

    static void model(ExplanationDraft draft, PolicySnapshot policy, Principal principal, String model) {
        String key = principal.keyName();
        Subject granted = policy.grantedBy(principal.owner(), key.isEmpty() ? null : key, model);
        draft.model(model, principal.mayUse(policy, model), granted == null ? null : granted.toString());
    }

    /** Before any target is asked: in which order that happens, and why not others. */
    static void plan(ExplanationDraft draft, RoutePlan plan) {
        draft.scores(plan.figures());
        plan.postponed().forEach(late -> draft.postponed(late.model(), late.reason()));
        notReached(draft, plan.targets());
        plan.leftOut().forEach(left -> draft.leftOut(left.model(), left.reason()));
    }

    /** The request has ended before any target was asked. */
    static void notReached(ExplanationDraft draft, List<CompiledModel> targets) {
        targets.forEach(target -> draft.target(target, List.of(), NOT_REACHED));
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }
}
