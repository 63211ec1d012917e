package dev.sluice.contract.limit;

import dev.sluice.contract.policy.LimitUnit;

/**
 * What a request or an attempt takes: estimated, so far, or in the end.
 *
 * @param requests 1, but 0 for a further attempt of the same request
 * @param costNanos nano-dollars
 * @param unpriced whether nobody knows the price, so that the cost is 0 for want of it
 */
public record Amounts(
        long requests, long inputTokens, long outputTokens, long costNanos, long toolCalls, boolean unpriced) {

    /** One request with its tokens and cost. */
    public static Amounts of(long inputTokens, long outputTokens, long costNanos) {
        return new Amounts(1, inputTokens, outputTokens, costNanos, 0, false);
    }

    /** The more of each: enough for either. */
    public Amounts most(Amounts other) {
        return new Amounts(
                Math.max(requests, other.requests),
                Math.max(inputTokens, other.inputTokens),
                Math.max(outputTokens, other.outputTokens),
                Math.max(costNanos, other.costNanos),
                Math.max(toolCalls, other.toolCalls),
                unpriced || other.unpriced);
    }

    /** Enough for both. */
    public Amounts plus(Amounts other) {
        return new Amounts(
                requests + other.requests,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                costNanos + other.costNanos,
                toolCalls + other.toolCalls,
                unpriced || other.unpriced);
    }

    long of(LimitUnit unit) {
        return switch (unit) {
            case REQUESTS -> requests;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case TOKENS -> inputTokens + outputTokens;
            case USD -> costNanos;
            case TOOL_CALLS -> toolCalls;
            case CONCURRENT -> 1;
        };
    }
}
