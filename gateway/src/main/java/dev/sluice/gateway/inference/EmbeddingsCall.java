package dev.sluice.gateway.inference;

/** Texts to be turned into vectors, in OpenAI's dialect: clients have no other for it. */
public record EmbeddingsCall(byte[] body, RequestFields fields) implements Call {
    @Override
    public boolean generates() {
        return false;
    }
}
