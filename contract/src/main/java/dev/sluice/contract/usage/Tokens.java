package dev.sluice.contract.usage;

/**
 * Token counts in disjoint classes: their sum is what the provider processed.
 *
 * @param input input read at the full price: neither from the cache nor written to it
 * @param cacheWrite written to the provider's cache with its usual lifetime (5 minutes at Anthropic)
 * @param cacheWrite1h written with a lifetime of an hour
 * @param output visible output; reasoning is not in it
 */
public record Tokens(long input, long cachedInput, long cacheWrite, long cacheWrite1h, long output, long reasoning) {
    public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0);

    /** All input classes: what price tiers and context windows go by. */
    public long allInput() {
        return input + cachedInput + cacheWrite + cacheWrite1h;
    }

    public Tokens plus(Tokens other) {
        return new Tokens(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite + other.cacheWrite,
                cacheWrite1h + other.cacheWrite1h,
                output + other.output,
                reasoning + other.reasoning);
    }
}
