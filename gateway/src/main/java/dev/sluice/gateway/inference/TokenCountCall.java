package dev.sluice.gateway.inference;

/** How many tokens a chat would be, asked in Anthropic's dialect. */
public record TokenCountCall(byte[] body, RequestFields fields) implements Call {
    @Override
    public boolean generates() {
        return false;
    }
}
