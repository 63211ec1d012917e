package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;

/** What a client asks for cannot be said in this dialect, and leaving it out would change what is asked. */
final class Refusal {
    private Refusal() {}

    /**
     * @param param the field of the client's dialect
     * @param message field, problem and remedy
     */
    static GatewayException of(String param, String message) {
        return new GatewayException(new GatewayError.InvalidRequest(param, message));
    }
}
