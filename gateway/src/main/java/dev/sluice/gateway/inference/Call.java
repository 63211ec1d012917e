package dev.sluice.gateway.inference;

/** What a client asks of a model: the bytes as it sent them, and the few fields that decisions need. */
public sealed interface Call permits ChatCall, EmbeddingsCall, TokenCountCall, NativeCall {
    byte[] body();

    RequestFields fields();

    /** Whether the answer is made of output tokens. */
    default boolean generates() {
        return true;
    }
}
