package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A VirtualModel, ready to be planned with. Its targets are names: which Models they are is the snapshot's to say, so that
 * a change of one touches nothing here. Immutable.
 *
 * @param weights of the strategy {@code score} alone
 * @param ttlMillis of stickiness; 0: none
 * @param fallbackTo names of models that come after all targets
 * @param hedging null: none
 * @param shadowing null: none
 */
public record CompiledVirtualModel(
        String name,
        RouteStrategy strategy,
        @Nullable ScoreWeights weights,
        List<StickyBy> sticky,
        long ttlMillis,
        List<Target> targets,
        List<String> fallbackTo,
        Failover failover,
        @Nullable Hedging hedging,
        @Nullable Shadowing shadowing) {
    /** Of virtual models inside each other, the outermost counted. */
    public static final int MAX_DEPTH = 3;

    /** @param when absent: for all requests */
    public record Target(
            String model,
            int weight,
            int priority,
            @Nullable RouteCondition when,
            ParameterOverrides overrides) {}

    static CompiledVirtualModel of(PolicyObject object) {
        VirtualModelSpec spec = (VirtualModelSpec) object.spec();
        VirtualModelSpec.Sticky sticky = spec.sticky();
        VirtualModelSpec.Fallback fallback = spec.fallback();
        return new CompiledVirtualModel(
                object.name(),
                spec.strategy() == null
                        ? RouteStrategy.WEIGHTED
                        : spec.strategy().type(),
                spec.strategy() == null ? null : spec.strategy().weights(),
                sticky == null
                        ? List.of()
                        : sticky.by().stream()
                                .map(by -> StickyBy.parse(by, "by"))
                                .toList(),
                sticky == null || sticky.ttl() == null ? 0 : sticky.ttl().toMillis(),
                spec.targets().stream().map(CompiledVirtualModel::target).toList(),
                fallback == null ? List.of() : fallback.to(),
                Failover.of(spec.retry(), fallback),
                Hedging.of(object.name(), spec.hedge()),
                Shadowing.of(spec.shadow()));
    }

    private static Target target(VirtualModelSpec.RouteTarget target) {
        return new Target(
                target.model(),
                target.weightOrOne(),
                target.priority() == null ? 0 : target.priority(),
                target.when() == null ? null : RouteCondition.of(target.when()),
                target.overrides() == null ? ParameterOverrides.NONE : target.overrides());
    }

    /** Every name that it may lead to at once: targets, then fallbacks. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        targets.forEach(target -> names.add(target.model()));
        names.addAll(fallbackTo);
        return names;
    }

    /** By what a request keeps to its target; null: by nothing, or it has none of the values. */
    public @Nullable String stickyKey(
            LimitFacts facts, UnaryOperator<@Nullable String> headers, Supplier<String> conversation) {
        StringBuilder key = new StringBuilder();
        boolean any = false;
        for (StickyBy by : sticky) {
            String value = by.value(facts, headers, conversation);
            any |= !value.isEmpty();
            key.append(value.length()).append(':').append(value);
        }
        return any ? key.toString() : null;
    }
}
