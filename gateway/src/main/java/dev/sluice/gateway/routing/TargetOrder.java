package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledVirtualModel;
import dev.sluice.contract.policy.CompiledVirtualModel.Target;
import dev.sluice.contract.policy.RouteStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** In which order the targets of a virtual model are asked: by priority, weight, and what a request keeps to. */
final class TargetOrder {
    private static final double UNIT = 0x1.0p-53;

    private TargetOrder() {}

    /**
     * @param open the targets whose conditions hold
     * @param sticky by what the request keeps to its target; null: a draw
     */
    static List<Target> of(
            CompiledVirtualModel virtual, List<Target> open, @Nullable String sticky, DoubleSupplier random) {
        if (virtual.strategy() != RouteStrategy.PRIORITY) {
            return byWeight(open, sticky, random);
        }
        TreeMap<Integer, List<Target>> groups = new TreeMap<>();
        for (Target target : open) {
            groups.computeIfAbsent(target.priority(), _ -> new ArrayList<>()).add(target);
        }
        List<Target> ordered = new ArrayList<>();
        groups.values().forEach(group -> ordered.addAll(byWeight(group, sticky, random)));
        return ordered;
    }

    private static List<Target> byWeight(List<Target> targets, @Nullable String sticky, DoubleSupplier random) {
        List<Target> ordered = new ArrayList<>(targets);
        if (sticky != null) {
            ordered.sort(Comparator.comparingDouble((Target target) -> rendezvous(sticky, target))
                    .reversed());
            return ordered;
        }
        ordered.sort(Comparator.comparingInt(Target::weight).reversed());
        long sum = 0;
        for (Target target : ordered) {
            sum += target.weight();
        }
        if (sum > 0 && ordered.size() > 1) {
            double left = random.getAsDouble() * sum;
            int drawn = 0;
            while (drawn < ordered.size() - 1 && left >= ordered.get(drawn).weight()) {
                left -= ordered.get(drawn).weight();
                drawn++;
            }
            ordered.addFirst(ordered.remove(drawn));
        }
        return ordered;
    }

    /**
     * Weighted rendezvous hashing: each target wins its share of the keys, and keeps them whatever becomes of the others. The
     * same on all gateways.
     */
    private static double rendezvous(String sticky, Target target) {
        double uniform = ((hash(sticky + '\n' + target.model()) >>> 11) + 0.5) * UNIT;
        return target.weight() == 0 ? -1 : -target.weight() / Math.log(uniform);
    }

    /** FNV-1a with the finish of SplitMix64, since the former alone leaves the high bits of short texts alike. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
