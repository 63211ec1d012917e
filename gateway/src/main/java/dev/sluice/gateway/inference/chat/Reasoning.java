package dev.sluice.gateway.inference.chat;

/** How much the model is to think before it answers. */
public sealed interface Reasoning {
    Reasoning UNSAID = new Unsaid();
    Reasoning OFF = new Off();

    /** The client leaves it to the model's default. */
    record Unsaid() implements Reasoning {}

    record Off() implements Reasoning {}

    /** @param level in OpenAI's words: minimal, low, medium, high, xhigh */
    record Effort(String level) implements Reasoning {}

    record Budget(long tokens) implements Reasoning {}

    /** As much as the model finds right (Anthropic's {@code adaptive}). */
    record Adaptive() implements Reasoning {}
}
