package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * A Model with its account. Of a wildcard, one per name asked for.
 *
 * @param name what the client asked for and the log shows
 * @param policyName the Model's own name, such as {@code openai/*}: there are only as many as policy has
 * @param upstream what the provider is asked for
 * @param price absent: unpriced
 */
public record CompiledModel(
        String name,
        String policyName,
        String upstream,
        CompiledAccount account,
        @Nullable PriceTable price,
        long revision) {}
