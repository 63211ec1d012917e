package dev.sluice.gateway.inference.chat;

/** Why an answer ended. */
public enum FinishReason {
    /** The model was done, or came to a stop text. */
    STOP,
    /** It came to the limit of output or of its context. */
    LENGTH,
    TOOL_CALLS,
    /** The provider held something back. */
    CONTENT_FILTER
}
