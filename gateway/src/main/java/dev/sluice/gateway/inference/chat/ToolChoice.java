package dev.sluice.gateway.inference.chat;

/** Whether the model may, must or must not call a tool. */
public sealed interface ToolChoice {
    ToolChoice UNSAID = new Unsaid();
    ToolChoice AUTO = new Auto();
    ToolChoice NONE = new None();
    ToolChoice REQUIRED = new Required();

    /** The client leaves it to the provider's default. */
    record Unsaid() implements ToolChoice {}

    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** Any of them. */
    record Required() implements ToolChoice {}

    record Named(String name) implements ToolChoice {}
}
