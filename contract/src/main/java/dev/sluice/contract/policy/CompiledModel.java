package dev.sluice.contract.policy;

import dev.sluice.contract.catalog.ToolEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A Model with its account. Of a wildcard, one per name asked for.
 *
 * @param name what the client asked for and the log shows
 * @param policyName the Model's own name, such as {@code openai/*}: there are only as many as policy has
 * @param upstream what the provider is asked for
 * @param price absent: unpriced
 * @param tools where the model takes function tools
 * @param takes what it takes in a request
 * @param outputTokens that it answers with at most; 0: not said
 * @param quality 0 to 100; absent: not said
 */
public record CompiledModel(
        String name,
        String policyName,
        String upstream,
        CompiledAccount account,
        @Nullable PriceTable price,
        long revision,
        ToolEndpoint tools,
        Takes takes,
        long outputTokens,
        @Nullable Integer quality) {

    /** Of a model that takes anything. */
    public CompiledModel(
            String name,
            String policyName,
            String upstream,
            CompiledAccount account,
            @Nullable PriceTable price,
            long revision) {
        this(name, policyName, upstream, account, price, revision, ToolEndpoint.CHAT, Takes.ANYTHING, 0, null);
    }
}
