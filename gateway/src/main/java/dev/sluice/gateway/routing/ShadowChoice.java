package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.CompiledVirtualModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Draws the requests of virtual models that have a shadow. Thread-safe if its draws are. */
public final class ShadowChoice {
    private final DoubleSupplier random;

    /** @param random draws from 0 to 1 */
    public ShadowChoice(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Which Model is asked beside those that may answer; null: none, as of virtual models behind this one.
     *
     * @param name that the request is served by
     * @param residency of accounts that may have the request
     */
    public @Nullable CompiledModel of(PolicySnapshot policy, String name, Residency residency) {
        CompiledVirtualModel virtual = policy.virtualModel(name);
        if (virtual == null
                || virtual.shadowing() == null
                || random.getAsDouble() >= virtual.shadowing().share()) {
            return null;
        }
        CompiledModel model = policy.model(virtual.shadowing().model());
        return model != null && policy.isWithin(residency, model) ? model : null;
    }
}
