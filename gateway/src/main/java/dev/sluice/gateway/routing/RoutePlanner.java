package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.CompiledVirtualModel;
import dev.sluice.contract.policy.CompiledVirtualModel.Target;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.policy.RouteStrategy;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.routing.RoutePlan.LeftOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plans a request: a Model is its own only target, a virtual model has those of policy. Thread-safe if its draws are. */
public final class RoutePlanner {
    private final DoubleSupplier random;
    private final TargetStats stats;
    private final TargetHealth health;

    /** @param random draws from 0 to 1 */
    public RoutePlanner(DoubleSupplier random, TargetStats stats, TargetHealth health) {
        this.random = random;
        this.stats = stats;
        this.health = health;
    }

    /**
     * @param residency of accounts that may serve it: the plan has no others, whatever happens
     * @param facts asked for when the name is a virtual model's
     * @throws GatewayException when no model has the name, or none of its targets takes the request
     */
    public RoutePlan plan(PolicySnapshot policy, String name, Residency residency, Supplier<RouteFacts> facts) {
        CompiledVirtualModel virtual = policy.virtualModel(name);
        if (virtual != null) {
            return new Planning(policy, residency, facts.get()).plan(virtual);
        }
        CompiledModel target = policy.model(name);
        if (target == null) {
            throw new GatewayException(new GatewayError.UnknownModel(name));
        }
        return plan(policy, target, residency);
    }

    /** @throws GatewayException when it is served elsewhere than it must be */
    public static RoutePlan plan(PolicySnapshot policy, CompiledModel target, Residency residency) {
        if (!policy.isWithin(residency, target)) {
            throw elsewhere(target.name(), residency);
        }
        return RoutePlan.of(target);
    }

    private static GatewayException elsewhere(String name, Residency residency) {
        return new GatewayException(new GatewayError.InvalidRequest(
                "model",
                "'" + name + "' is not served in '" + residency
                        + "', which your key or team is bound to (residency): ask for another model, or ask whoever"
                        + " runs the gateway for an account there."));
    }

    /** Of one request. */
    private final class Planning {
        private final PolicySnapshot policy;
        private final Residency residency;
        private final RouteFacts facts;
        private final Map<String, CompiledModel> targets = new LinkedHashMap<>();
        private final List<LeftOut> leftOut = new ArrayList<>();
        private final Map<String, Double> figures = new HashMap<>();
        private final Map<String, ParameterOverrides> overrides = new HashMap<>();
        private boolean isElsewhere;

        Planning(PolicySnapshot policy, Residency residency, RouteFacts facts) {
            this.policy = policy;
            this.residency = residency;
            this.facts = facts;
        }

        RoutePlan plan(CompiledVirtualModel virtual) {
            expand(virtual, ParameterOverrides.NONE, 1);
            if (targets.isEmpty() && isElsewhere) {
                throw elsewhere(virtual.name(), residency);
            }
            if (targets.isEmpty()) {
                throw new GatewayException(new GatewayError.InvalidRequest(
                        "model", "None of the models behind '" + virtual.name() + "' takes this request."));
            }
            List<LeftOut> postponed = new ArrayList<>(0);
            List<CompiledModel> ordered = FitFirst.of(targets.values(), health, postponed);
            return new RoutePlan(
                    ordered,
                    leftOut,
                    postponed,
                    virtual.failover(),
                    figures,
                    overrides,
                    virtual.hedging(),
                    virtual.shadowing());
        }

        /** @param outer what the virtual models around it set, which wins */
        private void expand(CompiledVirtualModel virtual, ParameterOverrides outer, int depth) {
            List<Target> open = new ArrayList<>();
            for (Target target : virtual.targets()) {
                if (target.when() == null || target.when().matches(facts.caller(), facts.headers(), facts.request())) {
                    open.add(target);
                } else {
                    leftOut.add(new LeftOut(target.model(), "is for other requests (when)"));
                }
            }
            for (Target target : ordered(virtual, open)) {
                add(target.model(), outer.over(target.overrides()), depth);
            }
            for (String name : virtual.fallbackTo()) {
                add(name, outer, depth);
            }
        }

        /** What a request keeps to goes before any strategy. */
        private List<Target> ordered(CompiledVirtualModel virtual, List<Target> open) {
            String sticky = stickyKey(virtual);
            boolean drawn =
                    virtual.strategy() == RouteStrategy.WEIGHTED || virtual.strategy() == RouteStrategy.PRIORITY;
            if (drawn || sticky != null || open.isEmpty()) {
                return TargetOrder.of(virtual, open, sticky, random);
            }
            TargetFigures all = new TargetFigures(policy, stats, facts);
            List<Target> ordered = new ArrayList<>();
            for (Ranked ranked : new StrategyOrder(all, random).of(virtual, open)) {
                ordered.add(ranked.target());
                figures.putIfAbsent(ranked.target().model(), ranked.figure());
            }
            return ordered;
        }

        /** With its ttl over, a key may go elsewhere; not all keys at the same moment. */
        private @Nullable String stickyKey(CompiledVirtualModel virtual) {
            String key = virtual.stickyKey(facts.caller(), facts.headers(), facts.conversation());
            if (key == null || virtual.ttlMillis() == 0) {
                return key;
            }
            long offset = Math.floorMod(TargetOrder.hash(key), virtual.ttlMillis());
            return key + '\n' + (facts.nowMillis() + offset) / virtual.ttlMillis();
        }

        private void add(String name, ParameterOverrides set, int depth) {
            CompiledVirtualModel inner = policy.virtualModel(name);
            CompiledModel model = inner == null ? policy.model(name) : null;
            if (model != null && !policy.isWithin(residency, model)) {
                isElsewhere = true;
                leftOut.add(new LeftOut(name, "is served elsewhere than in '" + residency + "' (residency)"));
            } else if (model != null) {
                if (targets.putIfAbsent(model.name(), model) == null && !set.equals(ParameterOverrides.NONE)) {
                    overrides.put(model.name(), set);
                }
            } else if (inner == null) {
                leftOut.add(new LeftOut(name, "is not a usable Model"));
            } else if (depth == CompiledVirtualModel.MAX_DEPTH) {
                // Policy that came without the control plane was not checked for circles.
                leftOut.add(new LeftOut(name, "is too deep, or leads in a circle"));
            } else {
                expand(inner, set, depth + 1);
            }
        }
    }
}
