package dev.sluice.gateway.overload;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts at one Model may be in flight at once, over all event loops: a provider that hangs must not hold all of
 * what the gateway may have in flight. A wildcard is one Model. Thread-safe without locks.
 */
public final class TargetSlots {
    private final int most;
    private final ConcurrentHashMap<String, Slots> models = new ConcurrentHashMap<>();

    /** Those of one Model, whoever has one of them. */
    public static final class Slots {
        private final AtomicInteger taken = new AtomicInteger();

        /** One of them is free again. */
        public void giveBack() {
            taken.decrementAndGet();
        }
    }

    /** @param most of each Model */
    public TargetSlots(int most) {
        this.most = most;
    }

    /** Takes one, to be given back when the attempt has ended; null: there is none. */
    public @Nullable Slots take(CompiledModel model) {
        Slots slots = models.get(model.policyName());
        if (slots == null) {
            slots = models.computeIfAbsent(model.policyName(), _ -> new Slots());
        }
        if (slots.taken.incrementAndGet() > most) {
            slots.giveBack();
            return null;
        }
        return slots;
    }

    /** Forgets Models that are gone. What is in flight there goes on, and is counted no more. */
    public void retain(PolicySnapshot policy) {
        models.keySet().removeIf(name -> !isThere(policy, name));
    }

    private static boolean isThere(PolicySnapshot policy, String policyName) {
        String name = policyName.endsWith("*") ? policyName.substring(0, policyName.length() - 1) + "0" : policyName;
        CompiledModel model = policy.model(name);
        return model != null && model.policyName().equals(policyName);
    }

    public int inFlight(String model) {
        Slots slots = models.get(model);
        return slots == null ? 0 : slots.taken.get();
    }
}
