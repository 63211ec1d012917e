package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * Which requests of a virtual model somebody else is asked too, who does not answer them.
 *
 * @param model a Model's name
 * @param share of the requests: above 0, at most 1
 */
public record Shadowing(String model, double share) {

    static @Nullable Shadowing of(@Nullable ShadowSpec spec) {
        return spec == null ? null : new Shadowing(spec.model(), spec.share());
    }
}
