package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.health.TargetHealth.Outage;
import dev.sluice.gateway.routing.RoutePlan.LeftOut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Puts targets that had better be left alone behind the others; of those, the one that is back first comes first. */
final class FitFirst {
    private FitFirst() {}

    private record Postponed(CompiledModel model, Outage outage) {}

    /** @param why is added to */
    static List<CompiledModel> of(Collection<CompiledModel> targets, TargetHealth health, List<LeftOut> why) {
        List<CompiledModel> ordered = new ArrayList<>(targets.size());
        List<Postponed> postponed = null;
        for (CompiledModel target : targets) {
            Outage outage = health.outage(target);
            if (outage == null) {
                ordered.add(target);
            } else {
                postponed = postponed == null ? new ArrayList<>(targets.size()) : postponed;
                postponed.add(new Postponed(target, outage));
            }
        }
        if (postponed != null) {
            postponed.sort(Comparator.comparingLong(target -> target.outage.outNanos()));
            for (Postponed target : postponed) {
                ordered.add(target.model);
                why.add(new LeftOut(target.model.name(), target.outage.reason()));
            }
        }
        return ordered;
    }
}
