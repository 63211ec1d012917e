package dev.sluice.contract.usage;

/**
 * Token counts in disjoint classes: their sum is what the provider processed. Made of {@link #of} and a {@code with} for
 * each class that a provider states beside the two, so that another class is added here alone.
 *
 * @param input input read at the full price: neither from the cache nor written to it, and no audio
 * @param cachedInput read from the provider's cache, audio included: providers have one price for it
 * @param cacheWrite written to the provider's cache with its usual lifetime (5 minutes at Anthropic)
 * @param cacheWrite1h written with a lifetime of an hour
 * @param output visible output; reasoning and audio are not in it
 * @param audioInput audio that was heard; what of it came from the cache is not in it
 * @param audioOutput audio that was spoken
 */
public record Tokens(
        long input,
        long cachedInput,
        long cacheWrite,
        long cacheWrite1h,
        long output,
        long reasoning,
        long audioInput,
        long audioOutput) {
    public static final Tokens NONE = of(0, 0);

    public static Tokens of(long input, long output) {
        return new Tokens(input, 0, 0, 0, output, 0, 0, 0);
    }

    public Tokens withCachedInput(long count) {
        return new Tokens(input, count, cacheWrite, cacheWrite1h, output, reasoning, audioInput, audioOutput);
    }

    public Tokens withCacheWrite(long count) {
        return new Tokens(input, cachedInput, count, cacheWrite1h, output, reasoning, audioInput, audioOutput);
    }

    public Tokens withCacheWrite1h(long count) {
        return new Tokens(input, cachedInput, cacheWrite, count, output, reasoning, audioInput, audioOutput);
    }

    public Tokens withReasoning(long count) {
        return new Tokens(input, cachedInput, cacheWrite, cacheWrite1h, output, count, audioInput, audioOutput);
    }

    public Tokens withAudio(long heard, long spoken) {
        return new Tokens(input, cachedInput, cacheWrite, cacheWrite1h, output, reasoning, heard, spoken);
    }

    /** All input classes: what price tiers and context windows go by. */
    public long allInput() {
        return input + cachedInput + cacheWrite + cacheWrite1h + audioInput;
    }

    /** All output classes. */
    public long allOutput() {
        return output + reasoning + audioOutput;
    }

    /** Most calls have none. */
    public boolean hasAudio() {
        return (audioInput | audioOutput) != 0;
    }

    /** Whether nothing was counted. */
    private boolean isNone() {
        return (input | cachedInput | cacheWrite | cacheWrite1h | output | reasoning | audioInput | audioOutput) == 0;
    }

    public Tokens plus(Tokens other) {
        if (isNone()) {
            return other; // most sums have one part
        }
        return new Tokens(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite + other.cacheWrite,
                cacheWrite1h + other.cacheWrite1h,
                output + other.output,
                reasoning + other.reasoning,
                audioInput + other.audioInput,
                audioOutput + other.audioOutput);
    }
}
