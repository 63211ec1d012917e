package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.policy.Shadowing;
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
     * Which Model is asked beside those that may answer; null: none.
     *
     * @param residency of accounts that may have the request
     */
    public @Nullable CompiledModel of(PolicySnapshot policy, Shadowing shadowing, Residency residency) {
        if (random.getAsDouble() >= shadowing.share()) {
            return null;
        }
        CompiledModel model = policy.model(shadowing.model());
        return model != null && policy.isWithin(residency, model) ? model : null;
    }
}
